/** The Collections screen as pages: all of them, and one. */
import { filterOperators } from '../../wix/filter/tree.js';
import type { FieldType } from '../../wix/protocol.js';
import { type Html, html } from '../html.js';
import { wideTable } from '../layout.js';
import type { ConsoleParts } from '../parts.js';
import { positionLink } from '../places.js';
import { cellText } from '../query/view.js';
import type { Screen } from '../screen.js';
import { commandLine } from '../shell.js';
import {
  type AbilityGroup,
  type CollectionData,
  type CollectionSummary,
  collectionData,
  collectionsData,
  type ShownField,
} from './collections.js';
import { pictureOf, picturesIn } from './pictures.js';

export function collectionsScreen(parts: ConsoleParts): Screen {
  const data = collectionsData(parts);
  const rows = data.collections.map(
    (each) =>
      html`<tr><th scope="row"><a href="collections/${each.id}">${each.id}</a></th><td>${each.displayName}</td><td>${each.fields}</td><td>${each.pagingMode.toLowerCase()}</td><td>${each.operations.join(' ').toLowerCase()}</td><td>${keptText(each)}</td></tr>`,
  );
  return {
    name: 'collections',
    title: 'Collections',
    command: commandLine(parts.program, 'check', '--fields', '--mappings', parts.mappings),
    data,
    body: html`<div id="shown">${wideTable('Collections', ['Id', 'Name', 'Fields', 'Pages', 'Operations', 'State'], rows)}
${data.reasons.map((each) => html`<p class="refused">${each}</p>`)}</div>`,
  };
}

function keptText({ isKept }: CollectionSummary): string {
  return isKept ? 'the last good state serves on: see Problems' : 'served';
}

/** @param isShowing whether someone asked to see pictures, which come from other hosts */
export async function collectionScreen(
  id: string,
  isShowing: boolean,
  parts: ConsoleParts,
): Promise<Screen | undefined> {
  const model = parts.app.collections.get(id);
  if (!model) return undefined;
  const data = await collectionData(model, parts);
  const pictures = picturesIn(data.fields);
  return {
    name: 'collections',
    title: data.displayName,
    command: commandLine(parts.program, 'check', '--fields', '--mappings', parts.mappings),
    data,
    ...(isShowing ? { pictures } : {}),
    body: html`<p>Wix sees the collection <code>${id}</code>. <a href="../query?collection=${id}">Query it</a>.</p>
${listView(data, parts)}
${pictures.length > 0 && !isShowing ? html`<p><a href="?pictures=show">Show pictures</a>: this loads them from ${pictures.join(', ')}.</p>` : undefined}
${data.unread === undefined ? undefined : html`<p class="refused">No items could be read: ${data.unread}</p>`}
${wideTable(
  'Fields',
  ['Field', 'Wix type', 'Path', 'Sample', 'Filter', 'Sort', 'Groups'],
  data.fields.map((field) => fieldView(field, isShowing, parts)),
)}
<p class="quiet">* with some values of the condition only.</p>`,
  };
}

function listView({ list, read }: CollectionData, { mappings }: ConsoleParts): Html {
  return html`<dl>${list.map(
    ({ operation, state, reason, position }) =>
      html`<dt>${operation}</dt><dd>${stateView(state)} ${reason}${position === undefined ? undefined : html` (${positionLink(position, mappings)})`}</dd>`,
  )}<dt>samples</dt><dd>from ${read} items</dd></dl>`;
}

const filters: ReadonlySet<string> = new Set(filterOperators);
const sorts: ReadonlySet<string> = new Set(['ascending', 'descending']);

function fieldView(field: ShownField, isShowing: boolean, { mappings }: ConsoleParts): Html {
  const cell = (isOf: (operation: string) => boolean): Html => {
    const groups = field.abilities.flatMap((group): readonly AbilityGroup[] => {
      const operations = group.operations.filter((each) => isOf(each.replace('*', '')));
      return operations.length === 0 ? [] : [{ ...group, operations }];
    });
    return html`<td>${groups.map((each) => groupView(each, mappings))}</td>`;
  };
  return html`<tr><th scope="row">${field.key}<br><small>${positionLink(field.position, mappings)}</small></th><td>${field.type}</td><td><code>${field.path}</code></td><td>${sampleView(field.type, field.sample, isShowing)}</td>
${cell((each) => filters.has(each))}${cell((each) => sorts.has(each))}${cell((each) => !filters.has(each) && !sorts.has(each))}</tr>`;
}

function groupView({ state, operations, reason, position }: AbilityGroup, mappings: string): Html {
  const what = html`${stateView(state)} ${operations.join(' ')}`;
  if (reason === '') return html`<p>${what}</p>`;
  return html`<details><summary>${what}</summary>${reason}${position === undefined ? undefined : html` (${positionLink(position, mappings)})`}</details>`;
}

function stateView(state: AbilityGroup['state']): Html {
  return html`<b class="state ${state}">${state}</b>`;
}

function sampleView(type: FieldType, sample: unknown, isShowing: boolean): Html {
  const picture = isShowing ? pictureOf(type, sample) : undefined;
  if (picture === undefined) return html`${cellText(sample)}`;
  return html`<img src="${picture}" alt="a sample" referrerpolicy="no-referrer" width="96" height="96">`;
}

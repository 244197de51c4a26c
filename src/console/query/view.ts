/** The Query screen as a page: the form, what would be sent, and what came. */
import type { ExplainedNode } from '../../explain/explanation.js';
import { ranText } from '../../explain/text.js';
import { isObject } from '../../wix/json.js';
import { type Html, html } from '../html.js';
import { commandBlock, wideTable } from '../layout.js';
import type { ConsoleParts } from '../parts.js';
import { positionLink } from '../places.js';
import type { Screen } from '../screen.js';
import { formView } from './form-view.js';
import { type QueryCommands, type QueryData, type QueryRun, queryData } from './query.js';

export async function queryScreen(parameters: URLSearchParams, parts: ConsoleParts): Promise<Screen> {
  const data = await queryData(parameters, parts);
  return {
    name: 'query',
    title: 'Query',
    command: data.commands?.query ?? `${parts.program} query --help`,
    data,
    body: html`<div class="columns">
${formView(data)}
<section id="plan" aria-labelledby="plan-heading"><h2 id="plan-heading">Plan</h2>${planView(data, parts)}</section>
</div>
<section id="result" aria-labelledby="result-heading"><h2 id="result-heading">Result</h2>${resultView(data.run)}</section>
<section id="copies" aria-labelledby="copies-heading"><h2 id="copies-heading">Copy as</h2>${data.commands ? copiesView(data.commands) : undefined}</section>`,
  };
}

function planView({ explanation, refused, run }: QueryData, { mappings }: ConsoleParts): Html {
  if (!explanation)
    return html`<p class="refused">${refused?.errorMessage ?? 'There is nothing to explain.'}</p>`;
  const { summary, document, variables, together, reasons, requests } = explanation;
  return html`<p>${summary}</p>
${treeView(run?.plan ?? explanation.plan)}
<p>Requests to the API: ${requests}</p>
${
  reasons.length === 0
    ? undefined
    : html`<h3>Done here, because</h3><ul>${reasons.map(
        (each) =>
          html`<li><b>${each.path}</b> (${each.operator}): ${each.reason}<br>${positionLink(each.position, mappings)}: ${each.remedy}</li>`,
      )}</ul>`
}
${document === undefined ? undefined : html`${commandBlock('Document', document)}${commandBlock('Variables', JSON.stringify(variables, null, 2))}`}
${together.map((each) => commandBlock('Variables of what is sent at the same time', JSON.stringify(each.variables, null, 2)))}`;
}

/** A list in lists; what a node took stands behind it. */
function treeView(node: ExplainedNode): Html {
  const one = ({ node: text, inputs, ran }: ExplainedNode): Html =>
    html`<li>${text}${ran ? html` <small>${ranText(ran)}</small>` : undefined}${inputs.length > 0 ? html`<ul>${inputs.map(one)}</ul>` : undefined}</li>`;
  return html`<ul class="tree">${one(node)}</ul>`;
}

function resultView(run: QueryRun | undefined): Html {
  if (!run) return html`<p>Nothing was sent yet.</p>`;
  const { milliseconds, requests, failure, answer, plan } = run;
  const took = html`<p>${milliseconds.toFixed(1)} ms, ${requests} request${requests === 1 ? '' : 's'} to the API${plan || failure ? undefined : ': a kept answer was given'}</p>`;
  if (failure)
    return html`${took}<p class="refused"><b>${failure.errorCode}</b>: ${failure.errorMessage}</p>`;
  return html`${took}${answerView(answer)}<details><summary>As JSON</summary>${commandBlock('Answer', JSON.stringify(answer, null, 2))}</details>`;
}

function answerView(answer: object | undefined): Html | undefined {
  const { items, distinctValues, totalCount, pagingMetadata } = (answer ?? {}) as Record<string, unknown>;
  if (typeof totalCount === 'number') return html`<p>${totalCount} in all</p>`;
  const rows = Array.isArray(items) ? items.filter(isObject) : [];
  const keys = [...new Set(rows.flatMap((item) => Object.keys(item)))];
  const total = isObject(pagingMetadata) ? pagingMetadata.total : undefined;
  const told = typeof total === 'number' ? html`<p>${total} in all</p>` : undefined;
  if (Array.isArray(distinctValues))
    return html`<ul>${distinctValues.map((value) => html`<li>${cellText(value)}</li>`)}</ul>${told}`;
  if (rows.length === 0) return html`<p>No items.</p>${told}`;
  const lines = rows.map(
    (item) => html`<tr>${keys.map((key) => html`<td>${cellText(item[key])}</td>`)}</tr>`,
  );
  return html`${wideTable('Items', keys, lines)}${told}`;
}

const widestCell = 120;

/** A value of an item in one cell, cut. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text =
    typeof value === 'string'
      ? value
      : isObject(value) && typeof value.$date === 'string'
        ? value.$date
        : JSON.stringify(value);
  return text.length <= widestCell ? text : `${text.slice(0, widestCell)}…`;
}

function copiesView({ query, explain, testCase, curl, wixData }: QueryCommands): Html {
  return html`${commandBlock('Command line', query)}${commandBlock('Explain', explain)}${commandBlock('Test case', testCase)}${commandBlock('curl', curl)}${wixData === undefined ? html`<p>The query builder of @wix/data has no words for this request.</p>` : commandBlock('wix-data', wixData)}`;
}

/** Paging, filter and sort of a list style against the arguments and the result of the list field. */
import type { PageLoop } from '../../upstream/hatches/hatch.js';
import { strictLoop } from '../../upstream/hatches/page-loops/page-loops.js';
import { findHatch, hatchNames } from '../../upstream/hatches/registry.js';
import { type Location, typeAt } from '../../upstream/location.js';
import { parseAddress } from '../../upstream/styles/address.js';
import { bindFilter, type FilterBinding } from '../../upstream/styles/filter.js';
import { bindSort, type SortBinding } from '../../upstream/styles/sort.js';
import type { ListStyle, PageStyle } from '../../upstream/styles/vocabulary.js';
import { didYouMean } from '../suggest.js';
import type { BindContext } from './context.js';
import { type Constants, resultType } from './result-type.js';

/** What the file itself names must exist; what only the dialect names is left out where this list lacks it. */
export function bindPage(
  location: Location,
  style: PageStyle,
  given: Partial<PageStyle>,
  context: BindContext,
): PageStyle {
  const known: Record<string, unknown> = { ...style };
  for (const name of ['size', 'offset', 'page', 'cursor'] as const) {
    const address = style[name];
    if (address !== undefined && typeAt(location, parseAddress(address)) === undefined) {
      if (given[name] !== undefined)
        context.problem(['list', 'page', name], `the list field has no argument "${address}"`);
      delete known[name];
    }
  }
  const parent = location.steps.at(-2)?.field.type ?? context.schema.getQueryType()!;
  for (const name of ['next', 'more', 'pages', 'edgeCursor'] as const) {
    const path = style[name];
    if (path === undefined) continue;
    const found = path.startsWith('../')
      ? resultType(parent, path.slice(3))
      : resultType(location.field.type, path);
    if (!found) {
      if (given[name] !== undefined) context.problem(['list', 'page', name], `the result has no "${path}"`);
      delete known[name];
    }
  }
  if (known.next === undefined) delete known.cursor;
  return known as PageStyle;
}

export function bindLoop(page: PageStyle, given: boolean, context: BindContext): PageLoop {
  const name = page.loop ?? (page.sparse ? 'sparse' : 'strict');
  const loop = findHatch('pageLoop', name);
  if (loop) return loop;
  if (given) {
    const help = didYouMean(name, hatchNames('pageLoop')) ?? `known: ${hatchNames('pageLoop').join(', ')}`;
    context.problem(['list', 'page', 'loop'], `no page loop is called "${name}"`, { help });
  }
  return strictLoop;
}

export function bindListFilter(
  location: Location,
  style: ListStyle,
  given: boolean,
  constants: Constants,
  context: BindContext,
): FilterBinding | undefined {
  if (!style.filter) return undefined;
  if (!isWhole(style.filter, ['style', 'at'], ['list', 'filter'], given, context)) return undefined;
  const language =
    style.filter.language === undefined ? undefined : findHatch('searchLanguage', style.filter.language);
  const taken = Object.keys(constants.get(parseAddress(style.filter.at).step ?? '') ?? {});
  const bound = bindFilter(style.filter, location, language, taken);
  if (!('message' in bound)) return bound;
  if (given) context.problem(['list', 'filter'], bound.message);
  return undefined;
}

export function bindListSort(
  location: Location,
  style: ListStyle,
  given: boolean,
  context: BindContext,
): SortBinding | undefined {
  if (!style.sort) return undefined;
  if (!isWhole(style.sort, ['at', 'ascending'], ['list', 'sort'], given, context)) return undefined;
  const bound = bindSort(style.sort, location);
  if (!('message' in bound)) return bound;
  if (given) context.problem(['list', 'sort'], bound.message);
  return undefined;
}

/** A part that a layer says only in part needs the rest from a layer below. */
function isWhole(
  part: object,
  members: readonly string[],
  at: readonly string[],
  given: boolean,
  context: BindContext,
): boolean {
  const missing = members.filter((name) => (part as Record<string, unknown>)[name] === undefined);
  if (missing.length > 0 && given)
    context.problem(
      at,
      `${at.join('.')} needs ${missing.join(' and ')}: neither the dialect nor upstream.yaml says it`,
      { at: 'key' },
    );
  return missing.length === 0;
}

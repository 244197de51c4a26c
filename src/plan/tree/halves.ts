/**
 * A sort on a field that can be missing, where the upstream puts rows without a value elsewhere than Wix, or nobody knows
 * where: rows with a value and rows without are two lists, one behind the other, and the upstream filters, sorts and pages each.
 */
import { isCountable } from '../../calls/count.js';
import type { Page } from '../../calls/list.js';
import { inOneDocument } from '../../calls/together.js';
import { condition, everything, and as wixAnd } from '../../wix/filter/tree.js';
import type { Half, Requests, Rows } from '../nodes.js';
import type { Planning } from '../planning.js';
import { type Pushdown, pushDownWhole } from '../pushdown/pushdown.js';
import { largestPage, pagingKind } from './page-size.js';
import { readStretch } from './reads.js';
import { evidenceFor, listQuery } from './sources.js';

interface Stretch {
  readonly offset: number;
  readonly limit: number;
  readonly keys: readonly string[];
}

/**
 * @param pushdown a scan, since its sort is worked out here
 * @param otherwise where the upstream does not tell how many rows the first list has
 * @returns undefined: the sort cannot be split so, or the page is none of one request
 */
export function planHalves(
  planning: Planning,
  pushdown: Pushdown,
  { offset, limit, keys }: Stretch,
  otherwise: Rows,
): Extract<Rows, { kind: 'halves' }> | undefined {
  const { model } = planning;
  const { page } = model.list;
  if (page.size === undefined || pagingKind(page, offset + limit) !== 'offset') return undefined;
  if (limit > largestPage(model)) return undefined;
  const parts = partsOf(planning, pushdown);
  if (parts === undefined) return undefined;
  const [first, second] = parts.map((part, index): Half => {
    const query = listQuery(part, planning.knowledge.reader(keys));
    // Where the second list begins is known when the first one is counted.
    const stretch = { offset: index === 0 ? offset : 0, limit, count: true };
    return { read: readStretch(planning, query, stretch), evidence: evidenceFor(planning, part, keys) };
  }) as [Half, Half];
  const call = inOneDocument<Page, Page>(first.read.call, second.read.call);
  return Object.freeze({
    kind: 'halves',
    first,
    second,
    call,
    offset,
    limit,
    requests: requestsFor(offset),
    otherwise,
  });
}

function requestsFor(offset: number): Requests {
  return offset === 0
    ? { least: 1, most: 1 }
    : { least: 1, most: 2, note: 'one more where the page begins behind the first of the two lists' };
}

/** What is asked for each list, in their order; missing values are the lowest. */
function partsOf(planning: Planning, pushdown: Pushdown): readonly [Pushdown, Pushdown] | undefined {
  const { model, pushdown: mode } = planning;
  const [key, ...others] = pushdown.sort;
  if (mode === 'off' || key === undefined || pushdown.residual !== everything) return undefined;
  if (model.list.hidesRows || model.list.count === undefined || model.list.count.cap !== undefined)
    return undefined;
  if (!model.fields.get(key.path)?.nullable) return undefined;
  // The mapping's own filter is a part of the whole one.
  const part = (operator: 'eq' | 'ne'): Pushdown =>
    pushDownWhole(planning, {
      filter: wixAnd([pushdown.filter, condition(key.path, operator, null)]),
      sort: operator === 'ne' ? pushdown.sort : others,
    });
  const withValue = part('ne');
  if (!isWhole(planning, withValue)) return undefined;
  const without = part('eq');
  if (!isWhole(planning, without)) return undefined;
  return key.order === 'ASC' ? [without, withValue] : [withValue, without];
}

/** The upstream does all of it and counts it, and its order is total. */
function isWhole({ model }: Planning, { access, order, condition: sent }: Pushdown): boolean {
  const total = order.pushed.length > 0 || model.list.sort?.style.unique === true;
  return access.kind === 'page' && total && isCountable(model, { condition: sent });
}

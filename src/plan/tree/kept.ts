/**
 * The next pages of a list that is sorted here: the page before it read all rows, and the order of their ids is still known. The items
 * of the page are read by id and held against filter and order again; where they are not those any more, all rows are read.
 */
import { usesFilter } from '../../calls/ids.js';
import type { SortKey } from '../../wix/sort.js';
import type { Rows } from '../nodes.js';
import type { Planning } from '../planning.js';
import type { Pushdown } from '../pushdown/pushdown.js';
import { fieldsRead } from '../request/wanted.js';
import { planIncludes } from './includes.js';
import type { ItemsWish } from './items-wish.js';
import { getNode, sourceOf } from './sources.js';

/**
 * @param keys the whole order
 * @returns undefined: the order is not known, or the items cannot be read together by their ids
 */
export function planKept(
  planning: Planning,
  pushdown: Pushdown,
  wish: ItemsWish,
  keys: readonly SortKey[],
): Rows | undefined {
  const { offset, limit, consistent } = wish;
  // A first page is worked out anew, and so is what must not be of a moment ago.
  if (offset === 0 || consistent || planning.pushdown === 'off' || !readsTogether(planning, limit))
    return undefined;
  const { model, knowledge, facts } = planning;
  const query = { filter: pushdown.filter, sort: keys };
  const order = knowledge.keptOrder(query, facts);
  if (!order) return undefined;
  const ids = order.slice(offset, offset + limit);
  const included = planIncludes(planning, wish.includes, true, limit);
  const { nested, evaluated: nestedEvaluated } = included;
  const needed = fieldsRead(pushdown.filter, keys, model);
  const reader = knowledge.reader([...wish.keys, ...needed], nested);
  const reading = { keys: wish.keys, evaluated: [], whole: true, enough: 0, nested, nestedEvaluated };
  const otherwise: Rows = {
    kind: 'top',
    input: sourceOf(planning, pushdown, reading),
    keys,
    offset,
    limit,
    keep: query,
  };
  const input = getNode(planning, ids, reader, [...needed, ...nestedEvaluated]);
  const kept: Rows = { kind: 'kept', input, query, offset, limit, total: order.length, otherwise };
  return { kind: 'pick', keys: wish.keys, input: included.around(kept) };
}

/** Whether the items of a page come together by their ids. */
export function readsTogether({ model }: Planning, limit: number): boolean {
  return (model.get.many !== undefined || usesFilter(model)) && limit <= model.limits.ids;
}

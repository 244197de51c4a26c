/** Pairs of ids as a page of the collection that holds them. */
import { and, condition, type Filter } from '../../wix/filter/tree.js';
import type { SortOrder } from '../../wix/protocol.js';
import type { ItemsPlan, Window } from '../nodes.js';
import { pushDown } from '../pushdown/pushdown.js';
import type { Edges } from '../request/edges.js';
import type { OtherItems } from '../request/includes.js';
import { planItems } from './items.js';

export interface EdgesWish extends Window {
  /** Ids; undefined: all that are there. */
  readonly referring: readonly string[] | undefined;
  readonly referenced: readonly string[] | undefined;
  /** By the time when each was made; undefined: in any order. */
  readonly order: SortOrder | undefined;
  /** The items that are referred to; undefined: only their ids. */
  readonly items: OtherItems | undefined;
  readonly total: boolean;
}

/** Items of the holding collection, each with its two ids, and the item that is referred to in place of the second. */
export function planEdges(edges: Edges, wish: EdgesWish): ItemsPlan {
  const { planning, from, to } = edges;
  const { model } = planning;
  const { items, offset, limit, lookAhead, total } = wish;
  // The items that are referred to hold the pairs themselves.
  const own = to === '_id';
  const filters = [
    end(from, wish.referring),
    end(to, wish.referenced),
    ...(own && items ? [items.filter] : []),
  ].flat();
  const wanted = { filter: and(filters), sort: sortOf(edges, wish.order) };
  const includes = own || !items ? [] : [{ field: model.fields.get(to)!, other: items, limit: 1 }];
  return planItems(planning, pushDown(planning, wanted), {
    offset,
    limit,
    keys: [...new Set([from, to, ...(own && items ? items.shown : [])])],
    includes,
    total,
    byCursor: lookAhead,
    consistent: true,
    upstreamCursor: undefined,
  });
}

function end(key: string, ids: readonly string[] | undefined): readonly Filter[] {
  if (ids !== undefined) return [condition(key, 'in', ids)];
  return key === '_id' ? [] : [condition(key, 'ne', null)];
}

/** Where nothing says when a reference was made, the order is the API's own, and downwards that of the ids. */
function sortOf(
  { order: key }: Edges,
  order: SortOrder | undefined,
): readonly { path: string; order: SortOrder }[] {
  if (order === undefined) return [];
  if (key !== undefined) return [{ path: key, order }];
  return order === 'DESC' ? [{ path: '_id', order }] : [];
}

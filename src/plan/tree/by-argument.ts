/** Items that a list gives for the id of the item that refers to them: `reviews(productId:)`. */

import type { Call } from '../../calls/call.js';
import { encodeId } from '../../calls/ids.js';
import { type ListQuery, listCall, type Page, type PageRequest } from '../../calls/list.js';
import { allInOneDocument } from '../../calls/together.js';
import { fitInput } from '../../model/codecs/fit-input.js';
import { ConversionError } from '../../model/codecs/types.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import type { Json } from '../../styles/vocabulary.js';
import { type ArgumentPath, assign } from '../../upstream/document/argument-path.js';
import { type Location, typeAt } from '../../upstream/document/location.js';
import type { Filter } from '../../wix/filter/tree.js';
import type { SortKey } from '../../wix/sort.js';
import type { Evidence } from '../claims/evidence.js';
import type { ArgumentWish, ListRead } from '../nodes.js';
import type { Planning } from '../planning.js';
import { pushDown } from '../pushdown/pushdown.js';
import { hasOwnArguments, orderOf, unreadable } from '../request/edges.js';
import { fieldsRead } from '../request/wanted.js';
import { largestPage, pagingKind } from './page-size.js';
import { evidenceFor, listQuery } from './sources.js';

/** Lists of one document, as many as an API takes that says nothing else. */
export const mostLists = 15;

/** The list, and what is asked of it whatever the id. */
export interface ByArgument {
  /** Of the items that are referred to. */
  readonly planning: Planning;
  /** Their collection as this list gives it. */
  readonly model: CollectionModel;
  readonly query: ListQuery;
  /** Worked out here. */
  readonly residual: Filter;
  /** Sorted here; undefined: they come in the wanted order. */
  readonly sort: readonly SortKey[] | undefined;
  /** What the rows are held against. */
  readonly evidence: Evidence | undefined;
  /** The page of one id; undefined: there is none, since no item has such an id or none can match. */
  readonly call: (id: string, page: PageRequest) => Call<Page> | undefined;
}

/** How far one of the lists is read. */
export interface ListPlace {
  /** Items that are wanted, and rows that came. */
  readonly found: number;
  readonly rows: number;
  readonly cursor: string | undefined;
  /** Pages that came. */
  readonly page: number;
}

/** Rows that the lists of one document can have together. */
const mostRows = 1000;

/** @throws VALIDATION_ERROR where the list is none of the collection that is referred to */
export function byArgument(planning: Planning, field: FieldModel, wish: ArgumentWish): ByArgument {
  const { pairs, collection, order } = field.relation!;
  if (pairs?.kind !== 'argument') throw new Error('no argument leads to the items of this field');
  const there = planning.other(collection);
  if (!there) throw unreadable(field, `the collection ${collection} is not served here`);
  const fault = argumentFault(planning.model, there.model, pairs.at, pairs.location);
  if (fault !== undefined) throw unreadable(field, fault);
  const key = orderOf(there.model, order);
  if (key !== undefined && !there.model.fields.has(key))
    throw unreadable(field, `${collection} has no field "${key}" (order)`);
  const sort: readonly SortKey[] = wish.ordered && key !== undefined ? [{ path: key, order: 'ASC' }] : [];
  const model = pairs.location ? atLocation(there.model, pairs.location) : there.model;
  const mode = pairs.location ? 'off' : there.pushdown;
  const pushdown = pushDown({ ...there, model, pushdown: mode }, { filter: wish.filter, sort });
  const pushed = pushdown.access.kind === 'page';
  const own = pushed || pushdown.access.kind === 'scan';
  const sorted = sort.length > 0 && pushdown.order.residual !== undefined ? sort : undefined;
  const residual = own ? pushdown.residual : pushdown.filter;
  const evaluated = fieldsRead(residual, sorted ?? [], model);
  const reader = there.knowledge.reader([...wish.keys, ...evaluated]);
  const query: ListQuery = {
    ...(own ? listQuery(pushdown, reader) : { condition: undefined, sort: [], reader }),
    evaluated,
  };
  const type = typeAt(model.list.location, pairs.at)!;
  const adapt = fitInput(type);
  return Object.freeze({
    planning: there,
    model,
    query,
    residual,
    sort: sorted ?? (own || sort.length === 0 ? undefined : sort),
    evidence: own && !pairs.location ? evidenceFor(there, pushdown, [...wish.keys, ...evaluated]) : undefined,
    call(id: string, page: PageRequest) {
      if (pushdown.access.kind === 'empty') return undefined;
      const raw = takenBy(encodeId(planning.model, id), adapt);
      if (raw === undefined || raw === null || raw === '') return undefined;
      const call = listCall(model, query, page, there.facts);
      for (const root of call.roots) assign(root.arguments, pairs.at, raw);
      return { ...call, model: there.model };
    },
  });
}

function takenBy(raw: Json | undefined, adapt: (raw: Json) => Json): Json | undefined {
  try {
    return raw === undefined ? undefined : adapt(raw);
  } catch (error) {
    if (error instanceof ConversionError) return undefined;
    throw error;
  }
}

/** The first page of several lists, as a read that tells of the others. */
export function firstLists(by: ByArgument, ids: readonly string[], enough: number | undefined): ListRead {
  const together = ids.slice(0, mostLists);
  const start = { found: 0, rows: 0, cursor: undefined, page: 0 };
  const first = nextPage(by, start, together.length, enough);
  const [call, ...others] = together.flatMap((id) => by.call(id, first) ?? []);
  const how = pagingKind(by.model.list.page, Number.POSITIVE_INFINITY);
  const { size } = first;
  const requests = {
    least: 0,
    most: undefined,
    ...(size === undefined ? {} : { each: size * together.length }),
  };
  const alone = call ?? listCall(by.model, by.query, first, by.planning.facts);
  return {
    query: by.query,
    how,
    first,
    call: others.length === 0 ? alone : (allInOneDocument([alone, ...others]) as unknown as Call<Page>),
    position: 0,
    requests,
  };
}

/** The page that is asked for next, of lists of which so many go in one document. */
export function nextPage(
  { model }: ByArgument,
  { found, rows, cursor, page }: ListPlace,
  together: number,
  enough: number | undefined,
): PageRequest {
  const { limits } = model;
  const { page: paging, count } = model.list;
  const how = pagingKind(paging, Number.POSITIVE_INFINITY);
  const room = Math.max(1, Math.floor(Math.min(mostRows, limits.nodes ?? mostRows) / together));
  const missing = enough === undefined ? room : Math.max(1, enough - found);
  // Page numbers are of pages of one size.
  const size = Math.min(largestPage(model), room, how === 'page' ? room : missing);
  const sized = paging.size === undefined ? {} : { size };
  const counted = count !== undefined && count.sibling === undefined ? { count: true } : {};
  switch (how) {
    case 'offset':
      return { ...sized, ...counted, offset: rows };
    case 'page':
      return { ...sized, ...counted, page: (paging.base ?? 1) + page };
    case 'cursor':
      return { ...sized, ...counted, ...(cursor === undefined ? {} : { cursor }) };
    case 'whole':
      return { ...sized, ...counted };
  }
}

/** Why the list does not give items of the collection; undefined: it does. */
export function argumentFault(
  model: CollectionModel,
  other: CollectionModel,
  at: ArgumentPath,
  location: Location | undefined,
): string | undefined {
  const name = at.path.join('.');
  const { list } = other;
  if (!location)
    return typeAt(list.location, at) ? undefined : `the list of ${other.id} has no argument "${name}"`;
  if (other.upstream !== model.upstream) return `${other.id} belongs to another upstream`;
  const plain = (type: Location['field']['type']): string => String(type).replaceAll('!', '');
  if (plain(location.field.type) !== plain(list.location.field.type))
    return `"${location.field.name}" gives ${plain(location.field.type)}, and the list of ${other.id} ${plain(list.location.field.type)}`;
  if (hasOwnArguments(list)) return `the list of ${other.id} has arguments of its own`;
  return undefined;
}

/** The collection as another list field gives it: paged where that takes the same arguments, filtered and sorted here. */
function atLocation(model: CollectionModel, location: Location): CollectionModel {
  const { list } = model;
  const there = (at: ArgumentPath | undefined): ArgumentPath | undefined =>
    at && typeAt(location, at) ? at : undefined;
  const { page } = list;
  return {
    ...model,
    list: {
      ...list,
      location,
      filter: undefined,
      sort: undefined,
      count: list.count?.sibling === undefined ? list.count : undefined,
      page: {
        ...page,
        size: there(page.size),
        offset: there(page.offset),
        page: there(page.page),
        cursor: there(page.cursor),
      },
    },
  };
}

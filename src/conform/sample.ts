/**
 * The items of a collection that were read, and questions about them whose right answers can be worked out here. Where only a part
 * of the collection was read, each question is about that part: its filter also names the ids.
 */
import { coerceFilter } from '../wix/filter/coerce.js';
import { compileFilter } from '../wix/filter/evaluate.js';
import { parseFilter } from '../wix/filter/parse.js';
import { type Item, isObject, type Json } from '../wix/json.js';
import { largestPage } from '../wix/paging.js';
import type { KnownCollection, KnownField } from './collections.js';
import { bodyOf, type Exchange, notSuccess, paths, type RawRequest, type ServerUnderTest } from './server.js';

export interface ItemSample {
  readonly server: ServerUnderTest;
  readonly collection: KnownCollection;
  /** Fields whose values are in the items. */
  readonly fields: readonly KnownField[];
  readonly items: readonly Item[];
  /** Every item of the collection was read. */
  readonly whole: boolean;
  /** Items that one page of the server holds at most. */
  readonly pageSize: number;
  /** Questions that a rule may ask of this collection. */
  readonly questions: number;
  readonly draw: Draw;
}

/** Chance from a seed, so that a run can be repeated. */
export interface Draw {
  /** Some members in random order, each once. */
  some<T>(list: readonly T[], most: number): readonly T[];
}

/** Mulberry32. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    some(list, most) {
      const left = [...list];
      const count = Math.min(most, left.length);
      return Array.from({ length: count }, () => left.splice(Math.floor(next() * left.length), 1)[0]!);
    },
  };
}

/** Ids that a filter names when a collection was read in part: few enough for every server. */
const poolSize = 40;

export interface SampleOptions {
  /** Items of a collection that are read at most. */
  readonly items: number;
  readonly questions: number;
  readonly seed: number;
}

export interface SampleRead {
  /** Of the last page, or of the one that failed. */
  readonly exchange: Exchange;
  readonly sample: ItemSample | undefined;
}

/** Reads page after page; no sample where the collection cannot be read, or where its parts cannot be asked about. */
export async function readSample(
  server: ServerUnderTest,
  collection: KnownCollection,
  { items: most, questions, seed }: SampleOptions,
): Promise<SampleRead> {
  const byId = collection.fields.find(({ key }) => key === '_id');
  const sort = byId?.sortable ? [{ fieldName: '_id', order: 'ASC' }] : [];
  const items: Item[] = [];
  let pageSize = largestPage;
  let cursor: string | undefined;
  for (;;) {
    const limit = Math.min(largestPage, most - items.length);
    const request = queryRequest(collection, { sort }, { limit, offset: items.length, cursor }, true);
    const exchange = await server.ask(paths.query, request);
    if (notSuccess(exchange) !== undefined) return { exchange, sample: undefined };
    const page = itemsOf(exchange);
    items.push(...page);
    cursor = nextOf(exchange);
    const total = totalOf(exchange) ?? Number.POSITIVE_INFINITY;
    const more = collection.byCursor ? cursor !== undefined : page.length > 0 && items.length < total;
    // Servers hold less in a page than is asked for, some of them.
    if (more && page.length < limit) pageSize = Math.min(pageSize, Math.max(1, page.length));
    if (more && items.length < most) continue;
    const known = new Set(items.flatMap((each) => Object.keys(each)));
    const fields = collection.fields.filter(({ key, type }) => type !== 'MULTI_REFERENCE' || known.has(key));
    const base = { server, collection, fields, pageSize, questions, draw: createDraw(seed) };
    if (!more) return { exchange, sample: { ...base, items, whole: true } };
    const part = base.draw.some(items, Math.min(poolSize, pageSize));
    const named = byId?.operators.has('HAS_SOME') === true;
    return { exchange, sample: named ? { ...base, items: part, whole: false } : undefined };
  }
}

export interface Span {
  readonly limit?: number;
  readonly offset?: number;
  readonly cursor?: string | undefined;
}

/** The body of items/query, paged as the collection says. A later page by cursor has neither filter nor sort (section 5.3). */
export function queryRequest(
  { id, byCursor }: KnownCollection,
  query: RawRequest,
  { limit, offset, cursor }: Span,
  returnTotalCount = false,
): RawRequest {
  const page = byCursor
    ? { cursorPaging: { limit, ...(cursor === undefined ? {} : { cursor }) } }
    : { paging: { limit, offset } };
  const asked = byCursor && cursor !== undefined ? {} : query;
  return {
    collectionId: id,
    query: { ...asked, ...page },
    consistentRead: true,
    returnTotalCount: returnTotalCount && !byCursor,
  };
}

/**
 * Asks with a query as it is given, about the items that were read unless it has a filter.
 * @param more members beside the query
 */
export function askItems(sample: ItemSample, query: RawRequest, more: RawRequest = {}): Promise<Exchange> {
  // A later page by cursor has neither filter nor sort (section 5.3).
  const later = isObject(query.cursorPaging) && query.cursorPaging.cursor !== undefined;
  return sample.server.ask(paths.query, {
    collectionId: sample.collection.id,
    query: later ? query : { filter: within(sample, {}), ...query },
    consistentRead: true,
    returnTotalCount: false,
    ...more,
  });
}

/** Items of an answer, with the names of system fields that all but Wix's own SDK use (section 4.0). */
export function itemsOf(exchange: Exchange): readonly Item[] {
  const { items } = bodyOf(exchange);
  return Array.isArray(items) ? items.filter(isObject).map(withSystemNames) : [];
}

/** `_id` for `id`, and so on, where the item has no `_id`. */
export function withSystemNames(raw: Record<string, unknown>): Item {
  if (Object.hasOwn(raw, '_id') || !Object.hasOwn(raw, 'id')) return raw as Item;
  const names: Readonly<Record<string, string>> = {
    id: '_id',
    createdDate: '_createdDate',
    updatedDate: '_updatedDate',
  };
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [names[key] ?? key, value])) as Item;
}

/** The number of all matching items that the answer tells. */
export function totalOf(exchange: Exchange): number | undefined {
  const { pagingMetadata } = bodyOf(exchange);
  const total = isObject(pagingMetadata) ? pagingMetadata.total : undefined;
  return typeof total === 'number' ? total : undefined;
}

/** The cursor of the next page. */
export function nextOf(exchange: Exchange): string | undefined {
  const { pagingMetadata } = bodyOf(exchange);
  const cursors = isObject(pagingMetadata) ? pagingMetadata.cursors : undefined;
  const next = isObject(cursors) ? cursors.next : undefined;
  return typeof next === 'string' && next !== '' ? next : undefined;
}

export const idOf = (item: Item): string => String(item._id);

/** The filter as it is sent: about the items that were read. */
export function within(sample: ItemSample, filter: Json): Json {
  return sample.whole ? filter : { $and: [filter, { _id: { $hasSome: sample.items.map(idOf) } }] };
}

/** The items that the filter finds by the rules of section 7.2. */
export function matching({ items, collection }: ItemSample, filter: Json): readonly Item[] {
  const types = new Map(collection.fields.map(({ key, type }) => [key, type]));
  return items.filter(compileFilter(coerceFilter(parseFilter(filter), (path) => types.get(path))));
}

export interface FoundItems {
  readonly exchange: Exchange;
  readonly items: readonly Item[];
}

/** All items that the server finds, page after page. */
export async function findAll(sample: ItemSample, filter: Json, query: RawRequest = {}): Promise<FoundItems> {
  const { server, collection, pageSize } = sample;
  const items: Item[] = [];
  let cursor: string | undefined;
  for (;;) {
    const span = { limit: pageSize, offset: items.length, cursor };
    const exchange = await server.ask(
      paths.query,
      queryRequest(collection, { ...query, filter: within(sample, filter) }, span),
    );
    const page = itemsOf(exchange);
    items.push(...page);
    cursor = nextOf(exchange);
    const more = collection.byCursor ? cursor !== undefined : page.length >= pageSize;
    // More than there can be is wrong already, and could go on without end.
    if (!more || notSuccess(exchange) !== undefined || items.length > sample.items.length + pageSize)
      return { exchange, items };
  }
}

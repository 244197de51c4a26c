/** Pages by offset and by cursor (section 5.3): together they are the whole list, each item once. */
import type { Item } from '../../wix/json.js';
import { defaultPageSize, largestPage } from '../../wix/paging.js';
import { compileSort, parseSort } from '../../wix/sort.js';
import { notInOrder, notTheseItems } from '../compare.js';
import { type Check, type CollectionRule, collectionRule, type RuleLevel } from '../rule.js';
import { askItems, type ItemSample, itemsOf, nextOf } from '../sample.js';
import { type Exchange, errorCodeOf, notRefused, notSuccess, type RawRequest } from '../server.js';
import { sortable, withTies } from './sorts.js';

/** Items of a page: few enough that there are several. */
function smallPage({ items, pageSize }: ItemSample): number {
  return Math.max(1, Math.min(7, pageSize, Math.ceil(items.length / 3)));
}

/** Pages that are read for one order at most. */
const mostPages = 12;

type Sort = readonly RawRequest[];

/** The orders by which pages are tried: by fields with equal values before others. */
function ordersOf(sample: ItemSample): readonly Sort[] {
  const { draw } = sample;
  const some = [...draw.some(withTies(sample), 2), ...draw.some(sortable(sample), 1)];
  return some.length === 0 ? [[]] : some.map(({ key }) => [{ fieldName: key, order: 'ASC' }]);
}

function notSoMany(exchange: Exchange, count: number): string | undefined {
  const { length } = itemsOf(exchange);
  return notSuccess(exchange) ?? (length === count ? undefined : `${count} items, not ${length}`);
}

/** One question of a rule: how the page is asked for, and how many items it must hold or what else is right. */
interface Question {
  readonly query: RawRequest;
  readonly judge: (exchange: Exchange) => string | undefined;
}

function questionRule(
  name: string,
  level: RuleLevel,
  what: string,
  questions: (sample: ItemSample) => readonly Question[],
): CollectionRule {
  return collectionRule(`page.${name}`, level, '5.3', what, async (sample, check) => {
    if (sample.collection.byCursor) return 'the collection pages by cursor';
    for (const { query, judge } of questions(sample)) {
      const exchange = await askItems(sample, query);
      check(exchange, judge(exchange));
    }
    return undefined;
  });
}

/** Pages side by side: each full, in order, together what one large page holds. */
async function readPages(sample: ItemSample, sort: Sort, check: Check): Promise<void> {
  const limit = smallPage(sample);
  const { length } = sample.items;
  const from = Math.max(0, Math.ceil(length / limit) - mostPages) * limit;
  const parts: Item[] = [];
  for (let offset = from; offset < length; offset += limit) {
    const exchange = await askItems(sample, { sort, paging: { limit, offset } });
    parts.push(...itemsOf(exchange));
    const last = offset + limit >= length;
    const short = notSoMany(exchange, Math.min(limit, length - offset));
    check(exchange, short ?? (last ? notTogether(sample, exchange, parts, from, sort) : undefined));
  }
}

/** Which items stand before a place is for the server to say where values are equal; those read from the start are all. */
function notTogether(
  { items }: ItemSample,
  exchange: Exchange,
  parts: readonly Item[],
  from: number,
  sort: Sort,
): string | undefined {
  const compare = compileSort(parseSort(sort));
  const disorder = notInOrder(parts, compare);
  if (disorder !== undefined) return disorder;
  if (from === 0) return notTheseItems(exchange, parts, items);
  const ids = new Set(parts.map(({ _id }) => _id));
  return ids.size === parts.length ? undefined : `each item once, but ${parts.length - ids.size} came twice`;
}

/** Follows the cursors of the pages to the end. `undefined`: the server gave none. */
async function followCursors(sample: ItemSample, sort: Sort, check: Check): Promise<'none' | 'followed'> {
  const limit = smallPage(sample);
  const most = Math.ceil(sample.items.length / limit) + 1;
  const parts: Item[] = [];
  let exchange = await askItems(sample, { sort, cursorPaging: { limit } });
  let cursor = nextOf(exchange);
  if (!sample.collection.byCursor && cursor === undefined) return 'none';
  for (let page = 1; ; page += 1) {
    parts.push(...itemsOf(exchange));
    const failed = notSuccess(exchange);
    if (failed !== undefined || cursor === undefined || page > most) {
      const whole = notTheseItems(exchange, parts, sample.items);
      check(exchange, failed ?? whole ?? notInOrder(parts, compileSort(parseSort(sort))));
      return 'followed';
    }
    check(exchange, notSoMany(exchange, limit));
    exchange = await askItems(sample, { cursorPaging: { limit, cursor } });
    cursor = nextOf(exchange);
  }
}

/** A cursor of which one letter in the middle is another one. */
function tampered(cursor: string): string {
  const at = Math.floor(cursor.length / 2);
  return `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`;
}

const noCursor = 'the server gives no cursor';

export const pageRules: readonly CollectionRule[] = [
  collectionRule(
    'page.offset',
    'must',
    '5.3',
    'Pages side by side hold each item once, also where values are equal; each but the last is full.',
    async (sample, check) => {
      if (sample.collection.byCursor) return 'the collection pages by cursor';
      for (const sort of ordersOf(sample)) await readPages(sample, sort, check);
      return undefined;
    },
  ),
  questionRule(
    'limit',
    'must',
    'A page holds as many items as its limit says, if there are so many.',
    (sample) =>
      [1, 2, smallPage(sample)].map((limit) => ({
        query: { paging: { limit, offset: 0 } },
        judge: (exchange) => notSoMany(exchange, Math.min(limit, sample.items.length)),
      })),
  ),
  questionRule(
    'default',
    'must',
    'Without paging, or with an offset alone, the limit is 50 and the offset 0.',
    ({ items: { length } }) =>
      [{}, { paging: null }, { paging: { offset: 1 } }, { paging: { limit: 1 } }].map((query) => {
        const { limit = defaultPageSize, offset = 0 } = (query.paging ?? {}) as {
          readonly limit?: number;
          readonly offset?: number;
        };
        const count = Math.max(0, Math.min(limit, length - offset));
        return { query, judge: (exchange) => notSoMany(exchange, count) };
      }),
  ),
  questionRule('beyond', 'must', 'A page behind the end is empty, and no error.', ({ items: { length } }) =>
    [length, length + 1000].map((offset) => ({
      query: { paging: { limit: 5, offset } },
      judge: (exchange) => notSoMany(exchange, 0),
    })),
  ),
  questionRule('nothing', 'should', 'A limit of 0 gives no items, and no error.', () => [
    { query: { paging: { limit: 0, offset: 0 } }, judge: (exchange) => notSoMany(exchange, 0) },
  ]),
  questionRule('negative', 'should', 'A negative limit or offset is refused.', () =>
    [
      { limit: -1, offset: 0 },
      { limit: 5, offset: -1 },
    ].map((paging) => ({ query: { paging }, judge: (exchange) => notRefused(exchange, [400]) })),
  ),
  questionRule(
    'largest',
    'should',
    'A limit above 1000 is refused, or gives at most 1000 items.',
    ({ items: { length }, pageSize }) => [
      {
        query: { paging: { limit: largestPage + 1, offset: 0 } },
        judge: (exchange) =>
          exchange.status === 400 ? undefined : notSoMany(exchange, Math.min(pageSize, largestPage, length)),
      },
    ],
  ),
  collectionRule(
    'page.cursor',
    'must',
    '5.3',
    'Pages by cursor hold each item once, in order; a cursor carries filter and sort, and the last page has none.',
    async (sample, check) => {
      for (const sort of ordersOf(sample))
        if ((await followCursors(sample, sort, check)) === 'none') return noCursor;
      return undefined;
    },
  ),
  collectionRule(
    'page.changed-cursor',
    'should',
    '5.3',
    'A cursor that was changed on its way is refused.',
    async (sample, check) => {
      const limit = smallPage(sample);
      const cursor = nextOf(await askItems(sample, { cursorPaging: { limit } }));
      if (cursor === undefined) return noCursor;
      const exchange = await askItems(sample, { cursorPaging: { limit, cursor: tampered(cursor) } });
      const code = errorCodeOf(exchange);
      check(
        exchange,
        notRefused(exchange, [400]) ?? (code === undefined ? 'a code of the protocol' : undefined),
      );
      return undefined;
    },
  ),
];

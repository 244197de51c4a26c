/**
 * The first two laws for sorts on a field that can be missing, over APIs that put rows without a value first, last, or
 * somewhere else for each direction, and whose mapping does not know it: rows with a value and rows without come as two lists.
 */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseQuery } from '../../src/wix/requests.js';
import { type Gateway, type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

interface Row {
  readonly id: string;
  readonly size: number | null;
  readonly rank: number;
}
interface Test {
  readonly gte?: number;
  readonly isNull?: boolean;
}
interface Arguments {
  readonly where?: Readonly<Record<string, Test>> | { readonly and: readonly Where[] };
  readonly order?: readonly string[];
  readonly limit: number;
  readonly offset: number;
}
type Where = NonNullable<Arguments['where']>;

function holds(where: Where, row: Row): boolean {
  return Object.entries(where).every(([name, value]) => {
    if (name === 'and') return (value as readonly Where[]).every((each) => holds(each, row));
    const { gte, isNull } = value as Test;
    const cell = row[name as 'size' | 'rank'];
    return (
      (gte === undefined || (cell !== null && cell >= gte)) &&
      (isNull === undefined || isNull === (cell === null))
    );
  });
}

type NullsFirst = (descending: boolean) => boolean;
const nullOrders: readonly (readonly [string, NullsFirst])[] = [
  ['first', () => true],
  ['last', () => false],
  ['lowest', (descending) => !descending],
  ['highest', (descending) => descending],
];

function compare(a: Row, b: Row, key: string, nullsFirst: NullsFirst): number {
  const [, name, direction] = /^(\w+)_(ASC|DESC)$/.exec(key)!;
  const descending = direction === 'DESC';
  const x = a[name as 'size'];
  const y = b[name as 'size'];
  if (x === y) return 0;
  if (x === null || y === null) return (x === null) === nullsFirst(descending) ? -1 : 1;
  return x < y === descending ? 1 : -1;
}

const sorted = (rows: readonly Row[], keys: readonly string[], nullsFirst: NullsFirst): readonly Row[] =>
  rows.toSorted((a, b) => keys.reduce((order, key) => order || compare(a, b, key, nullsFirst), 0));

const rows: readonly Row[] = Array.from({ length: 60 }, (_, index) => ({
  id: `k${String(index).padStart(2, '0')}`,
  size: index % 3 === 0 ? null : (index * 7) % 11,
  rank: (index * 5) % 4,
}));

let server: Served;
let rig: Rig;
/** The API takes one list in a document. */
let single = false;
const tooMany: Gateway = (query) =>
  single && query.includes('rest_things')
    ? { body: { errors: [{ message: 'Too many aliases: at most 1' }] } }
    : undefined;
afterEach(async () => {
  single = false;
  await rig.close();
  await server.close();
});

/** @param counted whether the total is told; `null` for a list that says that it cannot */
async function start(nullsFirst: NullsFirst, counted = true, more: Record<string, Json> = {}): Promise<void> {
  const find = (where: Where | undefined) => rows.filter((row) => holds(where ?? {}, row));
  server = await serveGraphql(
    `type Thing { id: ID! size: Int rank: Int! }
     input Test { gte: Int isNull: Boolean }
     input Where { and: [Where!] size: Test rank: Test }
     type Things { items: [Thing!]! total: Int }
     type Query { things(where: Where, order: [String!], limit: Int! = 100, offset: Int! = 0): Things! }`,
    {
      things: ({ where, order = [], limit, offset }: Arguments) => {
        const found = sorted(find(where), order, nullsFirst);
        return { items: found.slice(offset, offset + limit), total: counted ? found.length : null };
      },
    },
    tooMany,
  );
  rig = await startRig(server.url, { dialect: 'plain' }, [
    {
      collection: 'things',
      type: 'Thing',
      id: 'id',
      fields: { size: 'size', rank: 'rank' },
      list: {
        field: 'things',
        rows: 'items',
        count: 'total',
        page: { size: 'limit', offset: 'offset' },
        filter: {
          style: 'operators',
          at: 'where',
          and: { and: '$all' },
          operators: {
            any: {
              gte: { send: { gte: '$value' } },
              isNull: { send: { isNull: true } },
              notNull: { send: { isNull: false } },
            },
          },
        },
        sort: {
          at: 'order',
          list: true,
          ascending: '$field_ASC',
          descending: '$field_DESC',
          nulls: 'unknown',
        },
        ...more,
      },
    },
  ]);
}

/** As Wix sorts: missing values are lowest, the id comes last. */
function expectedIds(sort: readonly string[], least: number | undefined): readonly string[] {
  const found = rows.filter(({ rank }) => least === undefined || rank >= least);
  return sorted(found, [...sort, 'id_ASC'], (descending) => !descending).map(({ id }) => id);
}

const wixSort = (keys: readonly string[]) =>
  keys.map((key) => ({ fieldName: key.split('_')[0]!, order: key.split('_')[1]! }));

describe.each(nullOrders)('nulls %s', (_, nullsFirst) => {
  test('pages and totals are right, and cost one request, or two behind the first list', async () => {
    await start(nullsFirst);
    const model = rig.model('things');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(['size_ASC'], ['size_DESC'], ['size_ASC', 'rank_DESC'], ['size_DESC', 'rank_ASC']),
        fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        async (sort, least, offset, limit, total) => {
          const request = parseQuery({
            collectionId: 'things',
            query: {
              ...(least === undefined ? {} : { filter: { rank: { $gte: least } } }),
              sort: wixSort(sort),
              paging: { offset, limit },
            },
            returnTotalCount: total,
          });
          const explained = rig.engine.explain(model, 'query', request);
          expect(explained.access).toBe('page');
          expect(explained.residual).toEqual({ filter: null, sort: [] });
          const before = server.asked.length;
          const { items, pagingMetadata } = await rig.engine.query(model, request, context());
          const ids = expectedIds(sort, least);
          expect(items.map(({ _id }) => _id)).toEqual(ids.slice(offset, offset + limit));
          if (total) expect(pagingMetadata.total).toBe(ids.length);
          const sent = server.asked.length - before;
          expect(sent).toBeLessThanOrEqual(offset === 0 ? 1 : 2);
          expect(sent).toBeLessThanOrEqual(explained.upstreamRequests.most!);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('every page by cursor, one after the other, is all rows once', async () => {
    await start(nullsFirst);
    const seen: unknown[] = [];
    const sort = [{ fieldName: 'size', order: 'DESC' }];
    let query: Json = { sort, cursorPaging: { limit: 7 } };
    for (let page = 0; page < 20; page += 1) {
      const request = parseQuery({ collectionId: 'things', query });
      const { items, pagingMetadata } = await rig.engine.query(rig.model('things'), request, context());
      seen.push(...items.map(({ _id }) => _id));
      const cursor = pagingMetadata.cursors?.next;
      if (!cursor) break;
      query = { cursorPaging: { limit: 7, cursor } };
    }
    expect(seen).toEqual(expectedIds(['size_DESC'], undefined));
  });
});

test('explain shows both lists', async () => {
  await start(() => true);
  const request = parseQuery({ collectionId: 'things', query: { sort: wixSort(['size_ASC']) } });
  const explained = rig.engine.explain(rig.model('things'), 'query', request);
  expect(JSON.stringify(explained.plan)).toContain('rows with a value and rows without one');
  expect(explained.document).toContain('rest_things');
  expect(explained.requests).toBe('1');
});

test('an API that takes one list in a document is asked for one', async () => {
  await start(() => true);
  single = true;
  const request = parseQuery({
    collectionId: 'things',
    query: { sort: wixSort(['size_ASC']), paging: { limit: 9 } },
    returnTotalCount: true,
  });
  const { items, pagingMetadata } = await rig.engine.query(rig.model('things'), request, context());
  expect(items.map(({ _id }) => _id)).toEqual(expectedIds(['size_ASC'], undefined).slice(0, 9));
  expect(pagingMetadata.total).toBe(rows.length);
});

test.each([
  ['a total that is not told', false, {}],
  ['a total that is capped', true, { count: { path: 'total', cap: 20 } }],
  ['a null test that finds more', true, { narrow: true }],
])('with %s the rows are sorted here', async (_, counted, { narrow, ...more }: Record<string, Json>) => {
  const operators = { any: { notNull: { send: { isNull: false }, match: 'superset' } } };
  const filter = { style: 'operators', at: 'where', and: { and: '$all' }, operators };
  await start(() => true, counted, narrow ? { filter } : more);
  const request = parseQuery({
    collectionId: 'things',
    query: { sort: wixSort(['size_DESC']), paging: { limit: 9 } },
  });
  const { items } = await rig.engine.query(rig.model('things'), request, context());
  expect(items.map(({ _id }) => _id)).toEqual(expectedIds(['size_DESC'], undefined).slice(0, 9));
});

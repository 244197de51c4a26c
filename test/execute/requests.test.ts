/** The number of upstream requests that each Wix request costs: one, where the upstream can do it whole (law 2). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import { dialectCases } from '../laws/dialect-mappings.js';
import { type PagingCase, pageCase, relayCase, wholeCase } from '../laws/paging-cases.js';
import { context, type Rig, startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';

const named = (name: string): PagingCase => dialectCases.find((each) => each.name === name)!;
const cases = {
  hasura: named('hasura'),
  postgraphile: named('postgraphile'),
  postgraphilePlain: named('postgraphilePlain'),
  strapi4: named('strapi4'),
  strapi5: named('strapi5'),
  pages: pageCase,
  cursors: relayCase,
  whole: wholeCase,
} as const;
type Name = keyof typeof cases;
const rows = makeRows(3000, 9);
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

type Ask = (rig: Rig) => Promise<unknown>;
const query =
  (wanted: object, more: object = {}): Ask =>
  (rig) =>
    rig.engine.query(
      rig.model('products'),
      parseQuery({ collectionId: 'products', query: wanted, ...more }),
      context(),
    );
const total = { returnTotalCount: true };

/** Request, and how many upstream requests it costs at each dialect; those left out cannot do it within reason. */
const table: readonly [string, Ask, Partial<Record<Name, number>>][] = [
  [
    'a page',
    query({ paging: { limit: 50 } }),
    {
      hasura: 1,
      postgraphile: 1,
      postgraphilePlain: 1,
      strapi4: 1,
      strapi5: 1,
      pages: 3,
      cursors: 1,
      whole: 1,
    },
  ],
  [
    'a page and the total',
    query({}, total),
    {
      hasura: 1,
      postgraphile: 1,
      postgraphilePlain: 1,
      strapi4: 1,
      strapi5: 1,
      pages: 3,
      cursors: 1,
      whole: 1,
    },
  ],
  [
    'filter, sort, page and total',
    query(
      {
        filter: { quantity: { $gt: 10 }, active: true },
        sort: [{ fieldName: 'quantity', order: 'DESC' }],
        paging: { limit: 20, offset: 40 },
      },
      total,
    ),
    { hasura: 1, postgraphile: 1 },
  ],
  [
    'an item by its id',
    query({ filter: { _id: { $eq: '7' } } }),
    {
      hasura: 1,
      postgraphile: 1,
      postgraphilePlain: 1,
      strapi4: 1,
      strapi5: 1,
      pages: 1,
      cursors: 1,
      whole: 1,
    },
  ],
  [
    'an absent id',
    query({ filter: { _id: { $eq: '999999' } } }, total),
    {
      hasura: 1,
      postgraphile: 1,
      postgraphilePlain: 1,
      strapi4: 1,
      strapi5: 1,
      pages: 1,
      cursors: 1,
      whole: 1,
    },
  ],
  [
    'ten ids',
    query({ filter: { _id: { $in: ids(10) } } }, total),
    {
      hasura: 1,
      postgraphile: 1,
      postgraphilePlain: 1,
      strapi4: 1,
      strapi5: 1,
      pages: 1,
      cursors: 1,
      whole: 1,
    },
  ],
  [
    '100 ids',
    query({ filter: { _id: { $in: ids(100) } }, paging: { limit: 100 } }, total),
    { hasura: 1, postgraphile: 1, strapi4: 1, strapi5: 1, cursors: 1 },
  ],
  [
    '2500 ids',
    query({ filter: { _id: { $in: ids(2500) } }, paging: { limit: 100 } }, total),
    { hasura: 25, postgraphile: 25, strapi4: 25, strapi5: 25, cursors: 25 },
  ],
  [
    '1000 items',
    query({ paging: { limit: 1000 } }),
    { hasura: 1, postgraphile: 1, strapi4: 10, strapi5: 10, pages: 50, cursors: 10, whole: 1 },
  ],
  [
    'a deep page',
    query({ paging: { limit: 100, offset: 2000 } }),
    { hasura: 1, postgraphile: 1, strapi4: 1, strapi5: 1, pages: 5, cursors: 21 },
  ],
  [
    'the last page, which is not full',
    query({ paging: { limit: 50, offset: 2970 } }),
    { hasura: 1, postgraphile: 1, strapi4: 1, strapi5: 1, pages: 2 },
  ],
  [
    'nothing can match',
    query({ filter: { quantity: 'text' } }, total),
    { hasura: 0, postgraphile: 0, strapi4: 0, strapi5: 0, pages: 0, cursors: 0, whole: 0 },
  ],
  [
    'only the total',
    query({ paging: { limit: 0 } }, total),
    { hasura: 1, postgraphile: 1, postgraphilePlain: 1, strapi4: 1, strapi5: 1, pages: 1, cursors: 1 },
  ],
  [
    'a count',
    (rig) =>
      rig.engine.count(
        rig.model('products'),
        parseCount({ collectionId: 'products', filter: { quantity: { $gt: 10 } } }),
        context(),
      ),
    { hasura: 1, postgraphile: 1, strapi4: 1, strapi5: 1 },
  ],
  [
    'groups',
    (rig) =>
      rig.engine.aggregate(
        rig.model('products'),
        parseAggregate({
          collectionId: 'products',
          aggregation: { groupingFields: ['status'], operations: [{ resultFieldName: 'n', itemCount: {} }] },
        }),
        context(),
      ),
    { hasura: 3, strapi4: 30, strapi5: 30, cursors: 30, whole: 1 },
  ],
  [
    'distinct values',
    (rig) =>
      rig.engine.distinct(
        rig.model('products'),
        parseDistinct({ collectionId: 'products', fieldName: 'status' }),
        context(),
      ),
    { hasura: 3, postgraphile: 3, strapi4: 30, strapi5: 30, cursors: 30, whole: 1 },
  ],
];

describe.each(Object.keys(cases) as Name[])('%s', (name) => {
  const each = cases[name];
  let server: ProductUpstream;
  let rig: Rig;
  beforeEach(async () => {
    server = await each.start(rows);
    rig = await startRig(server.url, each.upstream, [each.mapping as never]);
    server.reset();
  });
  afterEach(async () => {
    await rig.close();
    await server.close();
  });
  test.each(
    table.flatMap(([title, ask, costs]) =>
      costs[name] === undefined ? [] : [[title, costs[name], ask] as const],
    ),
  )('%s: %i', async (_, cost, ask) => {
    await ask(rig);
    expect(server.requests.map(({ variables }) => variables as Json)).toHaveLength(cost);
  });
});

describe('positions of cursors are remembered', () => {
  test('a page behind one that was read costs one request', async () => {
    const server = await relayCase.start(rows);
    const rig = await startRig(server.url, relayCase.upstream, [relayCase.mapping as never]);
    const cost = async (wanted: object): Promise<number> => {
      server.reset();
      await query(wanted)(rig);
      return server.requests.length;
    };
    const sort = [{ fieldName: 'quantity' }];
    expect(await cost({ sort, paging: { limit: 50, offset: 500 } })).toBe(6);
    expect(await cost({ sort, paging: { limit: 50, offset: 550 } })).toBe(1);
    expect(await cost({ sort, paging: { limit: 50, offset: 500 } })).toBe(1);
    expect(await cost({ sort, paging: { limit: 50, offset: 420 } })).toBe(2);
    // Another order has cursors of its own.
    expect(await cost({ sort: [{ fieldName: 'price' }], paging: { limit: 50, offset: 550 } })).toBe(7);
    expect(await cost({ filter: { active: true }, sort, paging: { limit: 50, offset: 550 } })).toBe(7);
    await rig.close();
    await server.close();
  });
});

describe('an id with zeros in front', () => {
  test.each([
    ['strapi5', cases.strapi5],
    ['cursors', cases.cursors],
    ['whole', cases.whole],
  ] as const)('is asked for, and not taken for another: %s', async (_, each) => {
    const server = await each.start([...makeRows(20, 1), { ...makeRows(1, 1)[0]!, id: '0012' }]);
    const rig = await startRig(server.url, each.upstream, [each.mapping as never]);
    server.reset();
    const found = async (id: string): Promise<unknown[]> => {
      const answer = (await query({ filter: { _id: id } })(rig)) as { items: { _id: string }[] };
      return answer.items.map((item) => item._id);
    };
    expect(await found('0012')).toEqual(['0012']);
    expect(await found('012')).toEqual([]);
    expect(server.requests).toHaveLength(2);
    await rig.close();
    await server.close();
  });
});

describe('a short last page', () => {
  test('is looked behind once, not each time', async () => {
    const each = cases.hasura;
    const server = await each.start(makeRows(37, 1));
    const list = { field: 'Product', count: null };
    const rig = await startRig(server.url, each.upstream, [
      { ...each.mapping, list, aggregate: false } as never,
    ]);
    const costs: number[] = [];
    for (let time = 0; time < 3; time++) {
      server.reset();
      await query({ paging: { limit: 50 } })(rig);
      costs.push(server.requests.length);
    }
    expect(costs).toEqual([2, 1, 1]);
    await rig.close();
    await server.close();
  });
});

describe('constant arguments of the list', () => {
  test('hold for the total and for aggregates as well', async () => {
    const each = cases.hasura;
    const server = await each.start(rows);
    const list = { field: 'Product', arguments: { distinct_on: ['status'] }, sort: null };
    const rig = await startRig(server.url, each.upstream, [{ ...each.mapping, list } as never]);
    const found = (await query({}, total)(rig)) as { items: unknown[]; pagingMetadata: { total: number } };
    expect(found.items).toHaveLength(4);
    expect(found.pagingMetadata.total).toBe(4);
    const operations = [{ resultFieldName: 'n', itemCount: {} }];
    const request = parseAggregate({ collectionId: 'products', aggregation: { operations } });
    const { items } = await rig.engine.aggregate(rig.model('products'), request, context());
    expect(items).toEqual([{ n: 4 }]);
    await rig.close();
    await server.close();
  });
});

/** Names and types in aggregations: what is read, what the results are called, and what the final filter means. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../../src/wix/json.js';
import { parseAggregate, parseQuery } from '../../../src/wix/requests.js';
import { type Served, serveGraphql } from '../../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../../rig.js';

const visits = [
  { id: 'a', at: '2024-01-02T03:04:05.006Z', day: '2024-01-02', time: '16:45', brand: { id: 'r1' }, n: 1 },
  { id: 'b', at: '2024-01-02T03:04:05.006Z', day: '2024-01-02', time: '16:45', brand: { id: 'r1' }, n: 2 },
  { id: 'c', at: '2024-03-04T00:00:00.000Z', day: '2024-03-04', time: '08:00', brand: { id: 'r2' }, n: 3 },
  { id: 'd', at: null, day: null, time: null, brand: null, n: null },
].map((each) => ({ ...each, tags: ['x'], big: '9007199254740993' }));

let server: Served;
let rig: Rig;
beforeAll(async () => {
  server = await serveGraphql(
    `scalar DateTime scalar Date scalar Time scalar BigInt
     type Brand { id: ID! }
     type Visit { id: ID! at: DateTime day: Date time: Time brand: Brand n: Int tags: [String!] big: BigInt }
     type Sums { n: Float }
     type Totals { count: Int! sum: Sums }
     type Query { visits: [Visit!]! visitTotals: Totals! }`,
    { visits, visitTotals: { count: 4, sum: { n: 6 } } },
  );
  const fields = {
    _createdDate: 'at',
    day: 'day',
    time: { path: 'time', type: 'TIME' },
    brand: { path: 'brand.id', type: 'REFERENCE', collection: 'brands' },
    n: 'n',
    tags: 'tags',
  };
  const common = { type: 'Visit', id: 'id', list: 'visits' };
  rig = await startRig(server.url, { dialect: 'plain' }, [
    { collection: 'visits', ...common, fields },
    {
      collection: 'pushed',
      ...common,
      fields: { n: 'n' },
      aggregate: { field: 'visitTotals', functions: { count: 'count', sum: 'sum.$field' } },
    },
    { collection: 'big', ...common, fields: { big: { path: 'big', type: 'NUMBER' } } },
  ]);
});
afterAll(async () => {
  await rig.close();
  await server.close();
});

async function aggregate(raw: Record<string, unknown>, collectionId = 'visits') {
  const request = parseAggregate({ collectionId, returnTotalCount: true, ...raw });
  const { items } = await rig.engine.aggregate(rig.model(collectionId), request, context());
  return items;
}
const count = { resultFieldName: 'c', itemCount: {} };
const grouped = (field: string) => ({ aggregation: { groupingFields: [field], operations: [count] } });

describe('names', () => {
  const byDate = [1, 2, 1];
  test.each<[string, number[]]>([
    ['_id', [1, 1, 1, 1]],
    ['id', [1, 1, 1, 1]],
    ['_createdDate', byDate],
    ['createdDate', byDate],
    ['brand', byDate],
    ['brand._id', byDate],
  ])('items are grouped by %s, under the name that was asked for', async (name, counts) => {
    const items = await aggregate(grouped(name));
    expect(items.map((item) => item.c).sort()).toEqual([...counts].sort());
    for (const item of items) expect(Object.keys(item)).toEqual([name, 'c']);
  });

  test.each<[string, Json]>([
    ['id', 'd'],
    ['createdDate', { $date: '2024-03-04T00:00:00.000Z' }],
    ['brand._id', 'r2'],
  ])('the greatest %s', async (itemFieldName, expected) => {
    const operations = [{ resultFieldName: 'm', max: { itemFieldName } }];
    expect(await aggregate({ aggregation: { operations } })).toEqual([{ m: expected }]);
  });

  test('a group key has its other names in the final filter and the sort too', async () => {
    expect(await aggregate({ ...grouped('_id'), finalFilter: { id: 'a' } })).toEqual([{ _id: 'a', c: 1 }]);
    const sorted = await aggregate({
      ...grouped('_createdDate'),
      sort: [{ fieldName: 'createdDate', order: 'DESC' }],
    });
    expect(sorted.at(-1)).toEqual({ _createdDate: null, c: 1 });
  });

  test('results may have any name, wherever they are worked out', async () => {
    const operations = [
      { resultFieldName: '__proto__', sum: { itemFieldName: 'n' } },
      { resultFieldName: 'constructor', itemCount: {} },
    ];
    for (const collectionId of ['visits', 'pushed']) {
      const [item] = await aggregate({ aggregation: { operations } }, collectionId);
      expect(Object.entries(item!)).toEqual([
        ['__proto__', 6],
        ['constructor', 4],
      ]);
    }
    expect(server.asked.at(-1)?.query).toContain('visitTotals');
  });
});

describe('the final filter', () => {
  const greatest = {
    aggregation: { operations: [{ resultFieldName: 'm', max: { itemFieldName: 'createdDate' } }] },
  };
  test.each<[string, Record<string, unknown>, Json, number]>([
    [
      'a date in a list',
      grouped('_createdDate'),
      { _createdDate: { $hasSome: ['2024-01-02T03:04:05.006Z'] } },
      1,
    ],
    ['a plain date', grouped('_createdDate'), { _createdDate: { $gte: '2024-02-01T00:00:00Z' } }, 1],
    ['the date of a greatest value', greatest, { m: { $hasSome: ['2024-03-04T00:00:00.000Z'] } }, 1],
    ['a day', grouped('day'), { day: { $gte: { $date: '2024-01-02T00:00:00Z' } } }, 2],
    ['a time', grouped('time'), { time: '16:45' }, 1],
    ['a referenced item', grouped('brand'), { brand: { _id: 'r1' } }, 1],
    ["a referenced item's id", grouped('brand'), { 'brand._id': 'r1' }, 1],
    ["a referenced item's id in short", grouped('brand'), { 'brand.id': 'r1' }, 1],
    ['a number', grouped('brand'), { c: { $gt: 1 } }, 1],
  ])('fits its operands to the type of the result: %s', async (_, raw, finalFilter, found) => {
    expect(await aggregate({ ...raw, finalFilter })).toHaveLength(found);
  });

  test.each([
    ['no aggregation', {}],
    ['an aggregation of nothing', { aggregation: {} }],
    ['neither groups nor operations', { aggregation: { groupingFields: [], operations: [] } }],
  ])('is a filter of the items where nothing is aggregated: %s', async (_, none) => {
    const filters = { initialFilter: { n: { $gt: 0 } }, finalFilter: { n: { $lt: 3 } } };
    const paging = { limit: 1, offset: 1 };
    const items = await aggregate({ ...none, ...filters, sort: [{ fieldName: 'n', order: 'DESC' }] });
    expect(items.map((item) => item._id)).toEqual(['b', 'a']);
    expect(items[0]).toMatchObject({ day: '2024-01-02', brand: 'r1', n: 2 });
    const next = await aggregate({ ...none, ...filters, paging, sort: [{ fieldName: 'n', order: 'DESC' }] });
    expect(next.map((item) => item._id)).toEqual(['a']);
    await expect(aggregate({ ...none, finalFilter: { other: 1 } })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
    });
  });

  test('pages of such items go on by cursor', async () => {
    const first = await rig.engine.aggregate(
      rig.model('visits'),
      parseAggregate({
        collectionId: 'visits',
        aggregation: { groupingFields: [], operations: [] },
        finalFilter: { n: { $gt: 1 } },
        cursorPaging: { limit: 1 },
      }),
      context(),
    );
    const cursor = first.pagingMetadata.cursors!.next!;
    const second = await rig.engine.aggregate(
      rig.model('visits'),
      parseAggregate({
        collectionId: 'visits',
        aggregation: { groupingFields: [], operations: [] },
        cursorPaging: { limit: 1, cursor },
      }),
      context(),
    );
    expect([...first.items, ...second.items].map((item) => item._id)).toEqual(['b', 'c']);
    expect(second.pagingMetadata.cursors!.next).toBeNull();
  });
});

describe('queries', () => {
  const query = (raw: object, collectionId = 'visits') =>
    rig.engine.query(rig.model(collectionId), parseQuery({ collectionId, query: raw }), context());

  test('what has no order cannot be sorted on, as collections/get says', async () => {
    await expect(query({ sort: [{ fieldName: 'tags' }] })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      message: 'Invalid sort: sort.tags cannot be sorted on: ARRAY_STRING values have no order',
    });
  });

  test('a page of nothing has no next page', async () => {
    const { items, pagingMetadata } = await query({ cursorPaging: { limit: 0 } });
    expect([items, pagingMetadata]).toEqual([[], { cursors: { next: null, prev: null } }]);
  });

  test("a value that cannot be shown exactly closes its cell, and is the upstream's fault where more depends on it", async () => {
    const { items } = await query({}, 'big');
    expect(items.map((item) => item.big)).toEqual([null, null, null, null]);
    await expect(query({ filter: { big: { $gt: 1 } } }, 'big')).rejects.toMatchObject({
      code: 'UNKNOWN_ERROR',
      status: 502,
    });
  });
});

/** A resolver that fails for one row: shown without a value, but never worked with as if there were none. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import { context, type Rig, startRig } from '../rig.js';
import { type Served, serveGraphql } from './serve-graphql.js';

const rows = [1, 2, 3].map((id) => ({
  id: String(id),
  name: `n${id}`,
  stock: () => {
    if (id === 2) throw new Error('the warehouse is closed');
    return id * 10;
  },
}));

let server: Served;
let rig: Rig;
beforeAll(async () => {
  server = await serveGraphql(
    'type Part { id: ID! name: String stock: Int } type Query { parts: [Part!]! }',
    {
      parts: () => rows,
    },
  );
  const mapping = {
    collection: 'parts',
    type: 'Part',
    list: 'parts',
    id: 'id',
    fields: { name: 'name', stock: 'stock' },
  };
  rig = await startRig(server.url, {}, [mapping]);
});
afterAll(async () => {
  await rig.close();
  await server.close();
});

const query = (raw: object) =>
  rig.engine.query(rig.model('parts'), parseQuery({ collectionId: 'parts', ...raw }), context());

test('it is shown without a value', async () => {
  const { items } = await query({ query: { filter: { name: { $ne: 'n3' } } } });
  expect(items).toEqual([
    { _id: '1', name: 'n1', stock: 10 },
    { _id: '2', name: 'n2', stock: null },
  ]);
});

test.each([
  ['a filter', () => query({ query: { filter: { stock: null } } })],
  ['a sort', () => query({ query: { sort: [{ fieldName: 'stock' }] } })],
  [
    'a count',
    () =>
      rig.engine.count(
        rig.model('parts'),
        parseCount({ collectionId: 'parts', filter: { stock: { $gt: 1 } } }),
        context(),
      ),
  ],
  [
    'a sum',
    () =>
      rig.engine.aggregate(
        rig.model('parts'),
        parseAggregate({
          collectionId: 'parts',
          aggregation: { operations: [{ resultFieldName: 's', sum: { itemFieldName: 'stock' } }] },
        }),
        context(),
      ),
  ],
  [
    'distinct values',
    () =>
      rig.engine.distinct(
        rig.model('parts'),
        parseDistinct({ collectionId: 'parts', fieldName: 'stock' }),
        context(),
      ),
  ],
])('%s over it is refused', async (_, ask) => {
  await expect(ask()).rejects.toMatchObject({
    status: 502,
    message: expect.stringContaining('could not give stock'),
  });
});

test('an offset that no list reaches gives an empty page, with the total', async () => {
  const { items, pagingMetadata } = await query({
    query: { paging: { limit: 5, offset: Number.MAX_SAFE_INTEGER } },
    returnTotalCount: true,
  });
  expect({ items, pagingMetadata }).toEqual({ items: [], pagingMetadata: { total: 3 } });
});

test('violations call things what the request calls them', async () => {
  const distinct = parseDistinct({ collectionId: 'parts', fieldName: 'stok' });
  await expect(rig.engine.distinct(rig.model('parts'), distinct, context())).rejects.toMatchObject({
    data: { violations: [{ fieldPath: 'fieldName.stok' }] },
  });
});

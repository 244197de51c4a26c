/** Members of a collection file whose effect is one value of the model. */
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { describeCollection } from '../../../src/model/bind/capabilities.js';
import type { CollectionModel } from '../../../src/model/model.js';
import { compileResultPath } from '../../../src/upstream/document/result-path.js';
import type { Json } from '../../../src/wix/json.js';
import { bindRig } from '../../rig.js';

const schema = buildSchema(`
  type Product { id: ID! title: String stock: Int }
  type Page { items: [Product!]! totalCount: Int! }
  type Found { nodes: [Product]! }
  type Statistics { count: Int! sum: Sums! }
  type Sums { stock: Int }
  input Where { title: String }
  type Query {
    products(limit: Int, offset: Int, where: Where): Page!
    found(ids: [ID!]!): Found!
    statistics(where: Where, by: Where): Statistics!
  }
`);

async function modelWith(more: Readonly<Record<string, Json>>): Promise<CollectionModel> {
  const defaults = {
    rows: 'items',
    count: 'totalCount',
    page: { size: 'limit', offset: 'offset' },
    filter: { style: 'equality', at: 'where', operators: { any: { eq: '$value' } } },
  };
  const mapping = {
    collection: 'products',
    type: 'Product',
    id: 'id',
    list: 'products',
    fields: { title: 'title', stock: 'stock' },
    ...more,
  };
  const unasked = {
    shown: '',
    request: () => Promise.reject(new Error('asked')),
    close: () => Promise.resolve(),
  };
  const rig = await bindRig('http://127.0.0.1:9/graphql', schema, unasked, { defaults }, [mapping], {});
  return rig.model('products');
}

test('permissions are told to Wix; those that are not written stay as they are', async () => {
  const shown = async (more: Readonly<Record<string, Json>>) =>
    describeCollection(
      await modelWith(more),
      () => true,
      () => true,
      () => true,
      [],
    ).permissions;
  const usual = { insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ANYONE' };
  expect(await shown({})).toEqual(usual);
  expect(await shown({ permissions: { insert: 'ANYONE' } })).toEqual({ ...usual, insert: 'ANYONE' });
  expect(await shown({ permissions: { update: 'SITE_MEMBER' } })).toEqual({
    ...usual,
    update: 'SITE_MEMBER',
  });
  expect(await shown({ permissions: { remove: 'SITE_MEMBER', read: 'ADMIN' } })).toEqual({
    ...usual,
    remove: 'SITE_MEMBER',
    read: 'ADMIN',
  });
});

test('rows of a getter of many are where get.many.rows says', async () => {
  const model = await modelWith({
    get: { many: { field: 'found', arguments: { ids: '$ids' }, rows: 'nodes' } },
  });
  expect(model.get.many?.rows).toEqual(compileResultPath('nodes'));
  await expect(
    modelWith({ get: { many: { field: 'found', arguments: { ids: '$ids' }, rows: 'nods' } } }),
  ).rejects.toThrow(/nods/);
});

test('aggregate.filter is the place of the filter beside the functions; null: they take none', async () => {
  const functions = { count: 'count', sum: 'sum.$field' };
  const placeOf = async (more: Readonly<Record<string, Json>>) =>
    (await modelWith(more)).aggregate?.whole.filterAt;
  const field = 'statistics';
  expect(await placeOf({ aggregate: { field, functions } })).toMatchObject({ path: ['where'] });
  expect(await placeOf({ aggregate: { field, functions, filter: 'by' } })).toMatchObject({ path: ['by'] });
  expect(await placeOf({ aggregate: { field, functions, filter: null } })).toBeNull();
});

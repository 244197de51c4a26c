/** A resolver that fails for one row: shown without a value, but never worked with as if there were none. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

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

/** Products whose second one cannot give its stock nor its picture, behind every way of reading items by id. */
const shop = `
  union Media = Picture | Film
  type Picture { url: String }
  type Film { length: Int }
  type Product { id: ID! name: String stock: Int media: Media }
  input IdFilter { in: [ID!] }
  input ProductFilter { id: IdFilter }
  type Wrapped { product: Product }
  type Query {
    products(where: ProductFilter, limit: Int, offset: Int): [Product!]!
    productsById(ids: [ID!]!): [Product]!
    product(id: ID!): Product
    wrapped(id: ID!): Wrapped
    strict(id: ID!): Product
  }`;

const product = (id: string) => ({
  id,
  name: `n${id}`,
  stock: () => {
    if (id === '2') throw new Error('the warehouse is closed');
    return 5;
  },
  media: {
    __typename: 'Picture',
    url: () => {
      if (id === '2') throw new Error('the gallery is closed');
      return `https://pictures.test/${id}`;
    },
  },
});
const known = ['1', '2', '3'];
const found = (id: string) => (known.includes(id) ? product(id) : null);
const said = (text: string) => {
  throw new Error(text);
};

const resolvers = {
  products: ({ where, limit, offset }: { where?: { id: { in: string[] } }; limit: number; offset: number }) =>
    known
      .filter((id) => where?.id.in.includes(id) ?? true)
      .map(product)
      .slice(offset, offset + limit),
  productsById: ({ ids }: { ids: string[] }) =>
    ids.map((id) => found(id) ?? new Error(`Could not find: product ${id} not found`)),
  product: ({ id }: { id: string }) => found(id),
  wrapped: ({ id }: { id: string }) => ({ product: found(id) }),
  strict: ({ id }: { id: string }) =>
    found(id) ?? said(id === 'broken' ? 'getaddrinfo ENOTFOUND inventory.internal' : 'ProductNotFound'),
};

const list = { field: 'products', page: { size: 'limit', offset: 'offset' } };
const filter = {
  style: 'operators',
  at: 'where',
  operators: { any: { in: { send: { in: '$value' } } } },
};
const one = { field: 'product', arguments: { id: '$id' } };
const ways = {
  'a filter on the id': { list: { ...list, filter } },
  'several ids at once': { list, get: { many: { field: 'productsById', arguments: { ids: '$ids' } } } },
  'an alias for each id': { list, get: one },
  'an alias for each id, wrapped': { list, get: { ...one, field: 'wrapped', row: 'product' } },
  'an alias for each id, where absent ones are errors': {
    list,
    get: { ...one, field: 'strict', missing: 'error' },
  },
} as const;

describe.each(Object.entries(ways))('items by %s', (_, way) => {
  let shopServer: Served;
  let shopRig: Rig;
  beforeAll(async () => {
    shopServer = await serveGraphql(shop, resolvers);
    const fields = {
      name: 'name',
      stock: 'stock',
      picture: { path: 'media.(Picture).url', type: 'TEXT' },
      label: { template: '{name}: {picture}' },
    };
    shopRig = await startRig(shopServer.url, { dialect: 'plain' }, [
      { collection: 'products', type: 'Product', id: 'id', fields, ...way },
    ]);
  });
  afterAll(async () => {
    await shopRig.close();
    await shopServer.close();
  });
  const ids = { _id: { $in: ['1', '2', '3', '9'] } };
  const ask = (raw: object) =>
    shopRig.engine.query(
      shopRig.model('products'),
      parseQuery({ collectionId: 'products', ...raw }),
      context(),
    );

  test('are shown without the value; absent ones are left out', async () => {
    const before = shopServer.asked.length;
    const { items } = await ask({ query: { filter: ids, fields: ['stock', 'picture'] } });
    expect(items).toEqual([
      { _id: '1', stock: 5, picture: 'https://pictures.test/1' },
      { _id: '2', stock: null, picture: null },
      { _id: '3', stock: 5, picture: 'https://pictures.test/3' },
    ]);
    // A list that gives fewer rows than asked for may have more.
    expect(shopServer.asked.length - before).toBeLessThanOrEqual(2);
  });

  test.each([
    ['stock', { filter: { ...ids, stock: 5 } }],
    ['stock', { filter: ids, sort: [{ fieldName: 'stock' }] }],
    ['picture', { filter: { ...ids, picture: { $isEmpty: true } } }],
    ['label', { filter: { ...ids, label: { $contains: 'x' } } }],
  ])('are refused when %s decides which and in what order', async (key, query) => {
    await expect(ask({ query })).rejects.toMatchObject({
      status: 502,
      message: expect.stringContaining(`could not give ${key}`),
    });
  });

  test('are not summed or counted without it', async () => {
    const model = shopRig.model('products');
    const aggregation = { operations: [{ resultFieldName: 's', sum: { itemFieldName: 'stock' } }] };
    const raw = { collectionId: 'products', initialFilter: ids, aggregation };
    await expect(shopRig.engine.aggregate(model, parseAggregate(raw), context())).rejects.toMatchObject({
      status: 502,
    });
    const count = parseCount({ collectionId: 'products', filter: { ...ids, stock: 5 } });
    await expect(shopRig.engine.count(model, count, context())).rejects.toMatchObject({ status: 502 });
  });
});

test('an error that only sounds like an absent item fails the request', async () => {
  const server = await serveGraphql(shop, resolvers);
  const way = ways['an alias for each id, where absent ones are errors'];
  const rig = await startRig(server.url, { dialect: 'plain' }, [
    { collection: 'products', type: 'Product', id: 'id', fields: {}, ...way },
  ]);
  const query = { filter: { _id: { $in: ['1', 'broken'] } } };
  await expect(
    rig.engine.query(rig.model('products'), parseQuery({ collectionId: 'products', query }), context()),
  ).rejects.toMatchObject({ status: 502 });
  await rig.close();
  await server.close();
});

test('a group whose sum the API cannot give fails the request', async () => {
  const server = await serveGraphql(
    `enum Column { brand stock }
     type Part { id: ID! brand: String! stock: Int }
     type Sums { stock: Int }
     type Group { brand: String! _count: Int! _sum: Sums }
     input TextFilter { equals: String }
     input PartFilter { brand: TextFilter }
     type Query {
       parts(where: PartFilter, take: Int, skip: Int): [Part!]!
       groupByPart(by: [Column!]!, where: PartFilter): [Group!]!
       partsCount(where: PartFilter): Int!
     }`,
    {
      parts: () => [],
      partsCount: () => 2,
      groupByPart: () => [
        { brand: 'a', _count: 1, _sum: { stock: 3 } },
        { brand: 'b', _count: 1, _sum: { stock: () => said('overflow') } },
      ],
    },
  );
  const rig = await startRig(server.url, { dialect: 'plain' }, [
    {
      collection: 'parts',
      type: 'Part',
      id: 'id',
      fields: { brand: 'brand', stock: 'stock' },
      list: {
        field: 'parts',
        page: { size: 'take', offset: 'skip' },
        count: { field: 'partsCount', path: '' },
        filter: {
          style: 'operators',
          at: 'where',
          operators: { text: { eq: { send: { equals: '$value' } } } },
        },
      },
      aggregate: {
        field: 'groupByPart',
        functions: { count: '_count', sum: '_sum.$field' },
        groups: { field: 'groupByPart', path: '', by: 'by', key: '$field', read: '$field' },
      },
    },
  ]);
  const aggregation = {
    groupingFields: ['brand'],
    operations: [{ resultFieldName: 's', sum: { itemFieldName: 'stock' } }],
  };
  const raw = { collectionId: 'parts', aggregation };
  await expect(
    rig.engine.aggregate(rig.model('parts'), parseAggregate(raw), context()),
  ).rejects.toMatchObject({ status: 502 });
  expect(server.asked.at(-1)?.query).toContain('groupByPart');
  await rig.close();
  await server.close();
});

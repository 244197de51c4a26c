/** Sorts, pages, counts, aggregates and misbehaviour of the imitated upstreams, and the harness itself. */
import { buildSchema } from 'graphql';
import { afterAll, describe, expect, test } from 'vitest';
import { ask, fiveRows, idsOf, row } from './ask.js';
import { makeRows } from './data.js';
import type { Misbehaviour } from './engine/pages.js';
import type { ProductOptions, ProductUpstream } from './engine/start.js';
import { sdlOf, type UpstreamName, upstreamNames, upstreams } from './fixture-shapes.js';
import { startHasura } from './hasura.js';

const running: ProductUpstream[] = [];
afterAll(() => Promise.all(running.map((each) => each.close())));
const kept = async (starting: Promise<ProductUpstream>): Promise<ProductUpstream> => {
  const upstream = await starting;
  running.push(upstream);
  return upstream;
};

/** A document with its constants, and what its answer must be: ids, an error, or the whole data. */
type DocumentCase = readonly [
  name: UpstreamName,
  query: string,
  expected: readonly (number | null)[] | RegExp | object,
];
const documents: readonly DocumentCase[] = [
  ['hasura', '{ Product(order_by: { title: asc }) { id } }', [12, 11, 1, 2, 10]],
  ['hasura', '{ Product(order_by: { title: desc }) { id } }', [10, 2, 1, 11, 12]],
  ['hasura', '{ Product(order_by: [{ price: asc_nulls_first }], limit: 2) { id } }', [10, 11]],
  ['hasura', '{ Product(order_by: [{ status: asc }], limit: 3) { id } }', [2, 1, 11]],
  ['hasura', '{ Product(order_by: { id: desc }, offset: 1, limit: 2) { id } }', [11, 10]],
  [
    'hasura',
    '{ Product_by_pk(id: 2) { created_at price } }',
    { Product_by_pk: { created_at: '1969-12-31T23:59:59.999+00:00', price: 2 } },
  ],
  [
    'hasura',
    '{ Product_aggregate(where: { id: { _gt: 1 } }) { aggregate { count sum { quantity price } avg { quantity } min { title } max { created_at } } } }',
    {
      Product_aggregate: {
        aggregate: {
          count: 4,
          sum: { quantity: 4, price: 12.09 },
          avg: { quantity: 4 / 3 },
          min: { title: 'Zebra' },
          max: { created_at: '2020-02-29T10:20:30.001+00:00' },
        },
      },
    },
  ],
  ['postgraphile', '{ products(orderBy: TITLE_ASC) { nodes { id } } }', [12, 11, 1, 2, 10]],
  ['postgraphile', '{ products(orderBy: [QUANTITY_DESC]) { nodes { id } } }', [10, 1, 11, 12, 2]],
  ['postgraphile', '{ products(last: 2) { nodes { id } } }', [11, 12]],
  ['postgraphile', '{ products(first: 1, last: 2) { nodes { id } } }', /both first and last/],
  [
    'postgraphile',
    '{ product(id: 1) { price big nodeId } }',
    { product: { price: '12.30', big: '0', nodeId: 'WyJwcm9kdWN0cyIsMV0=' } },
  ],
  [
    'postgraphile',
    '{ products { totalCount aggregates { sum { quantity rating } average { quantity } min { price } } } }',
    {
      products: {
        totalCount: 5,
        aggregates: {
          sum: { quantity: '9', rating: 0.5 },
          average: { quantity: '2.2500000000000000' },
          min: { price: '0.10' },
        },
      },
    },
  ],
  [
    'postgraphile',
    '{ products(filter: { quantity: { isNull: false } }) { groupedAggregates(groupBy: QUANTITY) { keys sum { price } } } }',
    {
      products: {
        groupedAggregates: [
          { keys: ['5'], sum: { price: '12.40' } },
          { keys: ['-1'], sum: { price: '2.00' } },
          { keys: ['0'], sum: { price: '9.99' } },
        ],
      },
    },
  ],
  ['postgraphilePlain', '{ product(nodeId: "WyJwcm9kdWN0cyIsMV0=") { id } }', [1]],
  ['strapi4', '{ products(sort: ["title:asc"]) { data { id } } }', [10, 12, 11, 1, 2]],
  ['strapi4', '{ products(sort: "price:desc") { data { id } } }', [1, 12, 2, 11, 10]],
  ['strapi4', '{ products(pagination: { page: 2, pageSize: 2 }) { data { id } } }', [10, 11]],
  ['strapi4', '{ products(pagination: { page: 2, limit: 2 }) { data { id } } }', /both page & offset/],
  ['strapi4', '{ products(sort: "nope") { data { id } } }', /Invalid key/],
  [
    'strapi4',
    '{ product(id: 12) { data { attributes { opensAt tags category { data { id } } } } } }',
    {
      product: { data: { attributes: { opensAt: '09:05:00.000', tags: ['red'], category: { data: null } } } },
    },
  ],
  [
    'strapi5',
    '{ products_connection(pagination: { start: 1, limit: 3 }) { pageInfo { total page pageSize pageCount } } }',
    { products_connection: { pageInfo: { total: 5, page: 1, pageSize: 3, pageCount: 2 } } },
  ],
  ['contentful', '{ productCollection(order: title_ASC) { items { sys { id } } } }', [12, 11, 1, 2, 10]],
  ['contentful', '{ productCollection(order: title_DESC) { items { sys { id } } } }', [2, 1, 11, 12, 10]],
  [
    'contentful',
    '{ productCollection(skip: 3, limit: 9) { total skip limit items { sys { id } } } }',
    {
      productCollection: {
        total: 5,
        skip: 3,
        limit: 9,
        items: [{ sys: { id: '11' } }, { sys: { id: '12' } }],
      },
    },
  ],
  ['contentful', '{ productCollection(limit: 1001) { total } }', /maximum allowed limit/],
  [
    'contentful',
    '{ product(id: "12") { releasedOn category { name } } }',
    { product: { releasedOn: '2020-02-29T00:00:00.000Z', category: null } },
  ],
  ['jsonServer', '{ allProducts(page: 1, perPage: 2) { id } }', [10, 11]],
  ['jsonServer', '{ allProducts(perPage: 2) { id } }', [1, 2, 10, 11, 12]],
  ['jsonServer', '{ allProducts(sortField: "quantity", sortOrder: "ASC") { id } }', [2, 10, 12, 1, 11]],
  [
    'jsonServer',
    '{ _allProductsMeta(filter: { title_gt: "a" }) { count } }',
    { _allProductsMeta: { count: 3 } },
  ],
  ['keystone', '{ products(orderBy: [{ title: desc }], take: 3) { id } }', [10, 2, 1]],
  ['keystone', '{ productsCount(where: { quantity: { gt: 0 } }) }', { productsCount: 2 }],
  ['keystone', '{ product(where: { id: "1" }) { price big } }', { product: { price: '12.3', big: '0' } }],
  ['prisma', '{ products(orderBy: [{ title: { sort: asc, nulls: first } }]) { id } }', [10, 12, 11, 1, 2]],
  ['prisma', '{ products(orderBy: { id: asc }, cursor: { id: 10 }, skip: 1, take: 1) { id } }', [11]],
  [
    'prisma',
    '{ aggregateProduct { _count { _all title } _sum { quantity price } _max { title createdAt } } }',
    {
      aggregateProduct: {
        _count: { _all: 5, title: 4 },
        _sum: { quantity: 9, price: '24.39' },
        _max: { title: 'éclair 1000', createdAt: '2020-02-29T10:20:30.001Z' },
      },
    },
  ],
  ['shopify', '{ products { nodes { id } } }', /one of first or last/],
  ['shopify', '{ products(first: 251) { nodes { id } } }', /exceed 250/],
  ['shopify', '{ products(first: 9, sortKey: TITLE, reverse: true) { nodes { id } } }', [12, 2, 1, 11, 10]],
  [
    'shopify',
    '{ productsCount(query: "price:>0") { count precision } capped: productsCount(limit: 2) { count precision } }',
    { productsCount: { count: 4, precision: 'EXACT' }, capped: { count: 2, precision: 'AT_LEAST' } },
  ],
  ['shopify', '{ nodes(ids: ["gid://shopify/Product/12", "gid://shopify/Product/9"]) { id } }', [12, null]],
  ['payload', '{ Products(sort: "-title") { docs { id } } }', [10, 2, 1, 11, 12]],
  [
    'payload',
    '{ Products(sort: "price,-id", limit: 2, page: 2) { docs { id } totalDocs totalPages hasNextPage nextPage } }',
    {
      Products: {
        docs: [{ id: '12' }, { id: '1' }],
        totalDocs: 5,
        totalPages: 3,
        hasNextPage: true,
        nextPage: 3,
      },
    },
  ],
  [
    'payload',
    '{ countProducts(where: { quantity: { equals: 5 } }) { totalDocs } }',
    { countProducts: { totalDocs: 2 } },
  ],
  [
    'vendure',
    '{ products(options: { sort: { title: ASC } }) { totalItems items { id } } }',
    [10, 12, 11, 1, 2],
  ],
  ['vendure', '{ products(options: { take: 101 }) { totalItems } }', /Cannot take more than 100/],
  [
    'vendure',
    '{ products(options: { filterOperator: OR, filter: { title: { eq: "apple" }, quantity: { eq: 0 } } }) { items { id } } }',
    [11, 12],
  ],
  ['vendure', '{ product(slug: "a_b") { id } }', [1]],
  [
    'relayOnly',
    '{ products(first: 2, orderBy: { field: TITLE, direction: ASC }) { totalCount edges { node { id } } } }',
    [10, 12],
  ],
  ['relayOnly', '{ products(first: 101) { totalCount } }', /exceeds the `first` limit/],
  ['relayOnly', '{ products { totalCount } }', /provide a `first` or `last`/],
  ['plainList', '{ products { id } }', [1, 2, 10, 11, 12]],
  [
    'pageOnly',
    '{ products(page: 1) { info { count pages next prev } } }',
    { products: { info: { count: 5, pages: 1, next: null, prev: null } } },
  ],
  ['pageOnly', '{ products(page: 2) { info { count } } }', /404/],
  ['appsync', '{ getProduct(id: 12) { meta } }', { getProduct: { meta: '{"a":1}' } }],
  [
    'predicateList',
    '{ productQuery(limit: 2, sort: [{ field: "title", direction: ASC }]) { count entities { id } } }',
    [10, 11],
  ],
  ['directus', '{ products(sort: ["-title"], limit: 2, page: 2) { id } }', [1, 11]],
  [
    'directus',
    '{ products_aggregated(groupBy: ["quantity"], filter: { quantity: { _nnull: true } }) { group countAll sum { price } } }',
    {
      products_aggregated: [
        { group: { quantity: 5 }, countAll: 2, sum: { price: 12.4 } },
        { group: { quantity: -1 }, countAll: 1, sum: { price: 2 } },
        { group: { quantity: 0 }, countAll: 1, sum: { price: 9.99 } },
      ],
    },
  ],
  ['dgraph', '{ queryProduct(order: { desc: quantity, then: { asc: title } }) { id } }', [11, 1, 12, 2, 10]],
  [
    'dgraph',
    '{ aggregateProduct { count priceMax titleMin quantitySum } }',
    { aggregateProduct: { count: 5, priceMax: 12.3, titleMin: 'Zebra', quantitySum: 9 } },
  ],
];

describe('documents', () => {
  const servers = new Map<UpstreamName, Promise<ProductUpstream>>();
  test.each(documents.map(([name, query, expected]) => ({ name, query, expected })))(
    '$name $query',
    async ({ name, query, expected }) => {
      const server = servers.get(name) ?? kept(upstreams[name].start(fiveRows));
      servers.set(name, server);
      const answer = await ask(await server, query);
      if (expected instanceof RegExp) expect(idsOf(answer)).toMatch(expected);
      else if (Array.isArray(expected))
        expect(idsOf(answer)).toEqual(expected.map((each) => each && String(each)));
      else expect(answer).toEqual({ data: expected });
    },
  );
});

describe('options', () => {
  test('hasura keeps every digit of a bigint, or quotes it', async () => {
    const body = async (options: object): Promise<string> => {
      const upstream = await kept(startHasura(fiveRows, options));
      const response = await fetch(upstream.url, {
        method: 'POST',
        body: JSON.stringify({ query: '{ Product_by_pk(id: 10) { big } }' }),
      });
      return response.text();
    };
    expect(await body({})).toContain('"big":9007199254740993');
    expect(await body({ stringifyNumericTypes: true })).toContain('"big":"9007199254740993"');
  });

  test('ties change their order from request to request', async () => {
    const same = makeRows(50).map((each) => ({ ...each, title: 'same' }));
    const upstream = await kept(startHasura(same));
    const once = idsOf(await ask(upstream, '{ Product(order_by: { title: asc }) { id } }'));
    expect(idsOf(await ask(upstream, '{ Product(order_by: { title: asc }) { id } }'))).not.toEqual(once);
  });

  test('ICU-like collation', async () => {
    const upstream = await kept(startHasura(fiveRows, { collation: 'locale' }));
    const ids = idsOf(await ask(upstream, '{ Product(order_by: { title: asc_nulls_first }) { id } }'));
    expect(ids).toEqual(['10', '11', '1', '2', '12']);
  });

  test.each([
    ['İstanbul', '%istanbul%', { unicode: true, ascii: false }],
    ['\u212Aelvin', '%KELVIN%', { unicode: true, ascii: false }],
    ['ΟΔΟΣ', '%οδος%', { unicode: false, ascii: false }],
    ['ΟΔΟΣ', '%οδοσ%', { unicode: true, ascii: false }],
    ['Straße', '%STRASSE%', { unicode: false, ascii: false }],
    ['e\u0301', '%É%', { unicode: false, ascii: false }],
    ['aBc', '%AbC', { unicode: true, ascii: true }],
    ['😀', '_', { unicode: true, ascii: true }],
  ])('PostgreSQL folds letter by letter: %s ILIKE %s', async (title, pattern, expected) => {
    for (const folding of ['unicode', 'ascii'] as const) {
      const upstream = await kept(startHasura([row(1, { title })], { folding }));
      const query = 'query ($p: String) { Product(where: { title: { _ilike: $p } }) { id } }';
      expect(idsOf(await ask(upstream, query, { p: pattern }))).toEqual(expected[folding] ? ['1'] : []);
    }
  });

  test('strapi silently cuts pages', async () => {
    const upstream = await kept(upstreams.strapi5.start(makeRows(150)));
    expect(
      idsOf(await ask(upstream, '{ products(pagination: { limit: 120 }) { documentId } }')),
    ).toHaveLength(100);
    expect(idsOf(await ask(upstream, '{ products { documentId } }'))).toHaveLength(10);
  });

  test('appsync filters after the limit', async () => {
    const upstream = await kept(upstreams.appsync.start(fiveRows));
    const answer = await ask(
      upstream,
      '{ listProducts(limit: 2, filter: { title: { eq: "apple" } }) { items { id } nextToken } }',
    );
    expect(answer.data).toEqual({ listProducts: { items: [], nextToken: expect.any(String) } });
  });

  test('microseconds are finer than what the rows say', async () => {
    const upstream = await kept(startHasura(fiveRows, { microseconds: true }));
    const answer = await ask(
      upstream,
      '{ Product(where: { created_at: { _is_null: false } }) { created_at } }',
    );
    expect(answer.data).toEqual({
      Product: [
        { created_at: '1969-12-31T23:59:59.999137+00:00' },
        { created_at: '2020-02-29T10:20:30.001411+00:00' },
      ],
    });
  });
});

describe('misbehaviour', () => {
  const walk = async (misbehave: Misbehaviour | undefined): Promise<string> => {
    const options: ProductOptions = misbehave ? { misbehave } : {};
    const upstream = await kept(upstreams.postgraphile.start(makeRows(5), options));
    const pages: string[] = [];
    let after: string | null = null;
    for (let requests = 0; requests < 5; requests += 1) {
      const answer = await ask(
        upstream,
        'query ($after: Cursor) { products(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      if (answer.errors) return [...pages, 'error'].join(' ');
      const { nodes, pageInfo } = (
        answer.data as {
          products: {
            nodes: ({ id: number } | null)[];
            pageInfo: { hasNextPage: boolean; endCursor: string | null };
          };
        }
      ).products;
      pages.push(nodes.map((node) => node?.id ?? 'null').join(',') || 'none');
      if (!pageInfo.hasNextPage) return pages.join(' ');
      after = pageInfo.endCursor ?? after;
    }
    return `${pages.join(' ')} …`;
  };
  test.each<[Misbehaviour | undefined, string]>([
    [undefined, '1,2 3,4 5'],
    ['repeatCursor', '1,2 3,4 3,4 3,4 3,4 …'],
    ['lyingHasNextPage', '1,2 3,4 5 none none …'],
    ['shortPages', '1 2 3 4 5'],
    ['longPages', '1,2,3,4,5'],
    ['duplicateRows', '1,2 2,3 3,4 4,5'],
    ['failAfter', '1,2 3,4 error'],
    ['nullRow', '1,null 3,null null'],
  ])('%s: pages of two come as %s', async (misbehave, expected) => {
    expect(await walk(misbehave)).toBe(expected);
  });

  test('an API without cursors that repeats gives its first page for every offset', async () => {
    const upstream = await kept(startHasura(makeRows(5), { misbehave: 'repeatCursor' }));
    expect(idsOf(await ask(upstream, '{ Product(limit: 2, offset: 2) { id } }'))).toEqual(['1', '2']);
  });
});

describe('harness', () => {
  test('records requests, leaves introspection out, resets, takes other rows', async () => {
    const upstream = await kept(startHasura(fiveRows));
    await ask(upstream, '{ __schema { queryType { name } } }');
    await ask(upstream, 'query Q($limit: Int) { Product(limit: $limit) { id } }', { limit: 1 });
    expect(upstream.introspections()).toBe(1);
    expect(upstream.requests.map(({ variables, introspection }) => ({ variables, introspection }))).toEqual([
      { variables: { limit: 1 }, introspection: false },
    ]);
    upstream.reset();
    expect(upstream.requests).toEqual([]);
    upstream.setRows(fiveRows.slice(0, 1));
    expect(idsOf(await ask(upstream, '{ Product { id } }'))).toEqual(['1']);
  });

  test('rows are the same for the same seed', () => {
    expect(makeRows(20, 7)).toEqual(makeRows(20, 7));
    expect(makeRows(20, 7)).not.toEqual(makeRows(20, 8));
  });

  test.each(upstreamNames)('%s prints an SDL that can be read again', (name) => {
    expect(Object.keys(buildSchema(sdlOf(name)).getTypeMap())).toContain(
      name === 'directus' ? 'products' : 'Product',
    );
  });
});

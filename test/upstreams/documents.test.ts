/** Sorts, pages, counts, aggregates and single reads of the imitated upstreams, on five rows. */
import { afterAll, describe, expect, test } from 'vitest';
import { ask, fiveRows, idsOf } from './ask.js';
import type { ProductUpstream } from './engine/start.js';
import { type UpstreamName, upstreams } from './fixture-shapes.js';

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
          average: { quantity: '2.25' },
          min: { price: '0.1' },
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
          { keys: ['5'], sum: { price: '12.4' } },
          { keys: ['-1'], sum: { price: '2' } },
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
  afterAll(async () => {
    for (const server of servers.values()) await (await server).close();
  });
  test.each(documents.map(([name, query, expected]) => ({ name, query, expected })))(
    '$name $query',
    async ({ name, query, expected }) => {
      const server = servers.get(name) ?? upstreams[name].start(fiveRows);
      servers.set(name, server);
      const answer = await ask(await server, query);
      if (expected instanceof RegExp) expect(idsOf(answer)).toMatch(expected);
      else if (Array.isArray(expected))
        expect(idsOf(answer)).toEqual(expected.map((each) => each && String(each)));
      else expect(answer).toEqual({ data: expected });
    },
  );
});

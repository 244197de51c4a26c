/** The meaning of each imitated upstream, asked directly. */
import { buildSchema } from 'graphql';
import { afterAll, describe, expect, test } from 'vitest';
import { makeRows, type Row } from './data.js';
import type { ProductUpstream } from './engine/start.js';
import { sdlOf, type UpstreamName, upstreamNames, upstreams } from './fixture-shapes.js';

const blank: Row = {
  id: '0',
  title: null,
  sku: '',
  price: null,
  quantity: null,
  rating: null,
  big: '0',
  active: null,
  status: null,
  createdAt: null,
  releasedOn: null,
  opensAt: null,
  tags: null,
  imageUrl: null,
  category: null,
  meta: null,
};
const row = (id: number, values: Partial<Row>): Row => ({ ...blank, id: String(id), ...values });

const rows: readonly Row[] = [
  row(1, {
    title: 'Éclair 100%',
    sku: 'a_b',
    price: 12.3,
    quantity: 5,
    status: 'ACTIVE',
    tags: ['red', 'sale'],
    category: { id: '1', name: 'Books' },
  }),
  row(2, {
    title: 'éclair 1000',
    sku: 'axb',
    price: 2,
    quantity: -1,
    status: 'DRAFT',
    tags: [],
    createdAt: '1969-12-31T23:59:59.999Z',
  }),
  row(10, { sku: 'a\\b', big: '9007199254740993', active: true, category: { id: '2', name: 'books' } }),
  row(11, {
    title: 'apple',
    sku: 'ab',
    price: 0.1,
    quantity: 5,
    active: false,
    status: 'ARCHIVED',
    createdAt: '2020-02-29T10:20:30.001Z',
    rating: 0.5,
  }),
  row(12, {
    title: 'Zebra',
    sku: '',
    price: 9.99,
    quantity: 0,
    tags: ['red'],
    releasedOn: '2020-02-29',
    opensAt: '09:05:00',
    meta: { a: 1 },
  }),
];

const running: ProductUpstream[] = [];
afterAll(() => Promise.all(running.map((each) => each.close())));

async function start<Options>(
  starter: (rows: readonly Row[], options?: Options) => Promise<ProductUpstream>,
  options?: Options,
  data: readonly Row[] = rows,
): Promise<ProductUpstream> {
  const upstream = await starter(data, options);
  running.push(upstream);
  return upstream;
}

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string }[];
}

async function ask(
  upstream: ProductUpstream,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  const response = await fetch(upstream.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

/** Ids found anywhere in an answer, in order; or the first error. */
function idsOf(answer: Answer): (string | null)[] | string {
  if (answer.errors) return `error: ${answer.errors[0]?.message}`;
  const found: (string | null)[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) each === null ? found.push(null) : visit(each);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        if (key === 'id' || key === 'documentId') found.push(String(member));
        else visit(member);
      }
    }
  };
  visit(answer.data);
  return found;
}

/** A filter given as JSON and the ids that must come, in table order. */
type FilterCase = readonly [filter: unknown, expected: readonly number[] | RegExp];

function checkFilters(
  name: string,
  query: string,
  starter: () => Promise<ProductUpstream>,
  cases: readonly FilterCase[],
): void {
  describe(name, () => {
    let upstream: Promise<ProductUpstream> | undefined;
    test.each(
      cases.map(([filter, expected]) => ({ filter: JSON.stringify(filter), value: filter, expected })),
    )('$filter', async ({ value, expected }) => {
      upstream ??= starter();
      const ids = idsOf(await ask(await upstream, query, { filter: value }));
      if (expected instanceof RegExp) expect(ids).toMatch(expected);
      else expect(ids).toEqual(expected.map(String));
    });
  });
}

const everything = [1, 2, 10, 11, 12];

checkFilters(
  'hasura',
  'query ($filter: Product_bool_exp) { Product(where: $filter) { id } }',
  () => start(upstreams.hasura.start),
  [
    [{}, everything],
    [{ title: { _neq: 'apple' } }, [1, 2, 12]],
    [{ _not: { title: { _eq: 'apple' } } }, [1, 2, 12]],
    [{ _or: [] }, []],
    [{ quantity: { _in: [] } }, []],
    [{ quantity: { _nin: [] } }, everything],
    [{ quantity: { _nin: [5] } }, [2, 12]],
    [{ title: { _eq: null } }, /unexpected null value/],
    [{ title: { _is_null: true } }, [10]],
    [{ title: { _like: '%éc%' } }, [2]],
    [{ title: { _ilike: '%ÉC%' } }, [1, 2]],
    [{ title: { _ilike: '%100\\%%' } }, [1]],
    [{ title: { _ilike: '%100%%' } }, [1, 2]],
    [{ sku: { _like: 'a_b' } }, [1, 2, 10]],
    [{ sku: { _like: 'a\\\\b' } }, [10]],
    [{ category: { name: { _eq: 'Books' } } }, [1]],
    [{ _not: { category: { name: { _eq: 'Books' } } } }, [2, 10, 11, 12]],
    [{ tags: { _contains: ['red'] } }, [1, 12]],
    [{ meta: { _contains: { a: 1 } } }, [12]],
    [{ price: { _lt: '9.99' } }, [2, 11]],
    [{ status: { _gt: 'DRAFT' } }, [1, 11]],
    [{ created_at: { _lt: '1970-01-01' } }, [2]],
    [{ big: { _eq: '9007199254740993' } }, [10]],
  ],
);

checkFilters(
  'postgraphile',
  'query ($filter: ProductFilter) { products(filter: $filter) { nodes { id } } }',
  () => start(upstreams.postgraphile.start),
  [
    [{}, /Empty objects are forbidden/],
    [null, /Null literals are forbidden/],
    [{ title: {} }, /Empty objects are forbidden/],
    [{ title: { equalTo: null } }, /Null literals are forbidden/],
    [{ and: [] }, everything],
    [{ or: [] }, everything],
    [{ title: { notEqualTo: 'apple' } }, [1, 2, 12]],
    [{ title: { distinctFrom: 'apple' } }, [1, 2, 10, 12]],
    [{ not: { title: { equalTo: 'apple' } } }, [1, 2, 12]],
    [{ quantity: { in: [] } }, []],
    [{ quantity: { notIn: [] } }, everything],
    [{ title: { includesInsensitive: 'ÉC' } }, [1, 2]],
    [{ title: { includes: '100%' } }, [1]],
    [{ sku: { includes: 'a\\b' } }, [11]],
    [{ sku: { startsWith: 'a_' } }, [1]],
    [{ title: { equalToInsensitive: 'APPLE' } }, [11]],
    [{ category: { name: { inInsensitive: ['BOOKS'] } } }, [1, 10]],
    [{ categoryExists: false }, [2, 11, 12]],
    [{ tags: { overlaps: ['sale', 'x'] } }, [1]],
    [{ tags: { anyEqualTo: 'red' } }, [1, 12]],
    [{ price: { lessThan: '9.990' } }, [2, 11]],
    [{ big: { equalTo: '9007199254740993' } }, [10]],
  ],
);

checkFilters(
  'postgraphilePlain',
  'query ($filter: ProductCondition) { allProducts(condition: $filter) { edges { node { id } } } }',
  () => start(upstreams.postgraphilePlain.start),
  [
    [{}, everything],
    [{ title: null }, [10]],
    [{ quantity: 5, status: 'ACTIVE' }, [1]],
    [{ tags: ['red', 'sale'] }, [1]],
  ],
);

for (const [name, query] of [
  ['strapi4', 'query ($filter: ProductFiltersInput) { products(filters: $filter) { data { id } } }'],
  ['strapi5', 'query ($filter: ProductFiltersInput) { products(filters: $filter) { documentId } }'],
] as const) {
  checkFilters(name, query, () => start(upstreams[name].start), [
    [{}, everything],
    [{ title: { ne: 'apple' } }, [1, 2, 12]],
    [{ not: { title: { eq: 'apple' } } }, [1, 2, 12]],
    [{ title: { eq: null } }, [10]],
    [{ title: { null: false } }, [1, 2, 11, 12]],
    [{ or: [] }, everything],
    [{ title: { contains: 'ECLAIR' } }, []],
    [{ title: { containsi: 'ÉCLAIR' } }, [1]],
    [{ title: { contains: 'APPLE' } }, [11]],
    [{ sku: { contains: '_' } }, [1, 2, 10, 11]],
    [{ sku: { contains: '\\' } }, [10]],
    [{ sku: { eqi: 'A_B' } }, [1, 2, 10]],
    [{ category: { name: { eq: 'Books' } } }, [1]],
    [{ not: { category: { name: { eq: 'Books' } } } }, [10]],
    [{ price: { between: [2, 10] } }, [2, 12]],
    [{ quantity: { notIn: [5] } }, [2, 12]],
    [{ publishDate: { lt: '1970-01-01T00:00:00.000Z' } }, [2]],
    [{ title: { and: ['apple'] } }, /Undefined attribute level operator/],
  ]);
}

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
    '{ Product_by_pk(id: 10) { big created_at } }',
    { Product_by_pk: { big: 9007199254740992, created_at: null } },
  ],
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
];

describe('documents', () => {
  const servers = new Map<UpstreamName, Promise<ProductUpstream>>();
  test.each(documents.map(([name, query, expected]) => ({ name, query, expected })))(
    '$name $query',
    async ({ name, query, expected }) => {
      const server = servers.get(name) ?? start(upstreams[name].start);
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
      const upstream = await start(upstreams.hasura.start, options);
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
    const upstream = await start(
      upstreams.hasura.start,
      {},
      makeRows(50).map((each) => ({ ...each, title: 'same' })),
    );
    const once = idsOf(await ask(upstream, '{ Product(order_by: { title: asc }) { id } }'));
    expect(idsOf(await ask(upstream, '{ Product(order_by: { title: asc }) { id } }'))).not.toEqual(once);
  });

  test('ICU-like collation', async () => {
    const upstream = await start(upstreams.hasura.start, { collation: 'locale' });
    expect(idsOf(await ask(upstream, '{ Product(order_by: { title: asc_nulls_first }) { id } }'))).toEqual([
      '10',
      '11',
      '1',
      '2',
      '12',
    ]);
  });

  test('strapi silently cuts pages', async () => {
    const upstream = await start(upstreams.strapi5.start, {}, makeRows(150));
    expect(
      idsOf(await ask(upstream, '{ products(pagination: { limit: 120 }) { documentId } }')),
    ).toHaveLength(100);
    expect(idsOf(await ask(upstream, '{ products { documentId } }'))).toHaveLength(10);
  });

  test('microseconds are finer than what the rows say', async () => {
    const upstream = await start(upstreams.hasura.start, { microseconds: true });
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

describe('harness', () => {
  test('records requests, leaves introspection out, resets', async () => {
    const upstream = await start(upstreams.hasura.start);
    await ask(upstream, '{ __schema { queryType { name } } }');
    await ask(upstream, 'query Q($limit: Int) { Product(limit: $limit) { id } }', { limit: 1 });
    expect(upstream.introspections()).toBe(1);
    expect(upstream.requests.map(({ variables, introspection }) => ({ variables, introspection }))).toEqual([
      { variables: { limit: 1 }, introspection: false },
    ]);
    upstream.reset();
    expect(upstream.requests).toEqual([]);
    upstream.setRows(rows.slice(0, 1));
    expect(idsOf(await ask(upstream, '{ Product { id } }'))).toEqual(['1']);
  });

  test.each(upstreamNames)('%s prints an SDL that can be read again', (name) => {
    expect(Object.keys(buildSchema(sdlOf(name)).getTypeMap())).toContain('Product');
  });
});

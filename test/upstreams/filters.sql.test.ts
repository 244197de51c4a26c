/** Filters of the imitations that stand on SQL databases. */
import { fiveRows } from './ask.js';
import { everything, type FilterCase, filters } from './filter-cases.js';
import { startKeystone } from './keystone.js';
import { startPayload } from './payload.js';
import { startPrisma } from './prisma.js';
import { startVendure } from './vendure.js';

filters('hasura', 'query ($filter: Product_bool_exp) { Product(where: $filter) { id } }', [
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
]);

filters('postgraphile', 'query ($filter: ProductFilter) { products(filter: $filter) { nodes { id } } }', [
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
  [{ title: { notIncludes: 'é' } }, [1, 11, 12]],
  [{ title: { equalToInsensitive: 'APPLE' } }, [11]],
  [{ category: { name: { inInsensitive: ['BOOKS'] } } }, [1, 10]],
  [{ categoryExists: false }, [2, 11, 12]],
  [{ tags: { overlaps: ['sale', 'x'] } }, [1]],
  [{ tags: { anyEqualTo: 'red' } }, [1, 12]],
  [{ price: { lessThan: '9.990' } }, [2, 11]],
  [{ big: { equalTo: '9007199254740993' } }, [10]],
]);

filters(
  'postgraphilePlain',
  'query ($filter: ProductCondition) { allProducts(condition: $filter) { edges { node { id } } } }',
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
  filters(name, query, [
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

const prismaQuery = 'query ($filter: ProductWhereInput) { products(where: $filter) { id } }';
const keystoneQuery = 'query ($filter: ProductWhereInput!) { products(where: $filter) { id } }';
filters('prisma', prismaQuery, [
  [{ title: { not: { equals: 'apple' } } }, [1, 2, 12]],
  [{ NOT: [{ title: { equals: 'apple' } }] }, [1, 2, 12]],
  [{ NOT: [{ title: { equals: 'apple' } }, { quantity: { equals: 5 } }] }, [2, 12]],
  [{ title: { equals: null } }, [10]],
  [{ OR: [] }, []],
  [{ quantity: { notIn: [5] } }, [2, 12]],
  [{ title: { contains: 'APP' } }, []],
  [{ title: { contains: 'APP', mode: 'insensitive' } }, [11]],
  [{ sku: { contains: 'a_b' } }, [1, 2, 10]],
  [{ sku: { equals: 'A_B', mode: 'insensitive' } }, [1, 2, 10]],
  [{ category: { is: { name: { equals: 'Books' } } } }, [1]],
  [{ category: { isNot: { name: { equals: 'Books' } } } }, [2, 10, 11, 12]],
  [{ tags: { hasEvery: ['red', 'sale'] } }, [1]],
  [{ tags: { isEmpty: true } }, [2]],
  [{ price: { gt: '9.99' } }, [1]],
  [{ releasedOn: { equals: '2020-02-29T00:00:00Z' } }, [12]],
]);
filters(
  'prisma (sqlite)',
  prismaQuery,
  [
    [{ title: { contains: 'APP' } }, [11]],
    [{ title: { contains: 'ÉC' } }, [1]],
  ],
  () => startPrisma(fiveRows, { database: 'sqlite' }),
);
filters('keystone', keystoneQuery, [
  [{ title: { not: { equals: 'apple' } } }, [1, 2, 10, 12]],
  [{ NOT: [{ title: { equals: 'apple' } }] }, [1, 2, 10, 12]],
  [{ quantity: { notIn: [5] } }, [2, 10, 12]],
  [{ title: { equals: null } }, [10]],
  [{ title: { contains: 'ÉC', mode: 'insensitive' } }, [1, 2]],
  [{ title: { not: { contains: 'ÉC' }, mode: 'insensitive' } }, [10, 11, 12]],
  [{ category: { name: { equals: 'Books' } } }, [1]],
]);
filters(
  'keystone (mysql)',
  keystoneQuery,
  [
    [{ title: { equals: 'ECLAIR 1000' } }, [2]],
    [{ title: { contains: 'ecl' } }, [1, 2]],
  ],
  () => startKeystone(fiveRows, { database: 'mysql' }),
);

const payloadQuery =
  'query ($filter: Product_where) { Products(where: $filter, sort: "id") { docs { id } } }';
const payloadCases: readonly FilterCase[] = [
  [{ title: { not_equals: 'apple' } }, [1, 10, 12, 2]],
  [{ title: { equals: null } }, [10]],
  [{ title: { exists: true } }, [1, 11, 12, 2]],
  [{ title: { contains: 'ÉCL' } }, [1, 2]],
  [{ title: { like: '1000 ÉCLAIR' } }, [2]],
  [{ OR: [{ quantity: { less_than: 0 } }, { AND: [{ price: { greater_than_equal: 12.3 } }] }] }, [1, 2]],
  [{ tags: { in: ['sale', 'x'] } }, [1]],
  [{ category: { equals: '2' } }, [10]],
];
filters('payload', payloadQuery, [
  ...payloadCases,
  [{ title: { not_in: ['apple'] } }, [1, 12, 2]],
  [{ sku: { contains: 'a_b' } }, [1, 10, 2]],
]);
filters(
  'payload (mongodb)',
  payloadQuery,
  [...payloadCases, [{ title: { not_in: ['apple'] } }, [1, 10, 12, 2]], [{ sku: { contains: 'a_b' } }, [1]]],
  () => startPayload(fiveRows, { backend: 'mongodb' }),
);

const vendureQuery =
  'query ($filter: ProductFilterParameter) { products(options: { filter: $filter }) { items { id } } }';
filters('vendure', vendureQuery, [
  [{ title: { notEq: 'apple' } }, [1, 2, 12]],
  [{ title: { eq: 'APPLE' } }, []],
  [{ title: { contains: ' APPLE ' } }, [11]],
  [{ title: { contains: 'ÉCLAIR' } }, [1]],
  [{ sku: { contains: 'a_b' } }, [1, 2, 10]],
  [{ title: { in: [] } }, []],
  [{ title: { isNull: true } }, [10]],
  [{ price: { between: { start: 200, end: 999 } } }, [2, 12]],
  [{ _or: [{ title: { eq: 'apple' }, quantity: { eq: 0 } }] }, [11, 12]],
  [{ _or: [{ _and: [{ quantity: { eq: 5 }, title: { eq: 'apple' } }] }, { id: { eq: '2' } }] }, [2, 11]],
  [{ tags: { inList: 'RE' } }, [1, 12]],
  [{ createdAt: { before: '1970-01-01T00:00:00.000Z' } }, [2]],
]);
filters('vendure (mysql)', vendureQuery, [[{ title: { eq: 'APPLE' } }, [11]]], () =>
  startVendure(fiveRows, { database: 'mysql' }),
);

filters('directus', 'query ($filter: products_filter) { products(filter: $filter) { id } }', [
  [{ title: { _neq: 'apple' } }, [1, 2, 12]],
  [{ title: { _contains: 'APP' } }, []],
  [{ title: { _icontains: 'ÉC' } }, [1, 2]],
  [{ title: { _nicontains: 'ÉC' } }, [11, 12]],
  [{ sku: { _starts_with: 'a_' } }, [1, 2, 10, 11]],
  [{ quantity: { _nin: ['5'] } }, [2, 12]],
  [{ quantity: { _nbetween: [0, 5] } }, [2]],
  [{ sku: { _empty: true } }, [12]],
  [{ title: { _nnull: true } }, [1, 2, 11, 12]],
  [{ title: { _null: true } }, [10]],
  [{ title: { _eq: null } }, [10]],
  [{ _or: [] }, everything],
  [{ category: { name: { _eq: 'Books' } } }, [1]],
]);

filters(
  'predicateList',
  'query ($filter: EntityQueryFilterInput) { productQuery(filter: $filter) { entities { id } } }',
  [
    [{}, everything],
    [{ rules: [{ field: 'title', operator: 'NOT_EQUAL', value: ['APPLE'] }] }, [1, 2, 12]],
    [{ rules: [{ field: 'title', value: ['ECLAIR 1000'] }] }, [2]],
    [{ rules: [{ field: 'title', operator: 'LIKE', value: ['%100\\%'] }] }, [1]],
    [{ rules: [{ field: 'title', operator: 'IS_NULL' }] }, [10]],
    [
      {
        rules: [
          { field: 'quantity', value: ['5'] },
          { field: 'active', value: ['0'] },
        ],
      },
      [11],
    ],
    [
      {
        conjunction: 'OR',
        rules: [{ field: 'quantity', value: ['-1'] }],
        groups: [{ rules: [{ field: 'price', operator: 'GREATER_THAN', value: ['10'] }] }],
      },
      [1, 2],
    ],
    [{ rules: [{ field: 'nope', value: ['x'] }] }, /not found/],
  ],
);

/** The imitated PostGraphile against the real one: the same rows, the same documents, the same answers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, ask, fiveRows } from './ask.js';
import { type Json, makeRows, nastyTexts, type Row } from './data.js';
import { startPostgraphile } from './postgraphile.js';
import { startPostgraphile as startReal } from './postgraphile-server.js';

const rows: readonly Row[] = [
  ...fiveRows,
  ...makeRows(30, 3).map((row, index) => ({ ...row, id: String(100 + index) })),
  ...nastyTexts.map((title, index) => ({
    ...makeRows(1, index)[0]!,
    id: String(1000 + index),
    title,
    sku: title,
  })),
];

const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`;
function literal(value: Json | undefined, type = ''): string {
  if (value === null || value === undefined) return 'NULL';
  if (type === 'jsonb') return `${quote(JSON.stringify(value))}::jsonb`;
  if (Array.isArray(value)) return `ARRAY[${value.map((each) => quote(String(each))).join()}]::text[]`;
  return typeof value === 'string' ? quote(value) : String(value);
}

function sqlOf(all: readonly Row[]): string {
  const categories = new Map(
    all.flatMap(({ category }) => (category ? [[category.id, category.name] as const] : [])),
  );
  return `
    SET standard_conforming_strings = on;
    DROP TABLE categories CASCADE;
    CREATE TABLE categories (id int PRIMARY KEY, name text NOT NULL);
    CREATE TYPE product_status AS ENUM ('DRAFT', 'ACTIVE', 'ARCHIVED');
    CREATE TABLE products (
      id int PRIMARY KEY, title text, sku text NOT NULL, price numeric(12,2), quantity int, rating double precision, big bigint NOT NULL,
      active boolean, status product_status, created_at timestamptz, released_on date, opens_at time, tags text[], image_url text,
      category_id int REFERENCES categories, meta jsonb);
    INSERT INTO categories VALUES ${[...categories].map(([id, name]) => `(${id}, ${quote(name)})`).join()};
    INSERT INTO products VALUES ${all
      .map((row) => {
        const values = [
          ...[
            row.id,
            literal(row.title),
            literal(row.sku),
            literal(row.price),
            literal(row.quantity),
            literal(row.rating),
            row.big,
          ],
          ...[row.active, row.status, row.createdAt, row.releasedOn, row.opensAt, row.tags, row.imageUrl].map(
            (each) => literal(each),
          ),
          ...[row.category?.id ?? 'NULL', literal(row.meta, 'jsonb')],
        ];
        return `(${values.join()})`;
      })
      .join()};`;
}

type Server = { readonly url: string; close(): Promise<void> };
let real: Server;
let imitation: Server;
beforeAll(async () => {
  real = await startReal({ simple: true, sql: sqlOf(rows) });
  imitation = await startPostgraphile(rows, { allowEmptyObjects: true });
});
afterAll(async () => {
  await real?.close();
  await imitation?.close();
});

async function compare(query: string, variables: object = {}): Promise<Answer> {
  const [theirs, ours] = await Promise.all([ask(real, query, variables), ask(imitation, query, variables)]);
  expect({ variables, data: ours.data, failed: ours.errors !== undefined }).toEqual({
    variables,
    data: theirs.data ?? ours.data,
    failed: theirs.errors !== undefined,
  });
  return theirs;
}

const words = ['a', 'A%', 'É', 'ı', 'i', 'Σ', 'ς', 'k', 'a\\b', '_', '%', '', '\\'];
const patterns = ['includes', 'startsWith', 'endsWith', 'notIncludes', 'notStartsWith', 'notEndsWith'];
const comparisons = [
  'equalTo',
  'notEqualTo',
  'distinctFrom',
  'notDistinctFrom',
  'lessThan',
  'lessThanOrEqualTo',
  'greaterThan',
  'greaterThanOrEqualTo',
];
const operands: readonly (readonly [field: string, operand: Json])[] = [
  ['id', 11],
  ['title', 'apple'],
  ['price', '9.99'],
  ['quantity', 5],
  ['rating', 0.5],
  ['big', '9007199254740993'],
  ['status', 'ACTIVE'],
  ['createdAt', '1970-01-01T02:00:00+02:00'],
  ['releasedOn', '2020-02-29'],
  ['opensAt', '09:05'],
];
const filters: readonly Json[] = [
  ...patterns.flatMap((each) =>
    words.flatMap((word) => [{ title: { [each]: word } }, { title: { [`${each}Insensitive`]: word } }]),
  ),
  ...comparisons.flatMap((each) => operands.map(([field, operand]) => ({ [field]: { [each]: operand } }))),
  ...operands.flatMap(([field, operand]) => [
    { [field]: { in: [operand] } },
    { [field]: { notIn: [operand] } },
    { not: { [field]: { equalTo: operand } } },
  ]),
  ...operands.flatMap(([field]) => [
    { [field]: { in: [] } },
    { [field]: { notIn: [] } },
    { [field]: { isNull: true } },
  ]),
  ...comparisons.map((each) => ({ title: { [`${each}Insensitive`]: 'APPLE' } })),
  ...['contains', 'containedBy', 'overlaps', 'equalTo', 'notEqualTo', 'distinctFrom'].map((each) => ({
    tags: { [each]: ['red', 'sale'] },
  })),
  ...['EqualTo', 'NotEqualTo', 'LessThan', 'GreaterThanOrEqualTo'].map((each) => ({
    tags: { [`any${each}`]: 'red' },
  })),
  ...[
    { contains: { a: 1 } },
    { containsKey: 'label' },
    { containsAllKeys: ['a', 'label'] },
    { equalTo: { a: 1 } },
    { distinctFrom: { a: 1 } },
  ].map((each) => ({ meta: each })),
  ...[
    { and: [] },
    { or: [] },
    {},
    { title: {} },
    { title: { equalTo: null } },
    { not: { or: [{ quantity: { equalTo: 5 } }, { title: { isNull: true } }] } },
  ],
  ...[
    { category: { name: { equalTo: 'Books' } } },
    { not: { category: { name: { equalTo: 'Books' } } } },
    { categoryExists: false },
  ],
  ...[
    { active: { equalTo: true } },
    { active: { notEqualTo: true } },
    { title: { like: '_\\%%' } },
    { title: { likeInsensitive: 'ÉC%' } },
  ],
];

describe('the real PostGraphile agrees', () => {
  test('on filters', async () => {
    for (const filter of filters) {
      const query =
        'query ($filter: ProductFilter) { products(filter: $filter) { totalCount nodes { id } } }';
      await compare(query, { filter });
    }
  });

  test.each([
    'title: null',
    'quantity: 5, status: ACTIVE',
    'tags: ["red", "sale"]',
    'meta: { a: 1 }',
    'price: "9.990"',
    '',
  ])('on the condition { %s }', async (condition) => {
    await compare(`{ products(condition: { ${condition} }) { nodes { id } } }`);
  });

  test.each([
    ...[
      'TITLE',
      'PRICE',
      'QUANTITY',
      'RATING',
      'BIG',
      'ACTIVE',
      'STATUS',
      'CREATED_AT',
      'RELEASED_ON',
      'OPENS_AT',
    ].flatMap((each) => [`${each}_ASC`, `${each}_DESC`]),
    '[STATUS_DESC, TITLE_ASC]',
    'PRIMARY_KEY_DESC',
  ])('on the order %s', async (order) => {
    await compare(`{ products(orderBy: ${order}) { nodes { id } } }`);
  });

  test.each([
    'first: 3',
    'last: 3',
    'first: 2, offset: 5',
    'first: 0',
    'offset: 1000',
    'first: 1, last: 1',
    'last: 1, offset: 1',
    'first: -1',
  ])('on the page %s', async (page) => {
    await compare(
      `{ products(${page}) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage } } }`,
    );
  });

  test('on a walk by cursors', async () => {
    const walk = async (server: Server): Promise<string[]> => {
      const pages: string[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const query =
          'query ($after: Cursor) { products(first: 25, after: $after, orderBy: TITLE_DESC) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }';
        const answer = await ask(server, query, { after });
        const { edges, pageInfo } = answer.data!.products as {
          edges: { cursor: string; node: { id: number } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
        pages.push(edges.map(({ node }) => node.id).join());
        expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor);
        after = pageInfo.endCursor;
        more = pageInfo.hasNextPage;
      }
      return pages;
    };
    expect(await walk(imitation)).toEqual(await walk(real));
  });

  test('on the form of values', async () => {
    const every =
      'id title sku price quantity rating big active status createdAt releasedOn opensAt tags imageUrl categoryId meta nodeId category { id name nodeId }';
    await compare(
      `{ products { nodes { ${every} } } product(id: 12) { ${every} } missing: product(id: 5) { id } }`,
    );
  });

  test('on aggregates', async () => {
    const numbers = 'price quantity big';
    const parts = `sum { ${numbers} } min { ${numbers} rating } max { ${numbers} rating } average { price quantity } distinctCount { title price tags }`;
    await compare(
      `{ products { aggregates { ${parts} } } none: products(filter: { id: { lessThan: 0 } }) { aggregates { ${parts} } } }`,
    );
  });
});

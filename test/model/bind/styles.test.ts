/** What a collection's own list says against the schema: arguments, members and results that do not serve for it. */
import { describe, expect, test } from 'vitest';
import { judge, productsHead } from './judge.js';

const fields = 'fields: { title: name, stock: stock, tags: tags, brand: brand.name }';
const own = (list: string, rest = fields) =>
  judge({ 'products.yaml': `${productsHead}list:\n  field: products\n  ${list}\n${rest}\n` });

describe('errors', () => {
  test.each([
    ['an offset that is an object', 'page: { offset: where }'],
    ['a size that is a list', 'page: { size: orderBy }'],
    ['offset and size in one place', 'page: { size: limit, offset: limit }'],
    ['a conjunction that is absent', 'filter: { and: { ADN: $all } }'],
    ['an alternative that is absent', 'filter: { or: { ANY: $all } }'],
    ['a count that is a list', 'count: items'],
  ])('%s', async (_, list) => {
    const { served, problems } = await own(list);
    expect(served).toEqual([]);
    expect(problems).toMatchSnapshot();
  });

  test('a type that an object never is', async () => {
    const { problems } = await own('page: { max: 10 }', 'fields: { brand: brand.(Category).name }');
    expect(problems).toContain('products.yaml:8:25: Brand is never a Category');
  });

  test('a function that the aggregate lacks', async () => {
    const aggregate = 'aggregate: { functions: { count: totalCuont, sum: summ.$field } }';
    expect((await own('page: { max: 10 }', `${aggregate}\n${fields}`)).problems).toMatchSnapshot();
  });
});

describe('warnings', () => {
  test.each([
    ['a sort that fits no field', 'sort: { ascending: "$FIELD_ASC", descending: "$FIELD_DESC" }'],
    [
      'an operator that no field has',
      'filter: { operators: { text: { startsWith: { starts_with: $value } } } }',
    ],
  ])('%s', async (_, list) => {
    const { served, problems } = await own(list);
    expect(served).toEqual(['products']);
    expect(problems).toMatchSnapshot();
  });
});

test.each([
  'page: { size: limit, offset: offset, max: 100 }',
  'filter: { and: { AND: $all }, or: null, operators: { any: { notNull: { isNull: false } } } }',
  'filter: { operators: { date: { gt: { gt: $value } }, text: { startsWith: { startsWith: $value } } } }',
  'sort: { nulls: unknown }\n  count: { path: totalCount, cap: 1000 }',
])('%s: no fault', async (list) => {
  expect(await own(list)).toEqual({ served: ['products'], problems: '' });
});

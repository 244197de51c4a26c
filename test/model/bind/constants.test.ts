/** Constant arguments by their types, and those that a request would take the place of. */
import { describe, expect, test } from 'vitest';
import { judge, productsHead } from './judge.js';

const schema = `
  enum Language { DE EN }
  scalar Anything
  input Price { min: Float! max: Float currency: String = "EUR" }
  input Filter { name: TextFilter available: Boolean }
  input TextFilter { eq: String }
  type Product { id: ID! name: String stock: Int image(size: Int, as: String): String }
  type Page { items: [Product!]! totalCount: Int! }
  type Shop {
    products(
      where: Filter orderBy: [Order!] limit: Int offset: Int count: Int exact: Float open: Boolean channel: String
      owner: ID languages: [Language!] price: Price anything: Anything name: String
    ): Page!
  }
  input Order { name: Direction stock: Direction }
  enum Direction { ASC DESC }
  type Query {
    shop(code: Int, channel: String): Shop!
  }
`;
const list = (rest: string, fields = '{ title: name }') =>
  judge(
    { 'products.yaml': `${productsHead}list:\n  field: shop.products\n  ${rest}\nfields: ${fields}\n` },
    schema,
  );

describe('by type', () => {
  test.each([
    ['a text for a whole number', '{ count: "5" }'],
    ['a fraction for a whole number', '{ count: 0.5 }'],
    ['a fact for a whole number', '{ count: $language }'],
    ['a whole number of more than 32 bits', '{ count: 2147483648 }'],
    ['a text for true', '{ open: "yes" }'],
    ['a number for a text', '{ channel: 5 }'],
    ['a text for an object', '{ price: abc }'],
    ['an unknown member', '{ price: { min: 1, mxa: 2 } }'],
    ['a missing member', '{ price: { max: 2 } }'],
    ['a wrong type inside', '{ price: { min: cheap } }'],
    ['a value that the enum lacks', '{ languages: [DE, EM] }'],
    ['a list for one value', '{ channel: [web] }'],
    ['an unknown fact', '{ channel: $langage }'],
    ['a fact inside a text', '{ channel: "shop-$language" }'],
    ['a slot of templates', '{ owner: $id }'],
  ])('%s', async (_, values) => {
    const { served, problems } = await list(`arguments: ${values}`);
    expect(served).toEqual([]);
    expect(problems).toMatchSnapshot();
  });

  test('of an earlier step', async () => {
    expect((await list('path: { shop: { code: web } }')).problems).toContain(
      'products.yaml:7:25: "code" takes a whole number',
    );
  });

  test.each([
    '{ count: 5, exact: 0.5, open: true, channel: web, owner: 7, languages: EN, price: { min: 1 } }',
    '{ languages: [DE, EN], price: { min: 1, currency: USD }, anything: { $eq: [1, "$"] } }',
    '{ channel: $language, owner: $identity.memberId, languages: [$language], anything: { for: $instance } }',
    '{ channel: "$5 and $10", count: null }',
  ])('%s: no fault', async (values) => {
    expect(await list(`arguments: ${values}`)).toEqual({ served: ['products'], problems: '' });
  });
});

describe('in the place of another', () => {
  test.each([
    ['the page size', 'arguments: { limit: 5 }'],
    ['the offset', 'arguments: { offset: 0 }'],
    ['the filter', 'arguments: { where: { available: true } }'],
    ['the sort', 'arguments: { orderBy: [{ name: ASC }] }'],
  ])('%s', async (_, line) => {
    expect((await list(line)).problems).toMatchSnapshot();
  });

  test.each([
    'arguments: { where: {}, orderBy: null }',
    'page: { size: limit }\n  filter: null\n  sort: null\n  arguments: { where: { available: true } }',
  ])('%s: no fault', async (lines) => {
    expect((await list(lines)).problems).not.toContain('stand here');
  });

  test('a bare argument with a constant value is no filter', async () => {
    const bare = 'filter: { style: equality, at: "", operators: { any: { eq: $value } } }';
    const local = 'fields: { title: { path: name, filter: name } }';
    const head = `${productsHead}list:\n  field: shop.products\n  ${bare}\n`;
    const free = await judge({ 'products.yaml': `${head}${local}\n` }, schema);
    const taken = await judge({ 'products.yaml': `${head}  arguments: { name: Lamp }\n${local}\n` }, schema);
    expect(free.problems).toBe('');
    expect(taken.problems).toContain('the upstream cannot filter on "name"');
  });
});

test.each([
  ['{ size: small }', '"size" takes a whole number of 32 bits'],
  ['{ as: $languge }', 'did you mean "$language"?'],
  ['{ as: $language }', ''],
  ['{ as: { language: { en: webp, otherwise: png } } }', ''],
  ['{ size: { language: { en: big, otherwise: 1 } } }', '"size" takes a whole number of 32 bits'],
  ['{ as: webp, size: 10 }', ''],
])('arguments of a field: %s', async (values, expected) => {
  const { problems } = await list(
    'page: { size: limit }',
    `{ image: { path: image, arguments: { image: ${values} } } }`,
  );
  expect(problems).toContain(expected);
  expect(problems === '').toBe(expected === '');
});

/** What a mapping says of the values of scalars, judged against the schema. */
import { describe, expect, test } from 'vitest';
import { judge, productsHead, upstreamWith } from './judge.js';

const schema = `
  scalar Date
  scalar Money
  enum Size { S L }
  type Product { id: ID! name: String at: Date price: Money size: Size count: Int ratio: Float on: Boolean tags: [String!] box: Box }
  type Box { width: Int }
  type Products { items: [Product!]! totalCount: Int! }
  input On { eq: Boolean }
  input Where { on: On }
  input Sort { name: Boolean }
  type Query { products(where: Where, orderBy: [Sort!], limit: Int, offset: Int): Products! }`;

const field = (text: string) => ({
  'products.yaml': `${productsHead}list: products\nfields:\n  f: ${text}\n`,
});

describe('what can be meant', () => {
  test.each([
    '{ path: name, format: DD/MM/YYYY, none: ["N/A"] }',
    '{ path: name, scalar: epochMilliseconds }',
    '{ path: name, scalar: json, type: OBJECT }',
    '{ path: at, scalar: epochMilliseconds }',
    '{ path: at, format: "D.M.YYYY HH:mm" }',
    '{ path: price, scalar: json }',
    '{ path: price, scalar: number, none: [0] }',
    '{ path: count, scalar: epochSeconds }',
    '{ path: ratio, scalar: epochMilliseconds, none: [0] }',
    '{ path: tags, none: ["N/A"] }',
    '{ path: size, none: [S] }',
  ])('%s', async (text) => {
    const judged = await judge(field(text), schema);
    expect(judged).toEqual({ served: ['products'], problems: '' });
  });
});

describe('what cannot be meant', () => {
  test.each([
    ['{ path: name, format: dd/MM/YYYY }', '"dd" is no part of a format'],
    ['{ path: name, format: DD/MM/YYYY, scalar: day }', 'format says what the texts are already'],
    ['{ path: name, format: DD/MM/YYYY, type: TIME }', 'the format DD/MM/YYYY holds a DATE, not a TIME'],
    ['{ path: count, format: DD/MM/YYYY }', 'values of Int are no texts'],
    ['{ path: count, scalar: epochMilliseconds }', 'scalar: epochMilliseconds does not fit Int'],
    ['{ path: on, scalar: day }', 'scalar: day does not fit Boolean'],
    ['{ path: size, scalar: day }', 'Size is no scalar'],
    ['{ path: box, none: ["x"] }', 'values of Box are objects'],
    ['{ path: size, none: [M] }', '"M" is never a value of Size'],
    ['{ path: name, none: [0] }', '0 is never a value of String'],
    ['{ path: name, format: DD/MM/YYYY, values: { a: b } }', 'format does nothing'],
    ['{ path: name, values: { a: b }, none: [a] }', '"a" has a value in values and none here'],
    ['{ path: tags, type: ANY, none: [a] }', 'none does nothing: ANY takes the list as it is'],
    ['{ path: name, scalar: moment }', 'the text "moment" is not allowed here'],
    ['{ path: name, none: [] }', 'must be at least 1'],
  ])('%s: %s', async (text, message) => {
    const judged = await judge(field(text), schema);
    expect(judged.problems).toContain(message);
    expect(judged.served).toEqual([]);
  });

  test.each([
    ['Dat: day', 'the upstream schema has no scalar "Dat"', 'did you mean "Date"?'],
    ['String: day', 'String is a scalar of GraphQL itself', 'write scalar: in the fields'],
    ['Date: { format: dd }', '"dd" is no part of a format', ''],
    ['Date: { format: DD/MM/YYYY, scalar: day }', 'format says what the texts are already', ''],
  ])('scalars: { %s }: %s', async (entry, message, help) => {
    const files = upstreamWith('defaults:\n', `scalars: { ${entry} }\ndefaults:\n`);
    const { problems, served } = await judge({ ...files, ...field('at') }, schema);
    expect(problems).toContain(message);
    expect(problems).toContain(help);
    expect(served).toEqual([]);
  });
});

test('a field is told apart from its scalar, and a scalar from its name', async () => {
  const files = upstreamWith(
    'defaults:\n',
    'scalars: { Date: { format: DD/MM/YYYY }, Money: json }\ndefaults:\n',
  );
  const judged = await judge(
    {
      ...files,
      ...field('{ path: at, type: DATE }'),
      'other.yaml':
        'version: 1\ncollection: other\ntype: Product\nid: id\nlist: products\nfields: { at: { path: at, scalar: epochSeconds, type: DATETIME }, price: { path: price, type: OBJECT } }\n',
    },
    schema,
  );
  expect(judged).toEqual({ served: ['other', 'products'], problems: '' });
});

/** Every mistake in a collection file that binding finds, as it is printed. */

import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../../src/mapping/parse-yaml.js';
import { formatProblem, sortProblems } from '../../../src/mapping/problem.js';
import { collectionMapping } from '../../../src/mapping/schema.js';
import { validate } from '../../../src/mapping/validate.js';
import { bindCollection } from '../../../src/model/bind/collection.js';
import { createSharedBinding } from '../../../src/model/bind/shared.js';
import { dialectNamed } from '../../../src/styles/dialects/index.js';

const schema = buildSchema(`
  enum Status { ACTIVE DRAFT }
  interface Node { id: ID! }
  type Image { url(size: Int!): String alt: String }
  type Video { url: String seconds: Int }
  union Media = Image | Video
  type Author implements Node { id: ID! name: String books(first: Int!): [Product] }
  type Product implements Node {
    id: ID! title: String price: Float status: Status tags: [String!] author: Author authors: [Author!] media: Media
    inStock: Boolean createdAt: String keys: [ID!]
  }
  input ProductFilter { title: String price: Float }
  type ProductPage { items: [Product!] total: Int single: Product }
  type Query {
    products(filter: ProductFilter, limit: Int, channel: String): [Product!]!
    page(limit: Int): ProductPage
    shop(channel: String!): [Product!]!
    product(id: ID!): Product
    author(id: ID!): Author
  }
  input ProductInput { title: String! price: Float }
  type Mutation { createProduct(input: ProductInput!): Product deleteProduct(id: ID!): Product }
`);

function problemsOf(yaml: string): string {
  const { source, value } = parseYaml('products.yaml', yaml);
  const validated = validate(collectionMapping, value!, source);
  expect(validated.problems.map(formatProblem)).toEqual([]);
  const mapping = { version: 1, url: 'http://localhost/graphql' } as never;
  const dialect = dialectNamed('plain');
  const bound = bindCollection({ file: 'products.yaml', source, value: validated.value! } as never, {
    name: 'default',
    schema,
    mapping,
    dialect,
    shared: createSharedBinding(schema, mapping, dialect),
  });
  expect(bound.model === undefined).toBe(bound.problems.some((each) => each.severity === 'error'));
  return `\n${sortProblems(bound.problems).map(formatProblem).join('\n')}\n`;
}
const head = 'version: 1\ncollection: products\ntype: Product\nid: id\n';
const field = (line: string): string => problemsOf(`${head}list: products\nfields:\n  ${line}\n`);
const list = (line: string): string => problemsOf(`${head}list: ${line}\nfields: { title: title }\n`);
const rest = (lines: string): string =>
  problemsOf(`${head}list: products\nfields: { title: title }\n${lines}\n`);

test('a file without mistakes', () => {
  expect(field('title: title')).toBe('\n\n');
});

describe('fields', () => {
  test.each([
    ['a wrong name', 'title: tilte'],
    ['a wrong name below', 'name: author.nam'],
    ['a list without brackets', 'name: authors.name'],
    ['brackets without a list', 'name: author[].name'],
    ['a union without a type', 'url: media.url'],
    ['a type that the union never is', 'url: media.(Author).name'],
    ['a type that does not exist', 'url: media.(Imagge).url'],
    ['a missing argument', 'url: media.(Image).url'],
    ['a wrong argument', 'url: { path: media.(Image).url, arguments: { url: { sizes: 3 } } }'],
    ['arguments of a step that the path lacks', 'title: { path: title, arguments: { titel: { size: 3 } } }'],
    ['a path into a leaf', 'x: title.length'],
    ['a type that no value has', 'price: { path: price, type: DATE_TIME }'.replace('DATE_TIME', 'BOOLEAN')],
    ['a list for one value', 'tags: { path: tags, type: NUMBER }'],
    ['a value that the enum lacks', 'status: { path: status, values: { ACTIV: Active, DRAFT: Draft } }'],
    [
      'two values with one label',
      'status: { path: status, values: { ACTIVE: Yes, DRAFT: "Yes" } }'.replace('Yes,', '"Yes",'),
    ],
    ['a reference to nothing', 'author: { path: author.id, type: REFERENCE }'],
    ['a collection without a reference', 'author: { path: author.id, collection: authors }'],
    ['neither path nor template', 'x: { type: TEXT }'],
    ['a template of an unknown field', 'x: { template: "${tilte} !" }'],
    ['a template that does not end', 'x: { template: "${title" }'],
    ['a filter that the upstream lacks', 'title: { path: title, filter: name }'],
    ['a sort that the upstream lacks', 'title: { path: title, sort: name }'],
    ['_id among the fields', '_id: id'],
    ['a wrong name that stands earlier within another', 'name: author.name.n'],
    ['a wrong position that stands earlier', 'x: author.0.0'],
    ['a template with a slip of the pen behind the text', 'x: { template: "titl {titl}" }'],
  ])('%s', (_, line) => {
    expect(field(line)).toMatchSnapshot();
  });
});

describe('list', () => {
  test.each([
    ['a wrong field', 'product_s'],
    ['rows that are no list', '{ field: page, rows: single }'],
    ['rows that do not exist', '{ field: page, rows: nodes }'],
    ['one object', 'product'],
    ['an argument that is required', 'shop'],
    ['an argument that does not exist', '{ field: products, arguments: { chanel: web } }'],
    ['an argument that waits for a value', '{ field: products, arguments: { channel: "?" } }'],
    ['rows of another type', '{ field: author.books }'],
    ['a size argument that does not exist', '{ field: products, page: { size: first } }'],
    ['a filter argument that does not exist', '{ field: products, filter: { style: equality, at: where } }'],
    [
      'a sort argument that does not exist',
      '{ field: products, sort: { at: orderBy, ascending: "$field" } }',
    ],
    ['a count that does not exist', '{ field: page, rows: items, count: totalCount }'],
    ['a size argument with a slip of the pen', '{ field: products, page: { size: limt } }'],
    ['rows with a slip of the pen', '{ field: page, rows: itemz }'],
    ['a count with a slip of the pen', '{ field: page, rows: items, count: totl }'],
  ])('%s', (_, line) => {
    expect(list(line)).toMatchSnapshot();
  });
});

describe('names in the filter and the sort', () => {
  const style = '{ style: equality, at: filter, operators: { number: { eq: $value } } }';
  const named = (field: string, filter = style): string =>
    problemsOf(`${head}list: { field: products, filter: ${filter} }\nfields: { ${field} }\n`);
  test.each([
    ['no operator for the kind', 'title: { path: title, filter: title }', style],
    ['a slip of the pen', 'price: { path: price, filter: prise }', style],
    ['no such member', 'price: { path: price, filter: amount }', style],
    ['no such member on the way', 'price: { path: price, filter: money.amount }', style],
    [
      'no operator that fits',
      'price: { path: price, filter: price }',
      style.replace('eq: $value', 'eq: { eq: $value }'),
    ],
  ])('%s', (_, field, filter) => {
    expect(named(field, filter)).toMatchSnapshot();
  });
});

describe('the rest', () => {
  test.each([
    ['get: a wrong field', 'get: { field: prodct, arguments: { id: $id } }'],
    ['get: a wrong argument', 'get: { field: product, arguments: { key: $id } }'],
    ['get: a slip of the pen in an argument', 'get: { field: product, arguments: { idd: $id } }'],
    ['get: another type', 'get: { field: author, arguments: { id: $id } }'],
    ['where: an unknown field', 'where: { titel: a }'],
    ['where: an unknown field among alternatives', 'where: { $or: [{ title: a }, { titel: b }] }'],
    ['where: an operator with a slip of the pen', 'where: { title: { $eqq: a } }'],
    ['where: an operand that is none', 'where: { $and: [{ title: { $in: 5 } }, { title: b }] }'],
    ['where: no filter', 'where: { title: { $like: a } }'],
    [
      'writes: a wrong mutation',
      'writes: { insert: { mutation: createProdct, arguments: { input: $item } } }',
    ],
    ['writes: a wrong argument', 'writes: { remove: { mutation: deleteProduct, arguments: { key: $id } } }'],
    [
      'writes: a missing member',
      'writes: { insert: { mutation: createProduct, arguments: { input: { price: 1 } } } }',
    ],
    ['aggregate: a wrong field', 'aggregate: { field: productStats, functions: { count: count } }'],
  ])('%s', (_, lines) => {
    expect(rest(lines)).toMatchSnapshot();
  });
  test('an unknown type', () => {
    expect(
      problemsOf('version: 1\ncollection: products\ntype: Prodct\nid: id\nlist: products\nfields: {}\n'),
    ).toMatchSnapshot();
  });
  test('an id that does not exist, and one that is a list', () => {
    expect(
      problemsOf('version: 1\ncollection: products\ntype: Product\nid: uid\nlist: products\nfields: {}\n'),
    ).toMatchSnapshot();
    expect(
      problemsOf('version: 1\ncollection: products\ntype: Product\nid: keys\nlist: products\nfields: {}\n'),
    ).toMatchSnapshot();
  });
  test('an unknown id codec', () => {
    expect(
      problemsOf(
        'version: 1\ncollection: products\ntype: Product\nid: { path: id, codec: shopfy }\nlist: products\nfields: {}\n',
      ),
    ).toMatchSnapshot();
  });
});

/** Lists of related objects in the rows: which may come cut, and what of a row says that they are whole. */
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { takesSize } from '../../../../src/model/bind/references/takes-size.js';
import { judge } from '../judge.js';

const upstream =
  'version: 1\nurl: http://127.0.0.1:9/graphql\nschema: schema.graphql\nintrospection: { enabled: false }\n';

async function problemsOf(members: string, field: string, more = ''): Promise<string> {
  const { problems } = await judge(
    {
      'upstream.yaml': upstream,
      'books.yaml': `version: 1\ncollection: books\ntype: Book\nlist: books\nid: id\nfields:\n  tags: { type: MULTI_REFERENCE, collection: tags, ${field} }\n`,
      'tags.yaml': 'version: 1\ncollection: tags\ntype: Tag\nlist: tags\nid: id\nfields: { name: name }\n',
    },
    `type Query { books: [Book!]! tags: [Tag!]! }
     type Book { id: ID! ${members} }
     type Tag { id: ID! name: String }
     ${more}`,
  );
  return problems;
}

describe('a field that can be asked for parts', () => {
  const sized = (args: string, more = ''): boolean =>
    takesSize(
      buildSchema(`type Query { list(${args}): [String] } ${more}`).getQueryType()!.getFields().list!,
    );

  test.each([
    ['first: Int'],
    ['limit: NonNegativeInt!', 'scalar NonNegativeInt'],
    ['take: BigInt', 'scalar BigInt'],
    ['pagination: Pages', 'input Pages { limit: Int start: Int }'],
    ['options: Options', 'input Options { take: Int! sort: String }'],
  ])('%s', (args, more = '') => expect(sized(args, more)).toBe(true));

  test.each([
    ['format: String'],
    ['ids: [Int!]'],
    ['near: Point', 'scalar Point'],
    ['where: Filter', 'input Filter { views_gt: Int count_lt: Int }'],
    ['where: Filter', 'input Filter { views: Numbers } input Numbers { limit: Int }'],
  ])('not: %s', (args, more = '') => expect(sized(args, more)).toBe(false));
});

test('a size inside an input object needs a word on what is all', async () => {
  const members = 'tags(pagination: Pages): [Tag!]!';
  const input = 'input Pages { limit: Int }';
  expect(await problemsOf(members, 'through: { list: tags }', input)).toContain(
    'nothing says whether "tags" has all of them',
  );
  expect(await problemsOf(members, 'through: { list: { path: tags, max: 5 } }', input)).toBe('');
});

test('arguments of the list are not those of a number that is called like it', async () => {
  const members = 'tags(take: Int): [Tag!]! _count: Counts! tagPage(take: Int): Page!';
  const types = 'type Counts { tags(where: String): Int! } type Page { nodes: [Tag!]! total: Int! }';
  expect(
    await problemsOf(
      members,
      'through: { list: { path: tags, total: _count.tags } }, arguments: { tags: { take: 5 } }',
      types,
    ),
  ).toBe('');
  // Where both stand in the same object, they are asked with the same arguments.
  const paged = 'through: { list: { path: tagPage.nodes, total: tagPage.total } }';
  expect(await problemsOf(members, `${paged}, arguments: { tagPage: { take: 5 } }`, types)).toBe('');
  expect(await problemsOf(members, `${paged}, arguments: { tagPage: { first: 5 } }`, types)).toContain(
    'has no argument "first"',
  );
});

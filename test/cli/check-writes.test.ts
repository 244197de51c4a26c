/** `check` judges each template of `writes` against the schema, and names its line. */
import { expect, it } from 'vitest';
import { directoryWith } from './harness.js';
import { inside } from './inside.js';

const schema = `
  type Query { books(limit: Int = 20, offset: Int = 0): [Book!]! }
  type Book { id: ID! title: String pages: Int inPrint: Boolean! }
  input BookInput { id: ID title: String pages: Int }
  input BookPatch { title: StringSet } input StringSet { set: String }
  input BookWhere { id: ID or: [BookWhere!] }
  type BookPayload { book: Book errors: [Fault!]! } type Fault { message: String! }
  input Pages { from: Int }
  type Mutation {
    createBook(input: BookInput!): BookPayload
    updateBook(id: ID!, input: BookInput!): BookPayload
    patchBook(id: ID!, patch: BookPatch!): BookPayload
    setPrinted(inPrint: Boolean!, input: BookInput!): BookPayload
    renumber(id: ID!, pages: Pages!): BookPayload
    deleteBook(where: BookWhere!): BookPayload
  }
`;
const good = {
  insert: '{ mutation: createBook, arguments: { input: $item }, result: book, errors: errors }',
  update: '{ mutation: updateBook, arguments: { id: $id, input: $item }, result: book, errors: errors }',
  remove: '{ mutation: deleteBook, arguments: { where: { id: $id } }, errors: errors }',
};
type Verb = keyof typeof good;

async function check(
  verb?: Verb,
  template = '',
  id = 'id',
): Promise<{ readonly code: number | null; readonly stdout: string }> {
  const lines = Object.entries({ ...good, ...(verb === undefined ? {} : { [verb]: template }) });
  const folder = directoryWith({
    'upstream.yaml': 'version: 1\nurl: http://127.0.0.1:9/graphql\nschema: schema.graphql\n',
    'schema.graphql': schema,
    'books.yaml': `version: 1
collection: books
type: Book
list: books
id: ${id}
fields: { title: title, pages: pages }
writes:
  identify: ${id === 'id' ? 'clientId' : 'none'}
${lines.map(([name, text]) => `  ${name}: ${text}`).join('\n')}
`,
  });
  try {
    return await inside(['check', '--mappings', folder.path]);
  } finally {
    folder.remove();
  }
}

/** Lines of the verbs in the file. */
const lineOf: Readonly<Record<Verb, number>> = { insert: 9, update: 10, remove: 11 };

it('says nothing of templates that fit', async () => {
  const { code, stdout } = await check();
  expect(stdout).toContain('1 collection, 0 problems');
  expect(code).toBe(0);
});

it.each<[string, Verb, string, string]>([
  [
    'a mutation that is not there',
    'update',
    '{ mutation: updateBok, arguments: { id: $id, input: $item } }',
    'the upstream has no mutation "updateBok"',
  ],
  [
    'slots that are swapped',
    'update',
    '{ mutation: updateBook, arguments: { id: $item, input: $id } }',
    '"id" (ID!) cannot take "$item", which is an object',
  ],
  [
    'no id',
    'update',
    '{ mutation: createBook, arguments: { input: $item } }',
    'no argument holds "$id": the mutation would not be about one item',
  ],
  [
    'no item',
    'insert',
    '{ mutation: createBook, arguments: { input: { title: Book } } }',
    'no argument holds "$item": nothing of the item would be written',
  ],
  [
    'an empty condition beside the id',
    'remove',
    '{ mutation: deleteBook, arguments: { where: { id: $id, or: [] } } }',
    'an empty value beside the id can stand for every item: leave it out',
  ],
  [
    'an argument that is not there',
    'remove',
    '{ mutation: deleteBook, arguments: { where: { id: $id }, force: true } }',
    'has no argument "force"',
  ],
  [
    'an argument that is missing',
    'update',
    '{ mutation: updateBook, arguments: { input: { id: $id, "...": $item } } }',
    '"id"',
  ],
  [
    'a list where one value is taken',
    'remove',
    '{ mutation: deleteBook, arguments: { where: { id: $ids } } }',
    '"id" takes one value (ID), not a list',
  ],
  [
    'an answer without the place of the item',
    'insert',
    '{ mutation: createBook, arguments: { input: $item }, result: boook }',
    'the result of "createBook" has no "boook"',
  ],
  [
    'a form of values that fields have not',
    'update',
    '{ mutation: updateBook, arguments: { id: $id, input: $item }, value: { set: $value } }',
    'which has not the form of value',
  ],
  [
    'a form of values without the value',
    'update',
    '{ mutation: patchBook, arguments: { id: $id, patch: $item }, value: { set: x } }',
    'value has no "$value", so every item would be written alike',
  ],
  [
    'a mutation for which every field is read-only',
    'update',
    '{ mutation: renumber, arguments: { id: $id, pages: $item } }',
    'no field of this file is written: "pages" takes from',
  ],
  [
    'changes of an item that is new',
    'insert',
    '{ mutation: createBook, arguments: { input: $actions } }',
    '"$actions" are changes of an item: for update only',
  ],
])('%s', async (_, verb, template, message) => {
  const { code, stdout } = await check(verb, template);
  expect(code).toBe(1);
  const found = stdout.split('\n').find((line) => line.includes(message));
  expect(found, stdout).toBeDefined();
  expect(found).toMatch(new RegExp(`books\\.yaml:${lineOf[verb]}:\\d+: `));
  expect(stdout).toContain('0 collections');
});

it('an id that is true or false: nothing is changed by it', async () => {
  const update = '{ mutation: setPrinted, arguments: { inPrint: $id, input: $item } }';
  const { code, stdout } = await check('update', update, 'inPrint');
  expect(code).toBe(1);
  expect(stdout).toMatch(/books\.yaml:10:\d+: the id is true or false: some APIs pass a condition over/);
});

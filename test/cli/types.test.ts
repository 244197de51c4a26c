/** `types`: what it prints is TypeScript that the compiler takes, and that catches the mistakes of site code. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { directoryWith } from './harness.js';
import { inside } from './inside.js';

const work = directoryWith({
  'api/upstream.yaml': 'version: 1\nurl: http://127.0.0.1:9/graphql\nschema: schema.graphql\n',
  'api/schema.graphql': `
    enum State { NEW USED }
    type Book { id: ID!, title: String!, pages: Int, state: State!, author: Person!, made: String! }
    type Person { id: ID!, name: String! }
    type Query { books: [Book!]!, people: [Person!]! }`,
  'api/books.yaml': `version: 1
collection: book-list
displayName: "Books */ of all"
type: Book
list: books
id: id
fields:
  title: { path: title, description: "Its name" }
  pages: pages
  state: state
  made: { path: made, type: DATETIME }
  printed: { path: made, type: DATE }
  author: { path: author.id, type: REFERENCE, collection: people }
  "first-line": { template: "{title}" }
`,
  'api/people.yaml':
    'version: 1\ncollection: people\ntype: Person\nlist: people\nid: id\nfields: { name: name }\n',
});
afterAll(() => work.remove());

const types = (args: readonly string[] = [], environment = {}) =>
  inside(['types', '--mappings', join(work.path, 'api'), ...args], { environment });

/** As the package declares them, as far as they are used here. */
const sdk = `declare module '@wix/data' {
  interface WixDataItem { _id: string; _createdDate?: Date; [key: string]: any }
  export const items: {
    get<Item extends Record<string, any> = WixDataItem>(id: string, item: string): Promise<(Item & WixDataItem) | null>;
    query<Item extends Record<string, any> = WixDataItem>(id: string, request: object): Promise<{ items: Item[] }>;
  };
}`;

/** Messages of the compiler in strict mode, for each file of site code. */
function compile(types: string, codes: readonly string[]): readonly (readonly string[])[] {
  const folder = join(work.path, 'site');
  mkdirSync(folder, { recursive: true });
  const names = codes.map((_, index) => `site-${index}.ts`);
  const files = [
    ['sdk.d.ts', sdk],
    ['collections.d.ts', types],
    ...codes.map((code, index) => [names[index]!, code]),
  ];
  for (const [name, text] of files) writeFileSync(join(folder, name!), text!);
  const program = ts.createProgram(
    files.map(([name]) => join(folder, name!)),
    { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, types: [] },
  );
  const found = ts.getPreEmitDiagnostics(program);
  expect(found.filter(({ file }) => !names.some((name) => file?.fileName.endsWith(name)))).toEqual([]);
  return names.map((name) =>
    found
      .filter(({ file }) => file?.fileName.endsWith(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
  );
}

let declared: string;
beforeAll(async () => {
  declared = (await types()).stdout;
});

it('prints an interface for each collection, and their names', () => {
  expect(declared).toMatchInlineSnapshot(`
    "/** Items of the collections, for site code with @wix/data. Made by \`wix-graphql-adapter types\`: make it anew, do not edit it. */

    /** Books * / of all */
    export interface BookList {
      _id: string;
      /** Its name */
      title: string;
      pages?: number | null;
      state: "NEW" | "USED";
      made: Date;
      printed: string;
      author: string | People;
      "first-line"?: string | null;
    }

    /** people */
    export interface People {
      _id: string;
      name: string;
    }

    /** Collections by the names that the SDK takes. */
    export interface Collections {
      "book-list": BookList;
      "people": People;
    }

    export type CollectionName = keyof Collections;
    "
  `);
});

const right = `
  import { items } from '@wix/data';
  import type { BookList, CollectionName, Collections } from './collections.js';
  async function load<Name extends CollectionName>(name: Name, id: string): Promise<Collections[Name] | null> {
    return items.get<Collections[Name]>(name, id);
  }
  const book = await load('book-list', 'b1');
  const title: string | undefined = book?.title.toUpperCase();
  const year: number | undefined = book?.made.getFullYear();
  const pages: number = book?.pages ?? 0;
  const author: string | undefined = typeof book?.author === 'object' ? book.author.name : book?.author;
  const all = await items.query<BookList>('book-list' satisfies CollectionName, { filter: { state: 'NEW' } });
  export const shown = [title, year, pages, author, ...all.items.map((each) => each['first-line'] ?? each.state)];`;
const wrong = `
  import type { BookList, CollectionName } from './collections.js';
  declare const book: BookList;
  export const name: CollectionName = 'boook-list';
  export const wrong = [book.titel, book.pages.toFixed(), book.state === 'OLD', book.made.toUpperCase()];`;

it('site code that is right compiles, and its mistakes are found', () => {
  const [none, messages] = compile(declared, [right, wrong]);
  expect(none).toEqual([]);
  expect(messages).toEqual([
    expect.stringContaining('"boook-list"\' is not assignable'),
    expect.stringContaining("'titel' does not exist"),
    expect.stringContaining("'book.pages' is possibly"),
    expect.stringContaining('"NEW" | "USED"\' and \'"OLD"\' have no overlap'),
    expect.stringContaining("'toUpperCase' does not exist on type 'Date'"),
  ]);
});

it('a namespace stands before the names, and --out writes the file', async () => {
  const out = join(work.path, 'out', 'collections.d.ts');
  const made = await types(['people', '--out', out], { WIX_NAMESPACE: 'shop' });
  expect(made).toMatchObject({ code: 0, stdout: `${out}: 1 collection\n` });
  expect(readFileSync(out, 'utf8')).toContain('"shop/people": People;');
});

it('nothing is printed where a file is broken: sound code of the site would not compile any more', async () => {
  const file = join(work.path, 'api', 'people.yaml');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace('name: name', 'name: nmae'));
  const ended = await types();
  writeFileSync(file, before);
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain('did you mean "name"?');
});

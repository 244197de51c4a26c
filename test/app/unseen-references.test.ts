/** A field that writes a reference and is none is told where the rules of the other collection would not see it, and only there. */
import { afterEach, expect, test } from 'vitest';
import { createApp } from '../../src/app/app.js';
import { printYaml } from '../../src/authoring/write/write-yaml.js';
import type { Json } from '../../src/wix/json.js';
import { unobserved } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { directoryWith } from '../cli/harness.js';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Fields = Record<string, Json>;

const schema = `
  type Note { id: ID! text: String folder: Folder folderId: ID also: [ID!] }
  type Folder { id: ID! name: String owner: String }
  input NoteInput { text: String folderId: ID also: [ID!] folder: FolderInput }
  input FolderInput { id: ID }
  type Query { notes(limit: Int, offset: Int): [Note!]! folders(limit: Int, offset: Int): [Folder!]! }
  type Mutation { createNote(input: NoteInput!): Note updateNote(id: ID!, input: NoteInput!): Note }`;

const reference = (path: string, more: Fields = {}): Fields => ({
  path,
  type: 'REFERENCE',
  collection: 'folders',
  ...more,
});
const rule: Fields = { where: { owner: '$identity.memberId' } };
const insert: Fields = {
  insert: { mutation: 'createNote', arguments: { input: '$item' }, result: '' },
};
const update: Fields = {
  update: { mutation: 'updateNote', arguments: { id: '$id', input: '$item' }, result: '' },
};

interface Files {
  readonly fields: Fields;
  readonly writes?: Fields;
  /** Of the folders. */
  readonly rules?: Fields;
  /** Fields of a second collection of notes. */
  readonly others?: Fields;
}

async function told({ fields, writes = insert, rules = rule, others }: Files) {
  const file = (value: Fields) => printYaml({ version: 1, ...value } as never, {});
  const notes = { type: 'Note', list: 'notes', id: 'id' };
  const directory = directoryWith({
    'schema.graphql': schema,
    'upstream.yaml': file({
      url: 'http://127.0.0.1:9/graphql',
      schema: 'schema.graphql',
      introspection: { enabled: false },
      defaults: { page: { size: 'limit', offset: 'offset', max: 100 } },
    }),
    'folders.yaml': file({
      collection: 'folders',
      type: 'Folder',
      list: 'folders',
      id: 'id',
      ...rules,
      fields: { name: 'name', owner: 'owner' },
    }),
    'notes.yaml': file({ collection: 'notes', ...notes, fields: { text: 'text', ...fields }, writes }),
    ...(others ? { 'others.yaml': file({ collection: 'others', ...notes, fields: others }) } : {}),
  });
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: directory.path,
    environment: {},
    observe: unobserved,
    prefer: 'saved',
    retry: 'never',
  });
  closing.push(directory.remove, () => app.close());
  await app.started;
  return app.problems.map(({ file: path, line, column, message, severity, help, actions }) => ({
    at: `${path.split('/').at(-1)}:${line}:${column}`,
    message,
    severity,
    help,
    edit: actions?.[0]?.kind,
  }));
}

const folder = reference('folderId');
const unseen = (key: string, as: string, of = 'folder') =>
  `"${key}" writes the reference "${of}" as ${as}, so that the rules of folders do not see it`;

test('with its place and what mends it', async () => {
  expect(await told({ fields: { folder, folderId: 'folderId' } })).toEqual([
    {
      at: expect.stringMatching(/^notes\.yaml:\d+:3$/),
      message: unseen('folderId', 'TEXT'),
      severity: 'warning',
      help: expect.stringContaining('input: false'),
      edit: 'edit',
    },
  ]);
});

test.each<[string, Files, string]>([
  ['an update alone', { fields: { folder, code: 'folderId' }, writes: update }, unseen('code', 'TEXT')],
  [
    'allow alone',
    { fields: { folder, code: 'folderId' }, rules: { allow: { read: ['member'] } } },
    unseen('code', 'TEXT'),
  ],
  [
    'a field that is written to the same place',
    {
      fields: {
        folder: reference('folder.id', { input: 'folderId' }),
        code: { path: 'text', input: 'folderId' },
      },
    },
    unseen('code', 'TEXT'),
  ],
  [
    'a list of ids',
    { fields: { also: { path: 'also', type: 'MULTI_REFERENCE', collection: 'folders' }, codes: 'also' } },
    unseen('codes', 'ARRAY_STRING', 'also'),
  ],
  [
    'the reference of another file',
    { fields: { code: 'folderId' }, others: { folder } },
    unseen('code', 'TEXT'),
  ],
])('%s', async (_, files, message) => {
  expect((await told(files)).map((each) => each.message)).toEqual([message]);
});

test.each<[string, Files]>([
  ['the reference itself', { fields: { folder } }],
  ['a field that is only read', { fields: { folder, code: { path: 'folderId', input: false } } }],
  ['a hidden field', { fields: { folder, code: { path: 'folderId', hidden: true } } }],
  ['a collection without rules', { fields: { folder, code: 'folderId' }, rules: {} }],
  ['a filter of constants', { fields: { folder, code: 'folderId' }, rules: { where: { owner: 'p1' } } }],
  ['another reference', { fields: { folder, parent: reference('folderId') } }],
])('not of %s', async (_, files) => {
  expect(await told(files)).toEqual([]);
});

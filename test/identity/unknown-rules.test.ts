/** A collection whose file has errors is not served, and its rules are not known: nobody refers to its items meanwhile. */
import { afterEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { createApp } from '../../src/app/app.js';
import type { RequestScope } from '../../src/upstream/transport/context.js';
import type { Json } from '../../src/wix/json.js';
import type { OperationName } from '../../src/wix/operations.js';
import { unobserved } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { directoryWith } from '../cli/harness.js';
import { directClient, type NotesRows, notesSchema, notesStyle } from './notes-api.js';

const p1: RequestScope = { identity: { type: 'MEMBER', memberId: 'p1' } };

const notes = {
  version: 1,
  collection: 'notes',
  type: 'Note',
  list: 'notes',
  id: 'id',
  fields: {
    text: 'text',
    folder: { path: 'folder', type: 'REFERENCE', collection: 'folders' },
    also: { path: 'also', type: 'MULTI_REFERENCE', collection: 'folders', writes: 'items' },
  },
  writes: {
    insert: { mutation: 'createNote', arguments: { input: '$item' }, result: '' },
    update: { mutation: 'updateNote', arguments: { id: '$id', input: '$item' }, result: '' },
  },
};
const folders = (more: Record<string, Json>): string =>
  stringify({
    version: 1,
    collection: 'folders',
    type: 'Folder',
    list: 'folders',
    id: 'id',
    fields: { name: 'name' },
    ...more,
  });

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of closing.splice(0)) await each();
});

async function start(foldersFile: string | undefined) {
  const folder = { id: 'f1', name: 'first', pins: [], owner: 'p2', shop: 's1', open: true };
  const note = { id: 'n1', text: 'n1', size: 1, owner: 'p1', shop: 's1', open: true, folder: null };
  const rows: NotesRows = { notes: new Map([['n1', note]]), folders: new Map([['f1', folder]]) };
  const schema = notesSchema({ rows });
  const directory = directoryWith({
    'upstream.yaml': stringify({ version: 1, url: 'http://localhost/graphql', ...notesStyle }),
    'notes.yaml': stringify(notes),
    ...(foldersFile === undefined ? {} : { 'folders.yaml': foldersFile }),
  });
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: directory.path,
    environment: {},
    observe: unobserved,
    connect: () => directClient(schema, () => undefined),
  });
  closing.push(
    () => app.close(),
    () => directory.remove(),
  );
  await app.started;
  const service = app.service(undefined);
  const ask = async (operation: OperationName, request: Record<string, Json>): Promise<Json> => {
    const context = {
      world: systemWorld,
      requestId: 'r',
      scope: p1,
      signal: new AbortController().signal,
      observe: unobserved,
      arrived: systemWorld.now(),
    };
    try {
      const { results } = (await service(
        operation,
        { collectionId: 'notes', ...request },
        context,
      )) as unknown as {
        readonly results: readonly { readonly error?: { readonly errorCode: string } }[];
      };
      return results.map(({ error }) => error?.errorCode ?? 'done');
    } catch (error) {
      return (error as Error).message;
    }
  };
  const insert = (item: Record<string, Json>) => ask('InsertDataItems', { items: [item] });
  const refer = () =>
    ask('InsertDataItemReferences', {
      referringFieldKey: 'also',
      references: [{ referringItemId: 'n1', referencedItemId: 'f1' }],
    });
  return { rows, insert, refer };
}

const unknown =
  'The mapping of the collection folders has errors, so it is not known who may refer to its items';
const wrong = { fields: { name: 'nmae' } };

test.each<[string, string]>([
  ['whereFor', folders({ ...wrong, whereFor: { member: { name: 'x' } } })],
  ['a fact in where', folders({ ...wrong, where: { name: '$identity.memberId' } })],
  ['allow', folders({ ...wrong, allow: { read: ['owner'] } })],
  ['what cannot be read', 'version: 1\ncollection: [folders\n'],
  ['what is no mapping', 'version: 1\ncollection: folders\nwhereFor: 5\n'],
])('a file with errors and %s', async (_, file) => {
  const { rows, insert, refer } = await start(file);
  expect(await insert({ text: 'new', folder: 'f1' })).toBe(unknown);
  expect(await refer()).toBe(unknown);
  expect([rows.notes.size, rows.notes.get('n1')!.also]).toEqual([1, undefined]);
  // What refers to nothing is written.
  expect(await insert({ text: 'new', folder: null })).toEqual(['done']);
});

test.each<[string, string | undefined]>([
  ['a file with errors and without rules', folders(wrong)],
  ['a collection of Wix itself', undefined],
])('%s may be referred to', async (_, file) => {
  const { rows, insert } = await start(file);
  expect(await insert({ text: 'new', folder: 'f1' })).toEqual(['done']);
  expect([...rows.notes.values()].at(-1)!.folder).toBe('f1');
});

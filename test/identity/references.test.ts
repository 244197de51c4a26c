/** References that writes make: none to what is hidden from whoever writes, in whatever form it is sent. */
import { expect, test } from 'vitest';
import type { RequestScope } from '../../src/upstream/transport/context.js';
import type { Json } from '../../src/wix/json.js';
import { type NotesRows, noteRow } from './notes-api.js';
import { startNotes } from './serve-notes.js';

const visitor: RequestScope = { identity: { type: 'ANONYMOUS_VISITOR', anonymousVisitorId: 'v1' } };
const owner: RequestScope = { identity: { type: 'WIX_USER', wixUserId: 'w1' } };
const p1: RequestScope = { identity: { type: 'MEMBER', memberId: 'p1' } };

/** Folders of the members p1 and p2, and notes in the folder of p1. */
function rows(): NotesRows {
  const folder = (id: string, of: string) => ({ id, name: id, pins: [], owner: of, shop: 's1', open: true });
  return {
    notes: new Map(
      [noteRow('n1', 'p1', true), noteRow('n2', 'p1', false), noteRow('n3', 'p2', false)].map((each) => [
        each.id,
        each,
      ]),
    ),
    folders: new Map([folder('f1', 'p1'), folder('f2', 'p2')].map((each) => [each.id, each])),
  };
}

type Write = (
  operation: 'Insert' | 'Update',
  who: RequestScope,
  ...items: Record<string, Json>[]
) => Promise<{ readonly asked: number; readonly said: readonly Json[] }>;

/** Folders are of who owns them. */
function start(): { readonly served: NotesRows; readonly write: Write } {
  const served = rows();
  const { ask } = startNotes(served, {}, { where: { owner: '$identity.memberId' } });
  const write: Write = async (operation, who, ...items) => {
    const before = structuredClone(served.notes);
    const { body, asked } = await ask(`${operation}DataItems`, { collectionId: 'notes', items }, who);
    const { results } = body as {
      results: { item?: object; error?: { errorCode: string; data: { violations?: Json[] } } }[];
    };
    // What is refused has changed nothing.
    const changed = [...served.notes].filter(
      ([id, row]) => JSON.stringify(row) !== JSON.stringify(before.get(id)),
    );
    expect(changed.length).toBeLessThanOrEqual(results.filter(({ item }) => item).length);
    return { asked, said: results.map(({ error }) => error?.data.violations ?? error?.errorCode ?? 'done') };
  };
  return { served, write };
}

const refusal = (id: string, fieldPath = 'folder') => [
  {
    fieldPath,
    rejectedValue: id,
    message: 'must refer to an item of folders that whoever writes it can see',
  },
];
const note = (folder: Json) => ({ text: 'new', folder });
const n1 = { _id: 'n1', text: 'changed', size: 1, open: true };

test('an item is not written with a reference to an item that is hidden; whether it is there is not told', async () => {
  const { served, write } = start();
  // One look for all of them, and a mutation for each that is sent.
  expect(
    await write('Insert', p1, note('f1'), note('f2'), note({ _id: 'f2' }), note('f9'), note(null)),
  ).toEqual({
    asked: 3,
    said: ['done', refusal('f2'), refusal('f2'), refusal('f9'), 'done'],
  });
  // Who may not read the folders, or has none: nothing is asked.
  expect(await write('Insert', owner, note('f1'), note(null))).toEqual({
    asked: 1,
    said: [refusal('f1'), 'done'],
  });
  expect((await write('Update', p1, { ...n1, folder: 'f2' })).said).toEqual([refusal('f2')]);
  // What is hidden may stay where it is.
  served.notes.get('n1')!.folder = 'f2';
  const others = ['n3', 'n9'].map((_id) => ({ ...n1, _id, folder: 'f2' }));
  expect((await write('Update', p1, { ...n1, folder: 'f2' }, ...others)).said).toEqual([
    'done',
    refusal('f2'),
    'ITEM_NOT_FOUND',
  ]);
  expect(served.notes.get('n1')).toMatchObject({ text: 'changed', folder: 'f2' });
});

test.each<[string, Json, string]>([
  ['the item by its _id', { _id: 'f2' }, 'f2'],
  ['the item by its id', { id: 'f2' }, 'f2'],
  ['an item whose _id is null', { _id: null, id: 'f2', name: 'second' }, 'f2'],
  ['an item with both, of which the _id counts', { _id: 'f2', id: 'f1' }, 'f2'],
])('a reference is an id in whatever form it is sent: %s', async (_, folder, id) => {
  const { served, write } = start();
  expect((await write('Insert', p1, note(folder))).said).toEqual([refusal(id)]);
  expect((await write('Update', p1, { ...n1, folder })).said).toEqual([refusal(id)]);
  expect(served.notes.get('n1')!.folder).toBe('f1');
  // Nor is an update refused that keeps a hidden one in another form.
  served.notes.get('n1')!.folder = id;
  expect((await write('Update', p1, { ...n1, folder })).said).toEqual(['done']);
});

test('a reference that is shown may be sent in each form, and what is no reference is refused as that', async () => {
  const { served, write } = start();
  for (const folder of [{ _id: 'f1' }, { id: 'f1' }, { _id: 'f1', id: 'f2' }] as const)
    expect((await write('Insert', p1, note(folder))).said).toEqual(['done']);
  for (const folder of [{}, { id: null }, { _id: 7 }, ['f2'], [{ id: 'f2' }], 7, true] as const)
    expect((await write('Update', p1, { ...n1, folder })).said).toEqual([
      [expect.objectContaining({ fieldPath: 'folder', message: 'must be an id, or an item with one' })],
    ]);
  expect([...served.notes.values()].map(({ folder }) => folder)).not.toContain('f2');
  expect((await write('Update', p1, { ...n1, folder: null })).said).toEqual(['done']);
  expect(served.notes.get('n1')!.folder).toBeNull();
});

test('a list of ids that is written with its item holds none of what is hidden either', async () => {
  const { served, write } = start();
  const also = (...ids: Json[]) => ({ text: 'new', also: ids });
  expect(
    await write('Insert', p1, also('f1'), also('f1', 'f2'), also('f9', 'f2'), also(), {
      text: 'x',
      also: null,
    }),
  ).toEqual({
    asked: 4,
    said: [
      'done',
      refusal('f2', 'also'),
      [...refusal('f9', 'also'), ...refusal('f2', 'also')],
      'done',
      'done',
    ],
  });
  expect((await write('Update', p1, { ...n1, also: ['f2'] })).said).toEqual([refusal('f2', 'also')]);
  // A list holds ids: an item in it is no id, whichever it is.
  for (const item of [{ id: 'f2' }, { _id: 'f2' }, { _id: 'f1' }, ['f2']] as const) {
    const said = [[expect.objectContaining({ fieldPath: 'also', message: 'must be a text' })]];
    expect((await write('Insert', p1, also('f1', item))).said).toEqual(said);
    expect((await write('Update', p1, { ...n1, also: ['f1', item] })).said).toEqual(said);
  }
  // The hidden ones that it holds may stay, and no other may join them.
  Object.assign(served.notes.get('n1')!, { also: ['f2'] });
  expect((await write('Update', p1, { ...n1, also: ['f1', 'f2'] })).said).toEqual(['done']);
  expect((await write('Update', p1, { ...n1, also: ['f9', 'f2'] })).said).toEqual([refusal('f9', 'also')]);
  expect(served.notes.get('n1')!.also).toEqual(['f1', 'f2']);
});

test('explain shows what is looked up of references', () => {
  const { rig } = startNotes(rows(), {}, { where: { owner: '$identity.memberId' } });
  const items = [{ kind: 'item', item: { text: 'new', folder: 'f1' } }] as const;
  const shown = rig.engine.explainWrite(rig.model('notes'), { kind: 'insert', items }, p1);
  expect(shown.looks).toEqual(['folder must refer to an item of folders that whoever writes can see']);
  expect(shown.calls.map(({ document }) => /^\w+/.exec(document)![0])).toEqual(['query', 'mutation']);
  expect(shown.calls[0]!.variables).toEqual({ where: { id: { in: ['f1'] } }, limit: 1, offset: 0 });
});

test('a reference to an item that constants hide from all is not made either', async () => {
  const served = rows();
  const [shown, hidden] = [true, false].map(
    (open) => [...served.notes.values()].find((each) => each.open === open)!,
  );
  const { ask } = startNotes(served, { where: { open: true } }, {});
  const { body } = await ask(
    'InsertDataItemReferences',
    {
      collectionId: 'folders',
      referringFieldKey: 'pins',
      references: [shown!, hidden!].map(({ id }) => ({ referringItemId: 'f1', referencedItemId: id })),
    },
    visitor,
  );
  expect(body).toMatchObject({ results: [{}, { error: { errorCode: 'ITEM_NOT_FOUND' } }] });
  expect(served.folders.get('f1')!.pins).toContain(shown!.id);
  expect(served.folders.get('f1')!.pins).not.toContain(hidden!.id);
});

/** Writes through a real PostGraphile 4 over an embedded PostgreSQL, by the files that `init --writes` makes of its schema. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WriteOutcome } from '../../src/execute/writes/outcome.js';
import { parseRemove, parseWrite } from '../../src/wix/write-requests.js';
import { createFolder, type Folder, type Served, serveFolder } from '../authoring/init/folder.js';
import { hasRare, rareNote } from '../rare/rare.js';
import { context } from '../rig.js';
import { type RunningServer, startPostgraphile } from './postgraphile-server.js';

/** `notes` take ids from outside, `marks` make their own. */
const sql = `
  create table notes (id text primary key, title text not null check (title <> ''), code text unique, stock int,
    price numeric(10, 2), done boolean, made timestamptz);
  create table marks (id serial primary key, label text not null);`;

type Given = Readonly<Record<string, unknown>>;

describe.skipIf(!hasRare)(`writes of PostGraphile, as it is${rareNote}`, () => {
  let server: RunningServer;
  let folder: Folder;
  let served: Served;
  beforeAll(async () => {
    server = await startPostgraphile({ sql });
    folder = createFolder();
    const ran = await folder.init(server.url, { writes: true, probe: false });
    expect(ran.exitCode, ran.output).toBe(0);
    served = await serveFolder(folder.path);
  }, 120_000);
  afterAll(async () => {
    await served?.close();
    folder?.remove();
    await server?.close();
  });

  async function write(
    kind: 'insert' | 'update' | 'remove',
    collectionId: string,
    ...given: readonly (Given | string)[]
  ): Promise<readonly WriteOutcome[]> {
    const request =
      kind === 'remove'
        ? { kind, ids: parseRemove({ collectionId, itemIds: given }).ids }
        : { kind, items: parseWrite({ collectionId, items: given }).items };
    return served.engine.write(served.app.collections.get(collectionId)!, request, context());
  }
  const shown = (outcomes: readonly WriteOutcome[]) =>
    outcomes.map((each) => (each.kind === 'done' ? each.item : `${each.kind} ${each.error.code}`));

  const note = { _id: 'n1', title: 'One', code: 'c1', stock: 0, price: 12.5, done: false };
  const stored = { ...note, made: null };

  it('offers what its mutations do', () => {
    for (const id of ['notes', 'marks']) {
      const { writes } = served.app.collections.get(id)!;
      expect([id, writes?.insert?.name, writes?.update?.name, writes?.remove?.name]).toEqual(
        id === 'notes'
          ? ['notes', 'createNote', 'updateNoteById', 'deleteNoteById']
          : ['marks', 'createMark', 'updateMarkById', 'deleteMarkById'],
      );
    }
  });

  it('stores, tells what is taken and what is not valid, changes, clears and removes', async () => {
    expect(
      shown(
        await write(
          'insert',
          'notes',
          note,
          { ...note, title: 'Same id', code: 'c2' },
          { ...note, _id: 'n2' },
          {
            _id: 'n3',
            title: '',
          },
        ),
      ),
    ).toEqual([
      expect.objectContaining(stored),
      'refused ITEM_ALREADY_EXISTS',
      // Another unique column than the key: Wix could not find the item by the id.
      'refused VALIDATION_ERROR',
      'refused VALIDATION_ERROR',
    ]);
    const made = { $date: '2026-01-02T03:04:05.678Z' };
    expect(
      shown(
        await write(
          'update',
          'notes',
          { ...note, title: 'Uno', stock: 7, made },
          { ...note, _id: 'none', code: 'x' },
        ),
      ),
    ).toEqual([expect.objectContaining({ ...note, title: 'Uno', stock: 7, made }), 'refused ITEM_NOT_FOUND']);
    // What an update has not got loses its value.
    expect(shown(await write('update', 'notes', { _id: 'n1', title: 'Uno' }))).toEqual([
      expect.objectContaining({
        _id: 'n1',
        title: 'Uno',
        code: null,
        stock: null,
        price: null,
        done: null,
        made: null,
      }),
    ]);
    expect(shown(await write('remove', 'notes', 'none', 'n1', 'n1'))).toEqual([
      'refused ITEM_NOT_FOUND',
      expect.objectContaining({ _id: 'n1', title: 'Uno' }),
      'refused ITEM_NOT_FOUND',
    ]);
  });

  it('one that fails leaves the others of its document alone', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      _id: `m${index}`,
      title: index % 10 === 5 ? '' : `Title ${index}`,
      stock: index,
    }));
    const outcomes = shown(await write('insert', 'notes', ...many));
    for (const [index, each] of outcomes.entries())
      expect(each).toEqual(
        index % 10 === 5
          ? 'refused VALIDATION_ERROR'
          : expect.objectContaining({ _id: `m${index}`, stock: index }),
      );
    const removed = shown(await write('remove', 'notes', ...many.map(({ _id }) => _id)));
    expect(removed.filter((each) => each === 'refused ITEM_NOT_FOUND')).toHaveLength(3);
  });

  it('gives the ids that the database makes', async () => {
    const [first, second] = shown(
      await write('insert', 'marks', { _id: 'from Wix', label: 'One' }, { label: 'Two' }),
    ) as unknown as readonly { readonly _id: string; readonly label: string }[];
    expect([first!.label, second!.label]).toEqual(['One', 'Two']);
    expect(first!._id).toMatch(/^\d+$/);
    expect(Number(second!._id)).not.toBe(Number(first!._id));
    expect(shown(await write('remove', 'marks', first!._id, second!._id))).toEqual([
      expect.objectContaining({ _id: first!._id }),
      expect.objectContaining({ _id: second!._id }),
    ]);
  });
});

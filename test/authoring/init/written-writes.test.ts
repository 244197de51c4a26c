/** `init --writes` over APIs that write in different styles: what it proposes stores what was meant, and touches nothing else. */
import { afterEach, describe, expect, it } from 'vitest';
import { parseRemove, parseWrite } from '../../../src/wix/write-requests.js';
import { context } from '../../rig.js';
import type { Json } from '../../upstreams/data.js';
import { type ShelfUpstream, startShelf } from '../../upstreams/writes/start.js';
import { type WriteStyleCase, writeStyleCases } from '../../upstreams/writes/styles.js';
import { createFolder, type Folder, type Served, serveFolder } from './folder.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

interface Started {
  readonly upstream: ShelfUpstream;
  readonly folder: Folder;
  readonly served: Served;
  readonly verbs: readonly string[];
  write(kind: 'insert' | 'update' | 'remove', ...given: readonly Json[]): Promise<readonly Json[]>;
}

async function start(style: WriteStyleCase): Promise<Started> {
  const upstream = await startShelf(style);
  open.push(upstream);
  const folder = createFolder();
  open.push({ close: () => folder.remove() });
  const ran = await folder.init(upstream.url, { writes: true, probe: false });
  expect(ran.exitCode, ran.output).toBe(0);
  const served = await serveFolder(folder.path);
  open.push(served);
  const model = served.app.collections.get('books')!;
  const verbs = (['insert', 'update', 'remove'] as const).filter((verb) => model.writes?.[verb]);
  return {
    upstream,
    folder,
    served,
    verbs,
    async write(kind, ...given) {
      const request =
        kind === 'remove'
          ? { kind, ids: parseRemove({ collectionId: 'books', itemIds: given }).ids }
          : { kind, items: parseWrite({ collectionId: 'books', items: given }).items };
      const outcomes = await served.engine.write(model, request, context());
      return outcomes.map((each) =>
        each.kind === 'done' ? ((each.item?._id ?? null) as Json) : each.error.message,
      );
    },
  };
}

/** What a template for it would need that the schema does not show. */
const incomplete: Readonly<Record<string, readonly string[]>> = {
  'lists of actions, versions': ['insert'],
};

describe.each(writeStyleCases.map((style) => [style.name, style] as const))('%s', (name, style) => {
  it('stores what was meant', async () => {
    const { upstream, verbs, write } = await start(style);
    const { books } = upstream.shelf;
    expect(verbs).toEqual(incomplete[name] ?? ['insert', 'update', 'remove']);
    const inserted = await write(
      'insert',
      { _id: 'one', title: 'One', isbn: '1', stock: 0, inPrint: false, tags: ['x'] },
      { _id: 'two', title: 'Two', isbn: '2', stock: 7, inPrint: true, tags: [] },
    );
    expect(books.size).toBe(2);
    const [one, two] = inserted.map(String) as [string, string];
    expect(books.get(one)).toMatchObject({ title: 'One', isbn: '1', stock: 0, inPrint: false, tags: ['x'] });
    expect(books.get(two)).toMatchObject({ title: 'Two', isbn: '2', stock: 7, inPrint: true, tags: [] });
    if (verbs.includes('update')) {
      const before = { ...books.get(two) };
      expect(await write('update', { _id: one, title: 'Uno', isbn: '1', stock: 3 })).toEqual([one]);
      expect(books.get(one)).toMatchObject({ title: 'Uno', isbn: '1', stock: 3 });
      expect(books.get(two)).toEqual(before);
      const [missing] = await write('update', { _id: 'nobody', title: 'No' });
      expect(missing).not.toBe('nobody');
    }
    if (verbs.includes('remove')) {
      expect(await write('remove', one)).not.toContain('unknown');
      expect([...books.keys()]).toEqual([two]);
      await write('remove', 'nobody');
      expect([...books.keys()]).toEqual([two]);
    }
  });
});

it('without --writes the same stands as comments', async () => {
  const upstream = await startShelf(writeStyleCases[0]!);
  open.push(upstream);
  const folder = createFolder();
  open.push({ close: () => folder.remove() });
  await folder.init(upstream.url, { probe: false });
  const text = folder.files()['books.yaml']!;
  expect(text).toMatch(/^# writes:/m);
  expect(text).not.toMatch(/^writes:/m);
  const enabled = text.replace(/^# (writes:| {2})/gm, '$1');
  expect(enabled).toMatch(/^writes:\n {2}insert:\n {4}mutation: createBook/m);
});

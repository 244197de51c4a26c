/** Answers that say less, or something else, than they seem to: no item is told what was not done to it. */
import { GraphQLError } from 'graphql';
import { afterEach, expect, it } from 'vitest';
import { startWriting, type WriteResult, type WritingService } from '../upstreams/writes/service.js';
import type { Patch, Shelf } from '../upstreams/writes/shelf.js';
import { aliased, stopping, type WriteStyleCase, writeStyleCases } from '../upstreams/writes/styles.js';

const running: WritingService[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

async function start(style: WriteStyleCase): Promise<WritingService> {
  const service = await startWriting(style);
  running.push(service);
  return service;
}

const told = (results: readonly WriteResult[]) =>
  results.map(({ item, error }) => item?.title ?? error!.errorMessage);

it.each(['FORBIDDEN', 'UNAUTHENTICATED', 'THROTTLED'])(
  '%s of one mutation of several: those before it are stored, and told as done',
  async (code) => {
    const { createBook } = stopping.mutations;
    const service = await start({
      ...stopping,
      mutations: {
        ...stopping.mutations,
        createBook: (shelf: Shelf, args: { input: Patch }) => {
          if (args.input.title === 'Mine') throw new GraphQLError('not yours', { extensions: { code } });
          return createBook!(shelf, args as never);
        },
      },
    });
    const results = await service.insert(
      { _id: 'a', title: 'A' },
      { _id: 'b', title: 'Mine' },
      { _id: 'c', title: 'C' },
    );
    expect(told(results)).toEqual(['A', expect.stringContaining('refused'), 'C']);
    expect([...service.upstream.shelf.books.keys()].sort()).toEqual(['a', 'c']);
    expect(service.upstream.shelf.effects).toHaveLength(2);
  },
);

it('a document that is refused before it runs: what is wrong with one item is no fault of the others', async () => {
  const service = await start({ ...aliased, sdl: aliased.sdl.replace('isbn: String,', 'isbn: String!,') });
  const results = await service.insert(
    { _id: 'a', title: 'A', isbn: '1' },
    { _id: 'b', title: 'B' },
    { _id: 'c', title: 'C', isbn: '3' },
  );
  expect(told(results)).toEqual(['A', expect.stringContaining('refused'), 'C']);
  expect([...service.upstream.shelf.books.keys()].sort()).toEqual(['a', 'c']);
});

const [payload] = writeStyleCases;
/** Answers an update with the book beside the one that was meant. */
const beside = (act: (shelf: Shelf, id: string, patch: Patch) => unknown): WriteStyleCase => ({
  ...payload!,
  mutations: {
    ...payload!.mutations,
    updateBook: (shelf: Shelf, { input: { id, patch } }: { input: { id: string; patch: Patch } }) => {
      act(shelf, id, patch);
      return { book: shelf.books.get('other'), errors: [] };
    },
  },
});

it.each([
  [
    'is looked up and told as it is stored',
    (shelf: Shelf, id: string, patch: Patch) => shelf.update(id, patch),
  ],
  ['is unknown where nothing is to be seen of it', () => undefined],
] as const)('an update that is answered with another item %s', async (title, act) => {
  const service = await start(beside(act));
  const { shelf } = service.upstream;
  shelf.insert({ id: 'mine', title: 'Old' });
  shelf.insert({ id: 'other', title: 'Other' });
  const [result] = await service.update({ _id: 'mine', title: 'New' });
  if (title.startsWith('is unknown')) expect(result!.error!.errorMessage).toContain('outcome is unknown');
  else expect(result!.item).toMatchObject({ _id: 'mine', title: 'New' });
});

it('a mutation that follows and lacks a fact of the request: the items are told as written', async () => {
  const bare = writeStyleCases.find(({ name }) => name.startsWith('answers with an id'))!;
  const insert = bare.writes.insert as object;
  const after = { mutation: 'publishBook', arguments: { id: '$id', by: '$identity.memberId' } };
  const service = await start({
    ...bare,
    sdl: bare.sdl.replace('publishBook(id: ID!)', 'publishBook(id: ID!, by: ID)'),
    writes: { ...bare.writes, insert: { ...insert, after } },
  });
  const results = await service.insert({ _id: 'a', title: 'A' }, { _id: 'b', title: 'B' });
  for (const { error } of results)
    expect(error!.errorMessage).toContain(
      'The item is written, but the mutation publishBook that follows it',
    );
  expect([...service.upstream.shelf.books.keys()].sort()).toEqual(['a', 'b']);
});

it('a list whose items cannot be removed: emptying it ends, and says so', async () => {
  const service = await start({
    ...aliased,
    writes: { ...aliased.writes, truncate: true },
    mutations: {
      ...aliased.mutations,
      deleteBook: () => ({
        deletedId: null,
        errors: [{ message: 'no such book', code: 'NOTFOUND', field: null }],
      }),
    },
  });
  for (const id of ['a', 'b']) service.upstream.shelf.insert({ id, title: id });
  service.upstream.reset();
  const { status, body } = await service.ask('/v3/items/truncate', { collectionId: 'books' });
  expect(status).toBe(502);
  expect((body as { errorMessage: string }).errorMessage).toContain('lists them, and does not find them');
  expect(service.upstream.requests.length).toBeLessThan(12);
});

/** Answers that say less, or something else, than they seem to: no item is told what was not done to it. */
import { GraphQLError } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
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

it('an item without what the API demands is refused unsent, and is no fault of the others in its document', async () => {
  const service = await start({ ...aliased, sdl: aliased.sdl.replace('isbn: String,', 'isbn: String!,') });
  const results = await service.insert(
    { _id: 'a', title: 'A', isbn: '1' },
    { _id: 'b', title: 'B' },
    { _id: 'c', title: 'C', isbn: '3' },
  );
  expect(told(results)).toEqual(['A', expect.stringContaining('isbn is missing'), 'C']);
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

it('errors that are plain texts are errors: nothing is told as done', async () => {
  const asTexts = (mutate: (shelf: Shelf, args: never) => unknown) => (shelf: Shelf, args: never) => {
    const answer = mutate(shelf, args) as { readonly errors: readonly { readonly message: string }[] };
    return { ...answer, errors: answer.errors.map(({ message }) => message) };
  };
  const service = await start({
    ...payload!,
    sdl: payload!.sdl.replaceAll('errors: [UserError!]!', 'errors: [String!]'),
    mutations: Object.fromEntries(
      Object.entries(payload!.mutations).map(([name, mutate]) => [name, asTexts(mutate)]),
    ),
    writes: { ...payload!.writes, failures: [{ text: 'taken', means: 'exists' }] },
  });
  const first = await service.insert({ _id: 'a', title: 'A', isbn: '1' });
  expect(told(first)).toEqual(['A']);
  const [twice] = await service.insert({ _id: 'b', title: 'B', isbn: '1' });
  expect(twice!.error).toBeDefined();
  const [gone] = await service.remove('nobody');
  expect(gone!.error).toBeDefined();
  expect([...service.upstream.shelf.books.keys()]).toEqual(['a']);
});

describe('a list of the changed items, for one item', () => {
  const sets = writeStyleCases.find(({ name }) => name.startsWith('lists of items'))!;
  const { insert, update, remove, ...facts } = sets.writes as Record<string, Record<string, never>>;
  const one = ({ count: _count, bulk: _bulk, ...verb }: Record<string, never>, result: string) => ({
    ...verb,
    result,
  });
  it.each(['returning', 'returning.0'])('%s: the item, and none where the list is empty', async (result) => {
    const service = await start({
      ...sets,
      ownIds: true,
      writes: {
        ...facts,
        identify: 'none',
        missing: 'merge',
        insert: { ...one(insert!, result), arguments: { objects: ['$item'] } },
        update: one(update!, result),
        remove: one(remove!, result),
      } as never,
    });
    const made = await service.insert({ title: 'A' }, { title: 'B' });
    expect(told(made)).toEqual(['A', 'B']);
    const { _id } = made[0]!.item!;
    expect(told(await service.update({ _id: _id!, title: 'New' }))).toEqual(['New']);
    const [missing] = await service.update({ _id: 'nobody', title: 'No' });
    expect(missing!.error?.errorCode).toBe('ITEM_NOT_FOUND');
    expect(told(await service.remove(String(_id)))).toEqual(['New']);
    const [gone] = await service.remove(String(_id));
    expect(gone!.error?.errorCode).toBe('ITEM_NOT_FOUND');
  });
});

describe('a null where the schema has none', () => {
  const silent: WriteStyleCase = {
    ...stopping,
    mutations: {
      ...stopping.mutations,
      createBook: (shelf: Shelf, args) => {
        stopping.mutations.createBook!(shelf, args);
        return null;
      },
      deleteBook: (shelf: Shelf, args: { id: string }) =>
        shelf.books.has(args.id) ? stopping.mutations.deleteBook!(shelf, args as never) : null,
    },
  };

  it('is no refusal of a new item: it is looked whether that is stored', async () => {
    const service = await start(silent);
    const results = await service.insert({ _id: 'a', title: 'A' });
    expect(results).toMatchObject([{ item: { _id: 'a', title: 'A' } }]);
    expect(service.upstream.shelf.effects).toHaveLength(1);
  });

  it('says of a removal that the item was not there', async () => {
    const service = await start(silent);
    service.upstream.shelf.insert({ id: 'a', title: 'A' });
    const results = [...(await service.remove('a')), ...(await service.remove('nope'))];
    expect(results.map(({ item, error }) => error?.errorCode ?? item?._id)).toEqual(['a', 'ITEM_NOT_FOUND']);
  });
});

it('what is not found while an item is made is no item of this collection: a violation, and no missing item', async () => {
  const service = await start({
    ...payload!,
    mutations: {
      ...payload!.mutations,
      createBook: () => ({
        book: null,
        errors: [{ message: 'Author a9 not found', code: 'NOTFOUND', field: 'author' }],
      }),
    },
  });
  const [result] = await service.insert({ _id: 'a', title: 'A', author: 'a9' });
  expect(result!.error).toMatchObject({
    errorCode: 'VALIDATION_ERROR',
    data: { violations: [{ message: 'Author a9 not found' }] },
  });
});

/** Many items at once, mutations that make and change, and emptying whose answer is lost. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Json } from '../upstreams/data.js';
import type { RecordedRequest } from '../upstreams/harness.js';
import { startWriting, type WritingService } from '../upstreams/writes/service.js';
import type { Patch, Shelf } from '../upstreams/writes/shelf.js';
import { aliased, type WriteStyleCase, writeStyleCases } from '../upstreams/writes/styles.js';

const running: WritingService[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

async function start(style: WriteStyleCase, options = {}): Promise<WritingService> {
  const service = await startWriting(style, options);
  running.push(service);
  return service;
}

const setBased = writeStyleCases.find(({ name }) => name.startsWith('lists of items'))!;
/** Removes many by their ids in one mutation. */
const many: WriteStyleCase = {
  ...setBased,
  writes: {
    ...setBased.writes,
    remove: {
      mutation: 'delete_books',
      arguments: { where: { id: { _in: '$ids' } } },
      result: 'returning',
      count: 'affected_rows',
      bulk: { max: 100, atomic: true },
    },
  },
};
const mutations = ({ upstream }: WritingService): readonly RecordedRequest[] =>
  upstream.requests.filter(({ query }) => query.startsWith('mutation'));

describe('a thousand ids', () => {
  const ids = Array.from({ length: 1000 }, (_, index) => `b${index}`);
  it.each([
    ['in lists', many, 10],
    ['in documents of fifteen mutations', aliased, 67],
  ])('are removed %s, and the removed items come back in order', async (_, style, documents) => {
    const service = await start(style);
    for (const id of ids) service.upstream.shelf.insert({ id, title: `Title ${id}` });
    const results = await service.remove(...ids);
    expect(results.map(({ item }) => [item?._id, item?.title])).toEqual(ids.map((id) => [id, `Title ${id}`]));
    expect(service.upstream.shelf.books.size).toBe(0);
    expect(mutations(service)).toHaveLength(documents);
    // What was removed is in the answers, or was read before, in batches.
    expect(service.upstream.requests.length - documents).toBeLessThanOrEqual(10);
  });

  it('of which some are not there: those alone are said to be missing', async () => {
    const service = await start(many);
    for (const id of ids) if (!id.endsWith('7')) service.upstream.shelf.insert({ id, title: id });
    const results = await service.remove(...ids);
    for (const [index, { error }] of results.entries())
      expect([ids[index], error?.errorCode]).toEqual([
        ids[index],
        ids[index]!.endsWith('7') ? 'ITEM_NOT_FOUND' : undefined,
      ]);
    expect(service.upstream.shelf.books.size).toBe(0);
  }, 60_000);
});

/** An API that has one mutation for new and for known books. @param ownIds it makes the ids, and knows books by their isbn */
function saving(ownIds: boolean): WriteStyleCase {
  const save = (shelf: Shelf, { input }: { input: Patch }) => {
    const known = [...shelf.books.values()].find((book) =>
      ownIds ? book.isbn === input.isbn : book.id === input.id,
    );
    const book = known ? shelf.update(known.id, input) : shelf.insert(input);
    return { book, errors: [] };
  };
  const write = (verb: string): Json => ({
    mutation: 'saveBook',
    arguments: { input: verb === 'insert' ? '$item' : { id: '$id', '...': '$item' } },
    result: 'book',
    errors: 'errors',
    upsert: true,
  });
  const { remove } = aliased.writes;
  return {
    ...aliased,
    name: 'saved',
    sdl: `${aliased.sdl.replace('type Mutation {', 'type Mutation { saveBook(input: BookInput!): BookPayload')}`,
    mutations: { ...aliased.mutations, saveBook: save as never },
    writes: {
      failures: aliased.writes.failures!,
      identify: ownIds ? { key: 'isbn' } : 'clientId',
      insert: write('insert'),
      ...(ownIds ? {} : { update: write('update') }),
      remove: remove!,
    },
  };
}

describe('a mutation that makes what is not there, and changes what is', () => {
  it('as insert refuses what is there, and as update what is not', async () => {
    const service = await start(saving(false));
    service.upstream.shelf.insert({ id: 'a', title: 'Old', isbn: '1' });
    const inserted = await service.insert(
      { _id: 'a', title: 'New' },
      { _id: 'b', title: 'B', isbn: '2' },
      { _id: 'b', title: 'Again' },
    );
    expect(inserted.map(({ item, error }) => error?.errorCode ?? item?.title)).toEqual([
      'ITEM_ALREADY_EXISTS',
      'B',
      'ITEM_ALREADY_EXISTS',
    ]);
    const updated = await service.update({ _id: 'a', title: 'Changed' }, { _id: 'c', title: 'C' });
    expect(updated.map(({ item, error }) => error?.errorCode ?? item?.title)).toEqual([
      'Changed',
      'ITEM_NOT_FOUND',
    ]);
    expect([...service.upstream.shelf.books.values()].map(({ id, title }) => [id, title])).toEqual([
      ['a', 'Changed'],
      ['b', 'B'],
    ]);
  });

  it('as insert where it knows items by a key: what has the key is there, and stays as it is', async () => {
    const service = await start(saving(true));
    service.upstream.shelf.insert({ title: 'Old', isbn: '1' });
    service.upstream.shelf.insert({ title: 'Without', isbn: null });
    service.upstream.reset();
    const inserted = await service.insert(
      { title: 'New', isbn: '1' },
      { title: 'B', isbn: '2' },
      { title: 'Again', isbn: '2' },
      { title: 'C', isbn: '3' },
      { title: 'Nobody' },
      { title: 'Empty', isbn: '' },
    );
    const told = inserted.map(({ item, error }) => error?.errorCode ?? item?.title);
    expect(told).toEqual([
      'ITEM_ALREADY_EXISTS',
      'B',
      'ITEM_ALREADY_EXISTS',
      'C',
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
    ]);
    expect(inserted[4]!.error!.data).toMatchObject({ violations: [{ fieldPath: 'isbn' }] });
    expect([...service.upstream.shelf.books.values()].map(({ title }) => title)).toEqual([
      'Old',
      'Without',
      'B',
      'C',
    ]);
    // One look at all of them, before.
    expect(service.upstream.requests.length - mutations(service).length).toBe(1);
  });

  it('is no insert where nothing tells a new item from a change of another', async () => {
    const { identify: _, ...writes } = saving(true).writes;
    await expect(start({ ...saving(true), writes })).rejects.toThrow(/upsert.*the API makes the ids/s);
  });

  it.each([true, false])('changes none that the collection does not show (by a key: %s)', async (ownIds) => {
    const service = await start(saving(ownIds), {
      mapping: (mapping: object) => ({ ...mapping, where: { stock: 1 } }),
    });
    const { id } = service.upstream.shelf.insert({ id: 'a', title: 'Hidden', isbn: '1', stock: 2 });
    const [result] = await service.insert({ _id: id, title: 'New', isbn: '1', stock: 1 });
    expect(result!.error!.errorCode).toBe('ITEM_ALREADY_EXISTS');
    expect(service.upstream.shelf.books.get(id)).toMatchObject({ title: 'Hidden' });
  });

  it.each(['before', 'after'])(
    'by a key, whose answer is lost (%s the effect): done once, and found',
    async (when) => {
      let left = 1;
      const service = await start(saving(true), {
        lose: ({ query }: RecordedRequest) => (query.startsWith('mutation') && left-- > 0 ? when : undefined),
      });
      const [result] = await service.insert({ title: 'One', isbn: '1' });
      expect(result).toMatchObject({ item: { title: 'One', isbn: '1' } });
      expect(service.upstream.shelf.effects.map(({ kind }) => kind)).toEqual(['insert']);
    },
  );

  it('whose answer is lost is done once, and found', async () => {
    let left = 1;
    const service = await start(saving(false), {
      lose: ({ query }: RecordedRequest) =>
        query.startsWith('mutation') && left-- > 0 ? 'after' : undefined,
    });
    const [result] = await service.insert({ _id: 'a', title: 'One', isbn: '1' });
    expect(result).toMatchObject({ item: { _id: 'a', title: 'One' } });
    expect(service.upstream.shelf.effects).toEqual([{ kind: 'insert', id: 'a' }]);
  });
});

describe('emptying by a mutation of the API', () => {
  const emptied: WriteStyleCase = {
    ...aliased,
    sdl: aliased.sdl.replace('type Mutation {', 'type Mutation { deleteAllBooks: Int!'),
    mutations: {
      ...aliased.mutations,
      deleteAllBooks: (shelf) => {
        const ids = [...shelf.books.keys()];
        for (const id of ids) shelf.remove(id);
        return ids.length;
      },
    },
    writes: { ...aliased.writes, truncate: { mutation: 'deleteAllBooks', arguments: {} } },
  };
  const truncate = (service: WritingService) => service.ask('/v3/items/truncate', { collectionId: 'books' });

  it.each([
    ['after', 200, 0],
    ['before', 502, 250],
  ] as const)('whose answer is lost %s it was done: what is there tells', async (fate, status, left) => {
    let lost = 1;
    const service = await start(emptied, {
      lose: ({ query }: RecordedRequest) => (query.startsWith('mutation') && lost-- > 0 ? fate : undefined),
    });
    for (let index = 0; index < 250; index++) service.upstream.shelf.insert({ id: `b${index}`, title: 'x' });
    const first = await truncate(service);
    expect(first.status).toBe(status);
    if (status !== 200)
      expect((first.body as { errorMessage: string }).errorMessage).toMatch(
        new RegExp(`about ${left} are left .* Repeat the request`),
      );
    // It was sent once; repeating it is up to the caller, and goes on.
    expect(mutations(service)).toHaveLength(1);
    expect(service.upstream.shelf.books.size).toBe(left);
    expect(await truncate(service)).toEqual({ status: 200, body: {} });
    expect(service.upstream.shelf.books.size).toBe(0);
  });
});

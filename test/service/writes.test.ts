/** Writing through every style, as Wix asks: signed requests, one result for each item in the order of the request. */
import { afterEach, describe, expect, it } from 'vitest';
import { startWriting, type WritingService } from '../upstreams/writes/service.js';
import type { Book } from '../upstreams/writes/shelf.js';
import { type WriteStyleCase, writeStyleCases } from '../upstreams/writes/styles.js';

let running: WritingService[] = [];
afterEach(async () => {
  for (const each of running) await each.close();
  running = [];
});

async function start(style: WriteStyleCase, options = {}): Promise<WritingService> {
  const service = await startWriting(style, options);
  running.push(service);
  return service;
}

const seed = (service: WritingService, ...books: readonly Partial<Book>[]): void => {
  for (const book of books) service.upstream.shelf.insert(book as never);
  service.upstream.shelf.effects.length = 0;
  service.upstream.reset();
};

const whole = {
  title: 'A title',
  isbn: '978-1',
  price: 12.5,
  stock: 0,
  inPrint: false,
  genre: 'Novel',
  tags: [],
  publishedOn: '2020-02-29',
  addedAt: { $date: '2020-01-02T03:04:05.678Z' },
  width: 10,
  height: null,
  author: 'a1',
  meta: { deep: [null, 0, '', false, { $date: '2020-01-01T00:00:00.000Z' }] },
};

const inserting = writeStyleCases.filter(({ writes }) => writes.insert);
const shown = (result: { item?: object; error?: { errorCode: string } }): unknown =>
  result.error ? result.error.errorCode : 'item';

describe.each(writeStyleCases.map((each) => [each.name, each] as const))('%s', (_, style) => {
  it('offers what is declared', async () => {
    const service = await start(style);
    const { body } = await service.ask('/v3/collections/get', { collectionIds: ['books'] });
    const [collection] = (
      body as { collections: { capabilities: { dataOperations: string[] }; fields: { key: string }[] }[] }
    ).collections;
    const offered = ['INSERT', 'UPDATE', 'REMOVE'].filter((each) => each.toLowerCase() in style.writes);
    const writing = /^(?:INSERT|UPDATE|REMOVE|TRUNCATE)$/;
    expect(collection!.capabilities.dataOperations.filter((each) => writing.test(each))).toEqual(offered);
    const keys = collection!.fields.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['_id', '_createdDate', '_updatedDate', '_owner']));
    expect(keys).not.toContain('$version');
  });

  it('changes what is there, and says what is not', async () => {
    const service = await start(style);
    seed(
      service,
      { id: 'b1', title: 'Old', isbn: '1', price: '1.00', stock: 3 },
      { id: 'b2', title: 'Other' },
    );
    const results = await service.update(
      { _id: 'b1', title: 'New', isbn: null, price: 2.5, stock: 0 },
      { _id: 'nope', title: 'X' },
      { title: 'no id' },
    );
    expect(results.map(shown)).toEqual(['item', 'ITEM_NOT_FOUND', 'VALIDATION_ERROR']);
    expect(results[0]!.item).toMatchObject({ _id: 'b1', title: 'New', isbn: null, price: 2.5, stock: 0 });
    expect(service.upstream.shelf.books.get('b1')).toMatchObject({
      title: 'New',
      isbn: null,
      price: '2.5',
      stock: 0,
    });
    expect(service.upstream.shelf.books.get('b2')).toMatchObject({ title: 'Other', version: 1 });
    expect(service.upstream.shelf.effects).toEqual([{ kind: 'update', id: 'b1' }]);
  });

  it('gives back what it removes', async () => {
    const service = await start(style);
    seed(service, { id: 'b1', title: 'One', stock: 1 }, { id: 'b2', title: 'Two' });
    const results = await service.remove('b1', 'nope', 'b1');
    expect(results.map(shown)).toEqual(['item', 'ITEM_NOT_FOUND', 'ITEM_NOT_FOUND']);
    expect(results[0]!.item).toMatchObject({ _id: 'b1', title: 'One', stock: 1 });
    expect([...service.upstream.shelf.books.keys()]).toEqual(['b2']);
  });

  it('writes the items of one id in the order of the request', async () => {
    const service = await start(style);
    seed(service, { id: 'b1', title: 'Zero' });
    const results = await service.update(
      { _id: 'b1', title: 'First', stock: 1 },
      { _id: 'b1', title: 'Second', stock: 2 },
    );
    expect(results.map(({ item }) => item?.title)).toEqual(['First', 'Second']);
    expect(service.upstream.shelf.books.get('b1')).toMatchObject({ title: 'Second', stock: 2 });
  });
});

describe.each(inserting.map((each) => [each.name, each] as const))('new items: %s', (_, style) => {
  it('are stored as given and read back the same', async () => {
    const service = await start(style);
    const [result] = await service.insert({ _id: 'mine', ...whole });
    expect(result!.error).toBeUndefined();
    const { item } = result!;
    expect(item).toMatchObject({ ...whole, authorName: 'Ada', label: 'A title (978-1)' });
    const [read] = await service.query();
    expect(item).toEqual(read);
    expect(item!._id).toBe(style.ownIds ? 'book1' : 'mine');
    expect(service.upstream.shelf.books.get(String(item!._id))).toMatchObject({
      stock: 0,
      inPrint: false,
      tags: [],
    });
  });

  it('have no value where the item has null', async () => {
    const service = await start(style);
    const nothing = { isbn: null, price: null, stock: null, width: null, author: null };
    const [result] = await service.insert({ _id: 'mine', title: 'Bare', ...nothing });
    expect(result!.error).toBeUndefined();
    expect(result!.item).toMatchObject({ title: 'Bare', ...nothing });
  });

  it('are refused one by one, and the others are stored', async () => {
    const service = await start(style);
    seed(service, { id: 'b1', title: 'There', isbn: '1' });
    const results = await service.insert(
      { _id: 'n1', title: 'One' },
      { _id: 'n2', title: 'Taken', isbn: '1' },
      { _id: 'n3', title: 'Bad!' },
      { _id: 'n4', title: 'Four', genre: 'Crime' },
      { _id: 'n5', title: 'Five', colour: 'red' },
      { _id: 'n6', title: 'Six' },
    );
    expect(results.map(shown)).toEqual([
      'item',
      'ITEM_ALREADY_EXISTS',
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
      'item',
    ]);
    const titles = [...service.upstream.shelf.books.values()].map(({ title }) => title);
    expect(titles.sort()).toEqual(['One', 'Six', 'There']);
    const data = results.map(({ error }) => error?.data);
    expect(data[3]).toMatchObject({ violations: [{ fieldPath: 'genre', rejectedValue: 'Crime' }] });
    expect(data[4]).toMatchObject({ violations: [{ fieldPath: 'colour' }] });
  });
});

describe('a mutation that follows', () => {
  const style = writeStyleCases.find(({ writes }) => 'after' in ((writes.insert ?? {}) as object))!;

  it('runs for each item that was written, and only for those', async () => {
    const service = await start(style);
    await service.insert(
      { _id: 'n1', title: 'One' },
      { _id: 'n2', title: 'Bad!' },
      { _id: 'n3', title: 'Three' },
    );
    const published = service.upstream.shelf.effects.filter(({ kind }) => kind === 'publish');
    expect(published.map(({ id }) => id).sort()).toEqual(['n1', 'n3']);
  });

  it('that fails is told, with what is done', async () => {
    const service = await start(style, {
      lose: ({ query }: { query: string }) => (query.includes('publishBook') ? 'before' : undefined),
    });
    const [result] = await service.insert({ _id: 'n1', title: 'One' });
    expect(result!.error).toMatchObject({
      errorCode: 'UNKNOWN_ERROR',
      errorMessage: expect.stringContaining(
        'The item is written, but the mutation publishBook that follows it failed',
      ),
    });
    expect(service.upstream.shelf.books.get('n1')).toMatchObject({ published: false });
  });
});

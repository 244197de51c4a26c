/** What an update does with what came, what did not come, and what cannot be written. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Json } from '../upstreams/data.js';
import { startWriting, type WritingService } from '../upstreams/writes/service.js';
import { type WriteStyleCase, writeStyleCases } from '../upstreams/writes/styles.js';

const running: WritingService[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

const [payload] = writeStyleCases as readonly [WriteStyleCase, ...WriteStyleCase[]];
const stored = {
  id: 'b1',
  title: 'Old',
  isbn: '1',
  price: '1.00',
  stock: 3,
  authorId: 'a1',
  addedAt: '2020-01-01T00:00:00.000Z',
  tags: ['x'],
};

async function start(
  writes: object = {},
  fields: object = {},
  style: WriteStyleCase = payload,
): Promise<WritingService> {
  const mapping = (given: Record<string, never>) =>
    ({
      ...given,
      fields: { ...(given.fields as unknown as object), ...fields },
      writes: { ...(given.writes as unknown as object), ...writes },
    }) as never;
  const service = await startWriting(style, { mapping });
  running.push(service);
  service.upstream.shelf.insert(stored as never);
  service.upstream.shelf.effects.length = 0;
  service.upstream.reset();
  return service;
}

const book = (service: WritingService) => service.upstream.shelf.books.get('b1');
const sent = (service: WritingService): readonly Json[] =>
  service.upstream.requests
    .filter(({ query }) => query.startsWith('mutation'))
    .map(({ variables }) => variables.input as Json);

describe('fields that do not come', () => {
  it('lose their value: an update replaces', async () => {
    const service = await start();
    await service.update({ _id: 'b1', title: 'New' });
    expect(book(service)).toMatchObject({
      title: 'New',
      isbn: null,
      price: null,
      stock: null,
      tags: null,
      author: null,
    });
  });

  it.each(['constructor', 'valueOf'])(
    'have no value, be it that every object knows their name: %s',
    async (name) => {
      const service = await start({}, { stock: undefined, [name]: 'stock' });
      await service.update({ _id: 'b1', title: 'New' });
      expect(book(service)).toMatchObject({ title: 'New', stock: null });
      await service.update({ _id: 'b1', title: 'New', [name]: 7 });
      expect(book(service)).toMatchObject({ stock: 7 });
      const merging = await start({ missing: 'merge' }, { stock: undefined, [name]: 'stock' });
      await merging.update({ _id: 'b1', title: 'New' });
      expect(book(merging)).toMatchObject({ title: 'New', stock: 3 });
    },
  );

  it('stay where the mapping says merge; what comes as null goes', async () => {
    const service = await start({ missing: 'merge' });
    await service.update({ _id: 'b1', title: 'New', stock: null });
    expect(book(service)).toMatchObject({ title: 'New', isbn: '1', stock: null, tags: ['x'] });
  });

  it.each(['ignored', 'refused'])(
    'are a violation where a null is %s and there is a value',
    async (clear) => {
      const service = await start({ clear });
      const [result] = await service.update({
        _id: 'b1',
        title: 'New',
        isbn: '1',
        price: 1,
        tags: ['x'],
        author: 'a1',
      });
      expect(result!.error).toMatchObject({
        errorCode: 'VALIDATION_ERROR',
        data: { violations: expect.arrayContaining([expect.objectContaining({ fieldPath: 'stock' })]) },
      });
      expect(book(service)).toMatchObject({ title: 'Old' });
      expect(sent(service)).toEqual([]);
    },
  );

  it('get their declared default where they cannot be without a value', async () => {
    const service = await start({ clear: 'refused' }, { stock: { path: 'stock', default: 0 } });
    await service.update({
      _id: 'b1',
      title: 'New',
      isbn: '1',
      price: 1,
      tags: ['x'],
      author: 'a1',
      addedAt: { $date: stored.addedAt },
    });
    expect(book(service)).toMatchObject({ title: 'New', stock: 0 });
  });

  it('that the API never has without a value are a violation', async () => {
    const service = await start();
    const [result] = await service.update({ _id: 'b1', isbn: '2' });
    expect(result!.error?.data).toMatchObject({ violations: [{ fieldPath: 'title' }] });
    expect(book(service)).toMatchObject({ isbn: '1' });
  });
});

describe('read-only fields', () => {
  it('may come along unchanged', async () => {
    const service = await start();
    const [result] = await service.update({
      _id: 'b1',
      title: 'New',
      authorName: 'Ada',
      label: 'Old (1)',
      author: 'a1',
    });
    expect(result!.item).toMatchObject({ title: 'New', authorName: 'Ada' });
  });

  it.each([
    ['authorName', 'Grace'],
    ['label', 'New (1)'],
    ['colour', 'red'],
  ])('%s changed is a violation that names it', async (key, value) => {
    const service = await start();
    const [result] = await service.update({ _id: 'b1', title: 'New', [key]: value });
    expect(result!.error).toMatchObject({
      errorCode: 'VALIDATION_ERROR',
      data: { violations: [{ fieldPath: key, rejectedValue: value }] },
    });
    expect(sent(service)).toEqual([]);
  });
});

it('a reference may come as the whole item', async () => {
  const service = await start();
  await service.update({ _id: 'b1', title: 'New', author: { _id: 'a2', name: 'Grace' } });
  expect(book(service)).toMatchObject({ author: { id: 'a2' } });
});

it('a value that is not changed is not written back where that would lose something', async () => {
  const service = await start({ missing: 'merge' }, { addedAt: { path: 'addedAt', none: ['never'] } });
  await service.update({ _id: 'b1', title: 'New', addedAt: { $date: stored.addedAt } });
  expect(sent(service)).toEqual([{ id: 'b1', patch: { title: 'New' } }]);
});

it('an update that changes nothing is not sent', async () => {
  const actions = writeStyleCases.find(({ name }) => name.includes('actions'))!;
  const service = await start({}, {}, actions);
  const [result] = await service.update({ _id: 'b1', title: 'Old', isbn: '1', price: 1, stock: 3 });
  expect(result!.item).toMatchObject({ _id: 'b1', title: 'Old' });
  expect(service.upstream.shelf.effects).toEqual([]);
});

describe('dates and owner', () => {
  it('that the API has not got are passed over and have no value', async () => {
    const service = await start();
    const [result] = await service.insert({
      _id: 'n1',
      title: 'One',
      _owner: 'me',
      _createdDate: { $date: '2020-01-01T00:00:00.000Z' },
    });
    expect(result!.item).toMatchObject({ _owner: null, _createdDate: null, _updatedDate: null });
  });

  it('are written where the mapping says so: created when it is, updated now', async () => {
    const service = await start(
      { system: { _createdDate: 'written' } },
      { _createdDate: 'addedAt', addedAt: 'publishedOn' },
    );
    const created = { $date: '2020-01-01T00:00:00.000Z' };
    await service.insert({ _id: 'n1', title: 'One', _createdDate: created });
    expect(service.upstream.shelf.books.get('n1')).toMatchObject({ addedAt: created.$date });
    await service.update({ _id: 'n1', title: 'Two' });
    expect(service.upstream.shelf.books.get('n1')).toMatchObject({ title: 'Two', addedAt: created.$date });
  });
});

describe('items that are none', () => {
  it('have faults of their own, and the others are done', async () => {
    const service = await start();
    const deep = JSON.parse('['.repeat(200) + ']'.repeat(200)) as Json;
    const results = await service.insert(
      { _id: 'n1', title: 'One' },
      'text',
      { _id: 5, title: 'Number' },
      { _id: 'big', title: 'x'.repeat(500_001) },
      { _id: 'deep', title: 'Deep', meta: deep },
      { _id: 'n1', title: 'Twice' },
      { _id: 'n2', title: 'Two' },
    );
    expect(results.map(({ item, error }) => item?.title ?? error!.errorCode)).toEqual([
      'One',
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
      'ITEM_ALREADY_EXISTS',
      'Two',
    ]);
  });

  it('beyond the thousandth are refused', async () => {
    const service = await start({ batch: { aliases: 100, document: 'independent' } });
    const items = Array.from({ length: 1002 }, (_, index) => ({ _id: `n${index}`, title: `T${index}` }));
    const results = await service.insert(...items);
    expect(results.filter(({ item }) => item)).toHaveLength(1000);
    expect(results.slice(1000).map(({ error }) => error?.errorCode)).toEqual([
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
    ]);
  }, 60_000);

  it.each([[[]], [undefined], ['text']])('a request with items %j is refused whole', async (items) => {
    const service = await start();
    const { status } = await service.ask('/v3/items/insert', { collectionId: 'books', items: items as Json });
    expect(status).toBe(400);
  });
});

it('an error that no rule knows says which line to write', async () => {
  const service = await start({ failures: [] });
  const [result] = await service.insert({ _id: 'n1', title: 'Bad!' });
  expect(result!.error).toMatchObject({ errorCode: 'UNKNOWN_ERROR' });
  expect(result!.error!.errorMessage).toContain('no rule matched');
  expect(result!.error!.errorMessage).toContain('failures: [{ code: "INVALID", means: invalid }]');
  expect(service.observed).toContainEqual(
    expect.objectContaining({ kind: 'write refused', reason: expect.stringContaining('exclamation mark') }),
  );
});

it('the line to write fits the error of every item, where it names the item that failed', async () => {
  const error = { message: 'no room for n1', code: null, field: null };
  const createBook = () => ({ book: null, errors: [error] });
  const full = { ...payload, mutations: { ...payload.mutations, createBook } };
  const [result] = await (await start({ failures: [] }, {}, full)).insert({ _id: 'n1', title: 'One' });
  expect(result!.error!.errorMessage).toContain('failures: [{ text: "no room for *", means: invalid }]');
});

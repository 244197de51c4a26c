/** Making and taking away references in each way, as Wix asks: signed requests, one result for each, with the protocol's codes. */
import { afterEach, describe, expect, test } from 'vitest';
import { createAnswerCache } from '../../src/gateway/cache.js';
import { createMemoryStore } from '../../src/gateway/cache-store.js';
import { createBases } from '../../src/service/answer-basis.js';
import type { Keeping } from '../../src/service/keeping.js';
import type { Json } from '../../src/wix/json.js';
import { parseWriteReferences } from '../../src/wix/requests.js';
import { systemWorld } from '../../src/world/system-world.js';
import { type Rig, startRig } from '../rig.js';
import { type SignedService, serveSigned } from '../upstreams/writes/serve-signed.js';
import { libraryStyle } from './library-mapping.js';
import { type ShelfOptions, type ShelfRows, shelfRows, startShelfApi } from './shelf-api.js';

type Mapping = Record<string, Json>;

const many = (more: Mapping): Mapping => ({ type: 'MULTI_REFERENCE', collection: 'tags', ...more });
const base = (id: string, type: string, fields: Mapping, more: Mapping = {}): Mapping => ({
  collection: id,
  type,
  list: id,
  id: 'id',
  fields,
  ...more,
});

interface Way {
  readonly name: string;
  /** The field of books, and what it refers to. */
  readonly field: Mapping;
  readonly books?: Mapping;
  readonly others?: { readonly [collection: string]: Mapping };
  /** Collections besides. */
  readonly more?: readonly Mapping[];
  /** Ids that the field refers to, as the API holds them. */
  readonly held: (rows: ShelfRows, book: string) => readonly string[];
  /** Two that b1 does not refer to at first, and one that it does. */
  readonly free: readonly [string, string];
  readonly there: string;
}

const failures = [
  { code: 'THERE', means: 'exists' },
  { code: 'ABSENT', means: 'notFound' },
  { code: 'MISSING', means: 'notFound' },
  { text: 'foreign key', means: 'notFound' },
  { text: 'another version', means: 'conflict' },
];
const pair = { bookId: '$id', tagId: '$referenced' };
const link = (mutation: string) => ({ mutation, arguments: pair, errors: 'errors', flag: 'ok' });
const edit = (way: string) => ({
  mutation: 'editBook',
  arguments: { where: { id: '$id' }, data: { tags: { [way]: [{ id: '$referenced' }] } } },
});
const tagsHeld = (rows: ShelfRows, book: string) => [...rows.books.get(book)!.linked];

const ways: readonly Way[] = [
  {
    name: 'items that join',
    field: many({ through: { join: { collection: 'bookTags', from: 'book', to: 'tag' } }, writes: 'items' }),
    others: {
      bookTags: {
        writes: {
          insert: { mutation: 'createBookTag', arguments: { input: '$item' }, result: '' },
          remove: { mutation: 'deleteBookTag', arguments: { id: '$id' }, flag: '' },
          failures,
        },
      },
    },
    held: (rows, book) =>
      [...rows.bookTags.values()].filter((row) => row.bookId === book).map((row) => row.tagId),
    free: ['t2', 't3'],
    there: 't1',
  },
  {
    name: 'the key of the other item',
    field: many({ collection: 'reviews', through: { reverse: 'book' }, writes: 'items' }),
    others: {
      reviews: {
        writes: {
          update: { mutation: 'updateReview', arguments: { id: '$id', patch: '$item' }, result: '' },
          failures,
        },
      },
    },
    held: (rows, book) =>
      [...rows.reviews.values()].filter((row) => row.bookId === book).map((row) => row.id),
    free: ['r2', 'r3'],
    there: 'r1',
  },
  {
    name: 'a list of ids',
    field: many({ path: 'tagIds', writes: 'items' }),
    books: {
      writes: {
        update: { mutation: 'updateBook', arguments: { id: '$id', patch: '$item' }, result: '' },
        failures,
      },
    },
    held: (rows, book) => rows.books.get(book)!.tagIds,
    free: ['t2', 't3'],
    there: 't1',
  },
  {
    name: 'a list of ids with a version',
    field: many({ path: 'tagIds', writes: 'items' }),
    books: {
      writes: {
        update: {
          mutation: 'updateBook',
          arguments: { id: '$id', version: '$version', patch: '$item' },
          result: '',
          version: 'commercetools',
        },
        failures,
      },
    },
    held: (rows, book) => rows.books.get(book)!.tagIds,
    free: ['t2', 't3'],
    there: 't1',
  },
  {
    name: 'mutations about a pair',
    field: many({
      through: { list: 'tags' },
      writes: { add: link('linkTag'), remove: link('unlinkTag') },
    }),
    books: { writes: { failures } },
    held: tagsHeld,
    free: ['t2', 't3'],
    there: 't1',
  },
  {
    name: 'connect inputs, in one document',
    field: many({ through: { list: 'tags' }, writes: { add: edit('connect'), remove: edit('disconnect') } }),
    books: { writes: { failures, batch: { aliases: 15, document: 'independent' } } },
    held: tagsHeld,
    free: ['t2', 't3'],
    there: 't1',
  },
];

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Started {
  readonly rows: ShelfRows;
  readonly service: SignedService;
  readonly rig: Rig;
  readonly asked: readonly { readonly query: string }[];
  add(...pairs: readonly (readonly [string, string])[]): Promise<readonly unknown[]>;
  remove(...pairs: readonly (readonly [string, string])[]): Promise<readonly unknown[]>;
}

async function start(
  { field, books = {}, others = {}, more = [] }: Way,
  options: ShelfOptions = {},
  keeping?: Keeping,
): Promise<Started> {
  const rows = shelfRows();
  const api = await startShelfApi(rows, options);
  const reference = (path: string, collection: string) => ({ path, type: 'REFERENCE', collection });
  const rig = await startRig(api.url, libraryStyle, [
    base('books', 'Book', { title: 'title', refs: field }, books),
    base('tags', 'Tag', { title: 'name' }, others.tags),
    base('reviews', 'Review', { text: 'text', book: reference('bookId', 'books') }, others.reviews),
    base(
      'bookTags',
      'BookTag',
      { book: reference('bookId', 'books'), tag: reference('tagId', 'tags') },
      others.bookTags,
    ),
    ...more,
  ]);
  const service = await serveSigned(rig, keeping);
  closing.push(api.close, service.close);
  const results = async (path: string, pairs: readonly (readonly [string, string])[]) => {
    const references = pairs.map(([referringItemId, referencedItemId]) => ({
      referringItemId,
      referencedItemId,
    }));
    const { status, body } = await service.ask(path, {
      collectionId: 'books',
      referringFieldKey: 'refs',
      references,
    });
    expect(status).toBe(200);
    return (body as { results: { error?: { errorCode: string; data: unknown } }[] }).results.map((each) =>
      each.error ? [each.error.errorCode, each.error.data] : each,
    );
  };
  return {
    rows,
    service,
    rig,
    asked: api.asked,
    add: (...pairs) => results('/v3/items/insert-references', pairs),
    remove: (...pairs) => results('/v3/items/remove-references', pairs),
  };
}

const done = (referringItemId: string, referencedItemId: string) => ({
  reference: { referringItemId, referencedItemId },
});
const failed = (code: string, referringItemId: string, referencedItemId: string) => [
  code,
  { referringItemId, referencedItemId },
];

describe.each(ways.map((way) => [way.name, way] as const))('%s', (_, way) => {
  const [free, other] = way.free;

  test('makes references, one result for each in the order of the request', async () => {
    const { rows, add, service } = await start(way);
    expect(await add(['b1', free], ['b1', way.there], ['gone', free], ['b1', other], ['b1', free])).toEqual([
      done('b1', free),
      failed('REFERENCE_ALREADY_EXISTS', 'b1', way.there),
      ['ITEM_NOT_FOUND', { itemId: 'gone' }],
      done('b1', other),
      failed('REFERENCE_ALREADY_EXISTS', 'b1', free),
    ]);
    expect([...way.held(rows, 'b1')].sort()).toEqual([way.there, free, other].sort());
    const { body } = await service.ask('/v3/items/query-referenced', {
      collectionId: 'books',
      referringFieldKey: 'refs',
      referringItemIds: ['b1'],
      returnTotalCount: false,
    });
    expect(body).toHaveProperty('items');
    const { items } = body as { items: { referencedItemId: string }[] };
    expect(items.map((each) => each.referencedItemId).sort()).toEqual([way.there, free, other].sort());
  });

  test('takes them away', async () => {
    const { rows, add, remove } = await start(way);
    await add(['b1', free], ['b3', other]);
    expect(await remove(['b1', way.there], ['b1', other], ['b1', way.there], ['gone', free])).toEqual([
      done('b1', way.there),
      failed('REFERENCE_NOT_FOUND', 'b1', other),
      failed('REFERENCE_NOT_FOUND', 'b1', way.there),
      ['ITEM_NOT_FOUND', { itemId: 'gone' }],
    ]);
    expect(way.held(rows, 'b1')).toEqual([free]);
    expect(way.held(rows, 'b3')).toContain(other);
    expect(rows.books.get('b1')!.title).toBe('Book b1');
  });

  test.each(['before', 'after'] as const)('an answer that is lost %s the mutation runs', async (when) => {
    let open = true;
    const lose = (query: string) => {
      if (!query.startsWith('mutation') || !open) return undefined;
      open = false;
      return when;
    };
    const { rows, add } = await start(way, { lose });
    const [result] = await add(['b1', free]);
    expect(rows.ran.length).toBeLessThanOrEqual(when === 'after' ? 1 : 0);
    // What was sent is looked at: it is there, or nobody knows whether it will be.
    expect(way.held(rows, 'b1').includes(free)).toBe(when === 'after');
    if (when === 'after') expect(result).toEqual(done('b1', free));
    else expect(result).toEqual(['UNKNOWN_ERROR', undefined]);
  });

  test('the same one asked for twice at the same time is made once', async () => {
    const { rows, add } = await start(way);
    const both = await Promise.all([add(['b1', free]), add(['b1', free])]);
    const results = [done('b1', free), failed('REFERENCE_ALREADY_EXISTS', 'b1', free)];
    expect(both.flat()).toHaveLength(2);
    expect(both.flat()).toEqual(expect.arrayContaining(results));
    expect([...way.held(rows, 'b1')].sort()).toEqual([way.there, free].sort());
  });

  test('is offered', async () => {
    const { service } = await start(way);
    const { body } = await service.ask('/v3/collections/get', { collectionIds: ['books'] });
    const [{ capabilities }] = (body as { collections: [{ capabilities: { dataOperations: string[] } }] })
      .collections;
    expect(capabilities.dataOperations).toEqual(
      expect.arrayContaining(['INSERT_REFERENCES', 'REMOVE_REFERENCES']),
    );
  });
});

const [joins, reverse, list, , pairs, connected] = ways as readonly [Way, Way, Way, Way, Way, Way];
const mutations = (asked: Started['asked']) => asked.filter(({ query }) => query.startsWith('mutation'));

test('mutations about pairs go in one document where the API allows it, and are each sent once', async () => {
  const { add, asked, rows } = await start(connected);
  const before = asked.length;
  await add(['b1', 't2'], ['b2', 't2'], ['b1', 't3'], ['b3', 't4']);
  expect(mutations(asked).length).toBe(1);
  expect(rows.ran).toEqual(Array.from({ length: 4 }, () => 'editBook'));
  // The books, in one request, say all that is there.
  expect(asked.length - before).toBe(2);
});

test('a list of ids is read once and written once, whatever the number of references', async () => {
  const { add, asked } = await start(list);
  const before = asked.length;
  await add(['b1', 't2'], ['b1', 't3'], ['b1', 't4']);
  expect(asked.length - before).toBe(2);
});

test('two changes of one list at the same time do not undo one another', async () => {
  const { add, rows } = await start(list);
  await Promise.all([add(['b1', 't2']), add(['b1', 't3']), add(['b1', 't4'], ['b2', 't2'])]);
  expect([...rows.books.get('b1')!.tagIds].sort()).toEqual(['t1', 't2', 't3', 't4']);
});

test('a list that somebody else changes meanwhile is not written over, where the API has a version', async () => {
  const version = ways[3]!;
  let rows: ShelfRows | undefined;
  const lose = (query: string) => {
    if (query.startsWith('mutation')) rows!.books.get('b1')!.version += 1;
    return undefined;
  };
  const started = await start(version, { lose });
  rows = started.rows;
  const [result] = await started.add(['b1', 't2']);
  expect((result as unknown[])[0]).toBe('VALIDATION_ERROR');
  expect(rows.books.get('b1')!.tagIds).toEqual(['t1']);
});

test('an item that belongs to another one is not taken from it', async () => {
  const { add, rows } = await start(reverse);
  const [taken, free, twice, gone] = await add(['b2', 'r1'], ['b2', 'r2'], ['b3', 'r2'], ['b2', 'r9']);
  expect((taken as unknown[])[0]).toBe('VALIDATION_ERROR');
  expect(JSON.stringify(taken)).toContain('r1 belongs to b1');
  expect(free).toEqual(done('b2', 'r2'));
  expect(JSON.stringify(twice)).toContain('r2 belongs to b2');
  expect(gone).toEqual(['ITEM_NOT_FOUND', { itemId: 'r9' }]);
  expect(rows.reviews.get('r1')).toEqual({ id: 'r1', text: 'good', bookId: 'b1' });
});

test('nor by a request at the same time: one of them has it', async () => {
  const { add, rows } = await start(reverse);
  const results = (await Promise.all([add(['b2', 'r2']), add(['b3', 'r2'])])).flat();
  const owner = rows.reviews.get('r2')!.bookId!;
  expect(results).toContainEqual(done(owner, 'r2'));
  expect(JSON.stringify(results)).toContain(`r2 belongs to ${owner}`);
});

test('one that is refused, and asked for again in the same request, is refused in the same way', async () => {
  const absent = ['ITEM_NOT_FOUND', { itemId: 't9' }];
  expect(await (await start(joins)).add(['b1', 't9'], ['b1', 't2'], ['b1', 't9'])).toEqual([
    absent,
    done('b1', 't2'),
    absent,
  ]);
  const [first, again] = await (await start(reverse)).add(['b2', 'r1'], ['b2', 'r1']);
  expect((first as unknown[])[0]).toBe('VALIDATION_ERROR');
  expect(again).toEqual(first);
});

test('every item that joins the two is removed', async () => {
  const { remove, rows } = await start(joins);
  rows.bookTags.set('j9', { id: 'j9', bookId: 'b1', tagId: 't1' });
  expect(await remove(['b1', 't1'])).toEqual([done('b1', 't1')]);
  expect([...rows.bookTags.keys()]).toEqual(['j2']);
});

test('what the API says of the other item', async () => {
  for (const way of [joins, pairs]) {
    const { add } = await start(way);
    expect(await add(['b1', 't9'])).toEqual([['ITEM_NOT_FOUND', { itemId: 't9' }]]);
  }
});

test('a list field without arguments of its own has none: nothing has to be read before its items are written', async () => {
  const { rig } = await start(list);
  expect(rig.model('books').list.constants.size).toBe(0);
});

test('an update of the item leaves its references as they are', async () => {
  const { service, rows } = await start({ ...list, field: many({ path: 'tagIds', input: 'tagIds' }) });
  const { body } = await service.ask('/v3/items/update', {
    collectionId: 'books',
    items: [{ _id: 'b1', title: 'New' }],
  });
  expect(body).toMatchObject({ results: [{ item: { title: 'New' } }] });
  expect(rows.books.get('b1')!.tagIds).toEqual(['t1']);
});

test('explained: what is read before, and the mutations of pairs', async () => {
  const request = parseWriteReferences({
    collectionId: 'books',
    referringFieldKey: 'refs',
    references: [{ referringItemId: 'b1', referencedItemId: 't2' }, null],
  });
  for (const [way, documents] of [
    [pairs, [/^query .*books/, /^mutation .*linkTag/]],
    [joins, [/^query .*books/, /^query .*bookTags/]],
    [list, [/^query .*tagIds/]],
  ] as const) {
    const { rig } = await start(way);
    const explained = rig.engine.explainReferences(rig.model('books'), 'add', request);
    expect(explained.calls.map((call, index) => documents[index]!.test(call.document))).toEqual(
      documents.map(() => true),
    );
    expect(explained).toMatchObject({
      collection: 'books',
      request: 'insert-references of refs',
      refused: [{ item: 1 }],
    });
    expect(explained.plan).toMatchSnapshot();
  }
});

describe('refused', () => {
  const ask = async (way: Way, request: Json, path = '/v3/items/insert-references') => {
    const { service } = await start(way);
    return service.ask(path, { collectionId: 'books', referringFieldKey: 'refs', ...(request as object) });
  };
  const references = [{ referringItemId: 'b1', referencedItemId: 't2' }];
  const readOnly: Way = { ...list, field: many({ path: 'tagIds' }), books: {} };

  test.each<[string, Way, Json, string, string]>([
    ['a field without writes', readOnly, { references }, 'BAD_REQUEST', 'declares no writes'],
    ['no field of that name', list, { references, referringFieldKey: 'tag' }, 'VALIDATION_ERROR', '"tag"'],
    ['a field of another type', list, { references, referringFieldKey: 'title' }, 'VALIDATION_ERROR', 'TEXT'],
    ['no list', list, { references: {} }, 'BAD_REQUEST', 'must be a list'],
    ['an empty list', list, { references: [] }, 'BAD_REQUEST', 'at least one'],
    ['too many', list, { references: Array(1001).fill(references[0]!) }, 'BAD_REQUEST', 'at most 1000'],
    [
      'joins that cannot be inserted',
      { ...joins, others: {} },
      { references },
      'BAD_REQUEST',
      'bookTags does not offer INSERT',
    ],
    [
      'a key that is not written',
      { ...reverse, others: {} },
      { references },
      'BAD_REQUEST',
      'reviews does not offer UPDATE of book',
    ],
  ])('%s', async (_, way, request, code, message) => {
    const { status, body } = await ask(way, request);
    expect(status).toBe(400);
    expect(body).toMatchObject({ errorCode: code, errorMessage: expect.stringContaining(message) });
  });

  test('a REFERENCE, which is written with its item', async () => {
    const { service } = await start(reverse);
    const request = { collectionId: 'reviews', referringFieldKey: 'book', references };
    const { body } = await service.ask('/v3/items/insert-references', request);
    expect(body).toMatchObject({
      errorCode: 'VALIDATION_ERROR',
      errorMessage: expect.stringContaining('its id is written with the item'),
    });
  });

  test('one reference that is none, and the others are made', async () => {
    const { body } = await ask(list, {
      references: [
        null,
        { referringItemId: 'b1' },
        ...references,
        { referringItemId: '', referencedItemId: 7 },
      ],
    });
    const { results } = body as { results: { error?: { errorCode: string } }[] };
    expect(results.map(({ error }) => error?.errorCode ?? 'done')).toEqual([
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
      'done',
      'VALIDATION_ERROR',
    ]);
  });

  test('a collection whose fields have no writes does not offer them', async () => {
    const { service } = await start(readOnly);
    const { body } = await service.ask('/v3/collections/get', { collectionIds: ['books'] });
    expect(JSON.stringify(body)).not.toContain('_REFERENCES');
  });
});

test.each<[string, Mapping, string]>([
  [
    'a mutation that is not there',
    { add: { mutation: 'linkTags', arguments: pair } },
    'no mutation "linkTags"',
  ],
  ['one item alone', { add: { mutation: 'linkTag', arguments: { bookId: '$id' } } }, '"$referenced"'],
  [
    'nothing of the item that refers',
    { remove: { mutation: 'linkTag', arguments: { tagId: '$referenced' } } },
    '"$id"',
  ],
  [
    'an empty value beside the id',
    { add: { mutation: 'linkTag', arguments: { bookId: { a: '$id', b: {} }, tagId: '$referenced' } } },
    'stand for every item',
  ],
  [
    'a slot of items',
    { add: { mutation: 'linkTag', arguments: { bookId: '$id', tagId: '$referenced', x: '$item' } } },
    '"$item" has no value',
  ],
])('the mapping is checked: %s', async (_, writes, message) => {
  await expect(start({ ...pairs, field: many({ through: { list: 'tags' }, writes }) })).rejects.toThrow(
    message,
  );
});

test('the mapping is checked: whole lists need an update, and joins in the rows mutations of their own', async () => {
  await expect(start({ ...list, books: {} })).rejects.toThrow('does not declare');
  await expect(
    start({ ...pairs, field: many({ through: { list: 'tags' }, writes: 'items' }) }),
  ).rejects.toThrow('nothing holds the ids');
});

describe('items that are removed', () => {
  const remove = (mutation: string) => ({
    writes: { remove: { mutation, arguments: { id: '$id' }, flag: '' }, truncate: true },
  });
  const removing: Way = {
    ...joins,
    books: remove('deleteBook') as Mapping,
    others: { ...joins.others, tags: remove('deleteTag') as Mapping },
  };
  const ask = (service: SignedService, collectionId: string, itemIds: readonly string[]) =>
    service.ask('/v3/items/remove', { collectionId, itemIds });

  test('take with them the items that join them, from either side', async () => {
    const { service, rows, add } = await start(removing);
    await add(['b1', 't2'], ['b3', 't2']);
    await ask(service, 'books', ['b1', 'none']);
    expect(rows.books.has('b1')).toBe(false);
    expect([...rows.bookTags.values()].map(({ bookId }) => bookId).sort()).toEqual(['b2', 'b3']);
    await ask(service, 'tags', ['t2']);
    expect(rows.bookTags.size).toBe(0);
  });

  test('so do all items of a collection that is emptied', async () => {
    const { service, rows } = await start(removing);
    expect(await service.ask('/v3/items/truncate', { collectionId: 'tags' })).toEqual({
      status: 200,
      body: {},
    });
    expect([rows.tags.size, rows.bookTags.size]).toEqual([0, 0]);
  });

  const [, reverse, list, versioned] = ways;
  const withTags = (way: Way | undefined, mapping: Mapping): Way => ({
    ...way!,
    others: { ...way!.others, tags: mapping },
  });
  const emptied = (mutation: string): Mapping => ({
    writes: { truncate: { mutation, arguments: {}, flag: '' } },
  });

  test.each([list, versioned])('are taken out of the lists that name them: $name', async (way) => {
    const { service, rows, add } = await start(withTags(way, remove('deleteTag') as Mapping));
    await add(['b1', 't2'], ['b1', 't3'], ['b2', 't3']);
    await ask(service, 'tags', ['t1', 't3', 'none']);
    expect([...rows.books.values()].map(({ tagIds }) => tagIds)).toEqual([['t2'], [], []]);
  });

  test('leave no key in the items that belonged to them', async () => {
    const { service, rows, add } = await start({ ...reverse!, books: remove('deleteBook') as Mapping });
    await add(['b2', 'r2']);
    await ask(service, 'books', ['b1']);
    expect([...rows.reviews.values()].map(({ bookId }) => bookId)).toEqual([null, 'b2', null]);
    await service.ask('/v3/items/truncate', { collectionId: 'books' });
    expect([...rows.reviews.values()].map(({ bookId }) => bookId)).toEqual([null, null, null]);
  });

  test.each<[string, Way, string, (rows: ShelfRows) => readonly unknown[], readonly unknown[]]>([
    ['joins', withTags(joins, emptied('deleteAllTags')), 'tags', ({ bookTags }) => [...bookTags.keys()], []],
    [
      'lists',
      withTags(list, emptied('deleteAllTags')),
      'tags',
      ({ books }) => [...books.values()].map(({ tagIds }) => tagIds),
      [[], [], []],
    ],
    [
      'keys',
      { ...reverse!, books: emptied('deleteAllBooks') },
      'books',
      ({ reviews }) => [...reviews.values()].map(({ bookId }) => bookId),
      [null, null, null],
    ],
  ])(
    'take them along when the API empties a collection at once: %s',
    async (_, way, collectionId, left, nothing) => {
      const { service, rows } = await start(way);
      expect(left(rows)).not.toEqual(nothing);
      const { status } = await service.ask('/v3/items/truncate', { collectionId });
      expect(status).toBe(200);
      expect(left(rows)).toEqual(nothing);
    },
  );

  test.each([
    ['remove', { itemIds: ['b1'] }],
    ['truncate', {}],
  ])('end what was kept of those items: %s', async (operation, request) => {
    const bookTags = { ...removing.others!.bookTags, cache: '1m' };
    const cache = createAnswerCache(
      systemWorld,
      createMemoryStore(systemWorld),
      () => false,
      () => false,
    );
    const changed: string[] = [];
    const keeping: Keeping = {
      cache,
      basis: createBases(() => 'the API'),
      changed: (models) => changed.push(...models.map(({ id }) => id)),
      background: () => undefined,
    };
    const way = { ...removing, others: { ...removing.others, bookTags } };
    const { service, rows } = await start(way, {}, keeping);
    const ids = async () => {
      const { body } = await service.ask('/v3/items/query', { collectionId: 'bookTags', query: {} });
      return (body as { items: { _id: string }[] }).items.map(({ _id }) => _id).sort();
    };
    const before = await ids();
    expect(before).toEqual([...rows.bookTags.keys()].sort());
    await service.ask(`/v3/items/${operation}`, { collectionId: 'books', ...request });
    expect(await ids()).toEqual([...rows.bookTags.keys()].sort());
    expect(await ids()).not.toEqual(before);
    expect(changed.sort()).toEqual(['bookTags', 'books']);
  });

  test('take their references with them whichever collection of the same items they are removed from', async () => {
    const same = { ...base('same', 'Book', { title: 'title' }), list: 'books', ...remove('deleteBook') };
    const { service, rows, add } = await start({ ...joins, more: [same as Mapping] });
    await add(['b3', 't2']);
    await ask(service, 'same', ['b1', 'b3']);
    expect([...rows.bookTags.values()].map(({ bookId }) => bookId)).toEqual(['b2']);
  });

  test.each<[string, Way]>([
    ['joins', joins],
    ['keys', reverse!],
  ])('leave what another collection of their type still has under their id: %s', async (_, way) => {
    // Its where hides the item, and it is there.
    const archive = base('archive', 'Book', { title: 'title' }, { where: { title: 'none' } });
    const { service, rows } = await start({ ...way, books: remove('deleteBook'), more: [archive] } as Way);
    rows.archive.set('b1', rows.books.get('b1')!);
    await ask(service, 'books', ['b1', 'b2']);
    const left = way === reverse ? [...rows.reviews.values()] : [...rows.bookTags.values()];
    expect(left.map(({ bookId }) => bookId).filter((each) => each !== null)).toEqual(['b1']);
  });

  test.each<[string, Way, string]>([
    ['joins', withTags(joins, {}), 'books'],
    ['keys', reverse!, 'books'],
  ])(
    'take none of the items of another collection of their type, when the API empties one: %s',
    async (_, way, id) => {
      const archive = base('archive', 'Book', { title: 'title' });
      const { service, rows } = await start({ ...way, books: emptied('deleteAllBooks'), more: [archive] });
      rows.bookTags.set('j9', { id: 'j9', bookId: 'x1', tagId: 't1' });
      rows.reviews.get('r3')!.bookId = 'x1';
      const { status } = await service.ask('/v3/items/truncate', { collectionId: id });
      expect(status).toBe(200);
      const left = way === reverse ? [...rows.reviews.values()] : [...rows.bookTags.values()];
      expect(left.map(({ bookId }) => bookId).filter((each) => each !== null)).toEqual(['x1']);
    },
  );

  test('leave them where the mapping does not let the service write them', async () => {
    const { writes: _writes, ...readOnly } = removing.field;
    const { service, rows } = await start({ ...removing, field: readOnly });
    await ask(service, 'books', ['b1']);
    expect(rows.bookTags.size).toBe(2);
  });

  test('are removed all the same when their pairs cannot be, which is told', async () => {
    const lose = (query: string) => (query.includes('deleteBookTag') ? ('before' as const) : undefined);
    const { service, rows } = await start(removing, { lose });
    const { body } = await ask(service, 'books', ['b1']);
    expect(body).toMatchObject({ results: [{ item: { _id: 'b1' } }] });
    expect(rows.bookTags.has('j1')).toBe(true);
    expect(service.observed).toContainEqual(
      expect.objectContaining({
        kind: 'write refused',
        operation: 'remove-references',
        collection: 'bookTags',
      }),
    );
  });
});

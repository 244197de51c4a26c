/** What a long scan holds in memory, and what is believed about an upstream's pages. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKnowledge } from '../../src/execute/knowledge.js';
import { parseAggregate, parseQuery } from '../../src/wix/requests.js';
import { context, type Rig, startRig } from '../rig.js';
import { startUpstream, type Upstream } from '../upstreams/harness.js';

const all = { condition: undefined };
const filtered = { condition: { kind: 'all' } } as const;
let time = 0;
const clock = { monotonic: () => time };
const knowledge = () =>
  createKnowledge(clock).of({ id: 'products', fingerprint: 'one', fields: new Map() } as never);

describe('a scan of 100 000 rows', () => {
  const count = 100_000;
  const row = (index: number) => ({
    id: String(index),
    title: `title ${index % 977}`,
    text: 'x'.repeat(200),
    size: index % 1000,
  });
  let server: Upstream;
  let rig: Rig;
  beforeAll(async () => {
    const schema = makeExecutableSchema({
      typeDefs:
        'type Product { id: ID! title: String text: String size: Int } type Query { products(limit: Int!, offset: Int): [Product!]! }',
      resolvers: {
        Query: {
          products: (_: unknown, { limit, offset }: { limit: number; offset: number }) =>
            Array.from({ length: Math.max(0, Math.min(limit, count - offset)) }, (_each, index) =>
              row(offset + index),
            ),
        },
      },
    });
    server = await startUpstream(schema);
    rig = await startRig(server.url, { dialect: 'plain' }, [
      {
        collection: 'products',
        type: 'Product',
        id: 'id',
        list: { field: 'products', page: { size: 'limit', offset: 'offset' } },
        fields: { title: 'title', text: 'text', size: 'size' },
        limits: { scan: 200_000, pages: 300, bytes: 500_000_000, deadline: 60_000, page: 1000 },
      },
    ]);
  });
  afterAll(async () => {
    await rig.close();
    await server.close();
  });

  async function growth(work: () => Promise<unknown>): Promise<number> {
    const before = process.memoryUsage().heapUsed;
    let peak = before;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().heapUsed);
    }, 20);
    await work();
    clearInterval(timer);
    return (peak - before) / 2 ** 20;
  }

  test('a sort that is done here keeps the best rows only', async () => {
    const query = {
      sort: [{ fieldName: 'size', order: 'DESC' }, { fieldName: 'title' }],
      paging: { limit: 5 },
    };
    let ids: unknown[] = [];
    const grown = await growth(async () => {
      const request = parseQuery({ collectionId: 'products', query });
      const answer = await rig.engine.query(rig.model('products'), request, context());
      ids = answer.items.map((item) => item._id);
    });
    const expected = Array.from({ length: count }, (_, index) => row(index))
      .filter((each) => each.size === 999)
      .sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : a.id < b.id ? -1 : 1));
    expect(ids).toEqual(expected.slice(0, 5).map((each) => each.id));
    // All rows would be some 60 MiB of texts and objects more, and garbage is counted here as well.
    expect(grown).toBeLessThan(200);
  });

  test('groups keep their results only', async () => {
    const aggregation = { groupingFields: ['size'], operations: [{ resultFieldName: 'n', itemCount: {} }] };
    const request = parseAggregate({
      collectionId: 'products',
      aggregation,
      paging: { limit: 3 },
      returnTotalCount: true,
    });
    let answer: unknown;
    const grown = await growth(async () => {
      answer = await rig.engine.aggregate(rig.model('products'), request, context());
    });
    expect(answer).toEqual({
      items: [0, 1, 2].map((size) => ({ size, n: 100 })),
      pagingMetadata: { total: 1000 },
    });
    expect(grown).toBeLessThan(200);
  });
});

describe('bookmarks', () => {
  const query = (index: number) =>
    ({ condition: undefined, sort: [{ path: `field${index}`, order: 'ASC' }] }) as never;
  const mebibyte = 'x'.repeat(2 ** 19);

  test('are bounded in bytes, and the list that was used last stays', () => {
    const known = knowledge();
    const kept = (index: number) => known.bookmark(query(index), {}, 10) !== undefined;
    for (let index = 0; index < 20; index += 1) {
      known.remember(query(index), {}, 0, { position: 5, cursor: mebibyte });
      expect(kept(0)).toBe(true);
    }
    expect([kept(1), kept(5), kept(19)]).toEqual([false, false, true]);
    // One list cannot take more than all of the room.
    for (let position = 1; position < 20; position += 1)
      known.remember(query(30), {}, 0, { position, cursor: mebibyte });
    expect([kept(30), kept(19)]).toEqual([false, true]);
  });

  test('are over after a minute', () => {
    const known = knowledge();
    known.remember(query(1), {}, 0, { position: 5, cursor: 'c' });
    time = 59_000;
    known.remember(query(1), {}, 0, { position: 6, cursor: 'd' });
    expect(known.bookmark(query(1), {}, 10)).toEqual({ position: 6, cursor: 'd' });
    time = 61_000;
    expect(known.bookmark(query(1), {}, 10)).toBeUndefined();
  });
});

test('what a request finds that began before a write is not remembered', () => {
  const store = createKnowledge(clock);
  const known = store.of({ id: 'products', fingerprint: 'one', fields: new Map() } as never);
  const query = { condition: undefined, sort: [] } as never;
  const order = { filter: { kind: 'all' }, sort: [] } as never;
  const begun = store.writes();
  known.wrote();
  const tell = (at: number): void => {
    known.remember(query, {}, at, { position: 5, cursor: 'c' });
    known.keepOrder(order, {}, at, ['a']);
    known.sawPage(query, {}, at, { offset: 0, limit: 1, rows: ['a'] });
  };
  tell(begun);
  expect(known.bookmark(query, {}, 10)).toBeUndefined();
  expect(known.keptOrder(order, {})).toBeUndefined();
  expect(known.seenPages(query, {})).toEqual([]);
  tell(store.writes());
  expect(known.bookmark(query, {}, 10)).toEqual({ position: 5, cursor: 'c' });
  expect(known.keptOrder(order, {})).toEqual(['a']);
  expect(known.seenPages(query, {})).toHaveLength(1);
});

describe('what is believed of pages', () => {
  test('a page that came whole proves its size; a smaller one proves less', () => {
    const memory = knowledge();
    expect(memory.trustedSize(all)).toBe(0);
    memory.received(all, 30);
    memory.received(all, 7);
    expect(memory.trustedSize(all)).toBe(30);
    expect(memory.trustedSize(filtered)).toBe(0);
  });
  test.each([
    [37, 38],
    [3, 4],
    [4, 5],
    [40, 40],
    [25, 25],
    [24, 24],
    [16, 16],
    [0, 0],
  ])('a last page of %i rows: one of a size that APIs cut to may have been cut', (rows, trusted) => {
    const memory = knowledge();
    memory.lastPage(filtered, rows);
    expect([memory.trustedSize(all), memory.trustedSize(filtered)]).toEqual([0, trusted]);
  });
  test('pages that are cut to different sizes prove nothing any more', () => {
    const memory = knowledge();
    memory.received(all, 50);
    memory.cutPage(all, 30);
    memory.cutPage(all, 30);
    expect(memory.trustedSize(all)).toBe(50);
    memory.cutPage(all, 20);
    expect(memory.trustedSize(all)).toBe(0);
  });
});

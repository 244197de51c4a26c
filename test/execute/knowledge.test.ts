/** What a long scan holds in memory, and what is believed about an upstream's pages. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKnowledge } from '../../src/execute/knowledge.js';
import { parseAggregate, parseQuery } from '../../src/wix/requests.js';
import { context, type Rig, startRig } from '../rig.js';
import { startUpstream, type Upstream } from '../upstreams/harness.js';

const all = { condition: undefined };
const filtered = { condition: { kind: 'all' } } as const;
const knowledge = () =>
  createKnowledge().of({ id: 'products', fingerprint: 'one', fields: new Map() } as never);

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

describe('what is believed of pages', () => {
  test('a page that came whole proves its size; a smaller one proves less', () => {
    const memory = knowledge();
    expect(memory.trustedSize(all)).toBe(0);
    memory.received(all, 30);
    memory.received(all, 7);
    expect(memory.trustedSize(all)).toBe(30);
    expect(memory.trustedSize(filtered)).toBe(0);
  });
  test('a last page of an odd size was not cut; one of a round size may have been', () => {
    const memory = knowledge();
    memory.lastPage(all, 37);
    memory.lastPage(filtered, 40);
    expect([memory.trustedSize(all), memory.trustedSize(filtered)]).toEqual([38, 40]);
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

/** What ends answers that are kept, and what does not. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { expect, test } from 'vitest';
import { createAnswerCache } from '../../src/gateway/cache.js';
import { type CacheStore, createMemoryStore } from '../../src/gateway/cache-store.js';
import { createBases } from '../../src/service/answer-basis.js';
import { isOutage, isTimeout } from '../../src/service/kept.js';
import { systemWorld } from '../../src/world/system-world.js';
import { startRig } from '../rig.js';
import { startUpstream } from '../upstreams/harness.js';
import { serveSigned } from '../upstreams/writes/serve-signed.js';

const rows = [3, 1, 2].map((size) => ({ id: `r${size}`, size }));

/** Answers that were kept. */
const stored: Buffer[] = [];

async function start() {
  const schema = makeExecutableSchema({
    typeDefs: `
      enum Way { ASC DESC }
      input Order { size: Way id: Way }
      type Row { id: ID! size: Int! }
      type Query { rows(orderBy: [Order!], limit: Int!, offset: Int): [Row!]! }`,
    resolvers: {
      // It never sorts.
      Query: {
        rows: (_: unknown, { limit, offset }: { limit: number; offset?: number }) =>
          rows.slice(offset ?? 0, (offset ?? 0) + limit),
      },
    },
  });
  const server = await startUpstream(schema);
  const sort = { at: 'orderBy', list: true, ascending: { $field: 'ASC' }, descending: { $field: 'DESC' } };
  const rig = await startRig(server.url, {}, [
    {
      collection: 'rows',
      type: 'Row',
      id: 'id',
      list: { field: 'rows', page: { size: 'limit', offset: 'offset' }, sort },
      fields: { size: 'size' },
      cache: '1h',
    },
  ]);
  const memory = createMemoryStore(systemWorld);
  const store: CacheStore = {
    ...memory,
    set(key, numbers, answer, life) {
      stored.push(answer.json);
      return memory.set(key, numbers, answer, life);
    },
  };
  const service = await serveSigned(rig, {
    cache: createAnswerCache(systemWorld, store, isOutage, isTimeout),
    basis: createBases(() => ''),
    changed: () => undefined,
    background: () => undefined,
  });
  const close = async (): Promise<void> => {
    await service.close();
    await server.close();
  };
  return { server, service, close };
}

test('a claim that is withdrawn ends them', async () => {
  const { service, close } = await start();
  const sizes = async (limit: number): Promise<readonly number[]> => {
    const query = { sort: [{ fieldName: 'size', order: 'ASC' }], paging: { limit } };
    const { body } = await service.ask('/v3/items/query', { collectionId: 'rows', query });
    return (body as { items: { size: number }[] }).items.map(({ size }) => size);
  };
  try {
    // One row alone contradicts nothing.
    expect(await sizes(1)).toEqual([3]);
    expect(await sizes(3)).toEqual([1, 2, 3]);
    expect(await sizes(1)).toEqual([1]);
  } finally {
    await close();
  }
});

test('they are short, and share no memory with what is not kept', async () => {
  const { service, close } = await start();
  stored.length = 0;
  try {
    await service.ask('/v3/items/query', { collectionId: 'rows', query: { paging: { limit: 2 } } });
    await service.ask('/v3/items/count', { collectionId: 'rows' });
    expect(stored.map(String)).toEqual([expect.stringContaining('"items":['), '{"totalCount":3}']);
    expect(stored.map(({ buffer }) => buffer.byteLength)).toEqual(stored.map(({ length }) => length));
  } finally {
    await close();
  }
});

test('a write that is refused as a whole does not keep reads from them', async () => {
  const { server, service, close } = await start();
  const read = () => service.ask('/v3/items/query', { collectionId: 'rows', query: {} });
  try {
    const refused = await service.ask('/v3/items/insert', { collectionId: 'rows', items: [{ size: 1 }] });
    expect(refused.status).toBe(400);
    await read();
    server.reset();
    await read();
    expect(server.requests).toEqual([]);
  } finally {
    await close();
  }
});

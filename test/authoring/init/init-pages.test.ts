/** What `init` finds out about pages, over small APIs that no schema describes fully; then every item is read. */
import { afterEach, describe, expect, test } from 'vitest';
import { parseQuery } from '../../../src/wix/requests.js';
import { unobserved } from '../../../src/world/observation.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { createFolder, type Folder, type Served, serveFolder } from './folder.js';
import { serveGraphql, type Served as Upstream } from './serve-graphql.js';

const rows = Array.from({ length: 137 }, (_, index) => ({ id: `k${index}`, size: (index * 7) % 10 }));
const open: { upstream?: Upstream; folder?: Folder; served?: Served } = {};

afterEach(async () => {
  await open.served?.close();
  open.folder?.remove();
  await open.upstream?.close();
});

interface Api {
  readonly name: string;
  readonly schema: string;
  readonly items: (parameters: never) => unknown;
  /** What the mapping file must say. */
  readonly written: RegExp;
}

const thing = 'type Thing { id: ID! size: Int! }';

const apis: readonly Api[] = [
  {
    name: 'refuses pages above 50',
    schema: `${thing} type Page { results: [Thing!]! total: Int! }
      type Query { things(page: Int, pageSize: Int): Page! }`,
    items: ({ page, pageSize }: { page: number; pageSize: number }) => {
      if (pageSize > 50) throw new Error('pageSize must not be greater than 50');
      if (page < 1) throw new Error('page starts at 1');
      return { results: rows.slice((page - 1) * pageSize, page * pageSize), total: rows.length };
    },
    written: /max: 50\b/,
  },
  {
    name: 'refuses pages above 20, and says only that',
    schema: `${thing} type Query { things(limit: Int, offset: Int): [Thing!]! }`,
    items: ({ limit = 5, offset = 0 }: { limit?: number; offset?: number }) => {
      if (limit > 20) throw new Error('limit too large');
      return rows.slice(offset, offset + limit);
    },
    written: /max: 10\b/,
  },
  {
    name: 'cuts pages to 30 without a word',
    schema: `${thing} type Page { content: [Thing!]! totalElements: Int! }
      type Query { things(page: Int = 0, size: Int = 20): Page! }`,
    items: ({ page, size }: { page: number; size: number }) => {
      const own = Math.min(size, 30);
      return { content: rows.slice(page * own, (page + 1) * own), totalElements: rows.length };
    },
    written: /max: 30\b/,
  },
  {
    name: 'numbers its pages from 0, which the schema does not tell',
    schema: `${thing} type Page { content: [Thing!]! hasNext: Boolean! }
      type Query { things(page: Int, size: Int): Page! }`,
    items: ({ page, size }: { page: number; size: number }) => ({
      content: rows.slice(page * size, (page + 1) * size),
      hasNext: (page + 1) * size < rows.length,
    }),
    written: /base: 0/,
  },
  {
    name: 'calls the number of rows in a page count',
    schema: `${thing} type Page { items: [Thing!]! nextCursor: String hasMore: Boolean! count: Int! }
      type Query { things(cursor: String, limit: Int): Page! }`,
    items: ({ cursor, limit }: { cursor?: string; limit: number }) => {
      const start = Number(cursor ?? 0);
      const items = rows.slice(start, start + Math.min(limit, 40));
      const end = start + items.length;
      return {
        items,
        nextCursor: end < rows.length ? String(end) : null,
        hasMore: end < rows.length,
        count: items.length,
      };
    },
    written: /max: 40\b/,
  },
];

describe.each(apis)('an API that $name', (api) => {
  test('is mapped so that all items are read and counted', async () => {
    open.upstream = await serveGraphql(api.schema, { things: api.items });
    open.folder = createFolder();
    const ran = await open.folder.init(open.upstream.url);
    expect(ran.exitCode, ran.output).toBe(0);
    expect(open.folder.files()['things.yaml']).toMatch(api.written);
    open.served = await serveFolder(open.folder.path);
    const model = open.served.app.collections.get('things')!;
    const context = () => ({
      world: systemWorld,
      requestId: undefined,
      scope: {},
      signal: new AbortController().signal,
      deadline: Date.now() + 10_000,
      observe: unobserved,
    });
    const ask = (offset: number, limit: number) =>
      open.served!.engine.query(
        model,
        parseQuery({
          collectionId: 'things',
          query: { filter: { size: { $lt: 8 } }, paging: { offset, limit } },
          returnTotalCount: true,
        }),
        context(),
      );
    const wanted = rows.filter((row) => row.size < 8);
    const all = await ask(0, 1000);
    expect(all.items.map((item) => item._id).sort()).toEqual(wanted.map((row) => row.id).sort());
    expect(all.pagingMetadata.total).toBe(wanted.length);
    const unfiltered = await open.served.engine.query(
      model,
      parseQuery({
        collectionId: 'things',
        query: { filter: {}, paging: { offset: 0, limit: 1000 } },
        returnTotalCount: true,
      }),
      context(),
    );
    expect(unfiltered.items.length).toBe(rows.length);
    expect(unfiltered.pagingMetadata.total).toBe(rows.length);
  });
});

/** Pages of which only the places count ask for the ids: some servers cannot answer rows of `__typename` alone. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

interface Asked {
  readonly limit?: number;
  readonly offset?: number;
  readonly page?: number;
  readonly after?: string;
}
const rows = Array.from({ length: 57 }, (_, index) => ({ key: `r${index}`, name: `name ${index}` }));

let server: Served;
let rig: Rig | undefined;
beforeAll(async () => {
  server = await serveGraphql(
    `type Part { key: ID! name: String! } type Page { items: [Part!]! end: String }
     type Query { parts(limit: Int, offset: Int, page: Int, after: String): Page! }`,
    {
      parts: ({ limit = 10, offset, page = 1, after }: Asked) => {
        const start = after === undefined ? (offset ?? (page - 1) * limit) : Number(after);
        const items = rows.slice(start, start + limit);
        return { items, end: start + items.length < rows.length ? String(start + items.length) : null };
      },
    },
    (query) =>
      /\{\s*__typename\s*\}/.test(query)
        ? { body: { errors: [{ message: 'nothing is selected' }], data: null } }
        : undefined,
  );
});
afterEach(() => rig?.close());
afterAll(() => server.close());

const pages: readonly [string, Json][] = [
  ['offsets', { size: 'limit', offset: 'offset' }],
  ['page numbers', { size: 'limit', page: 'page' }],
  ['cursors', { size: 'limit', cursor: 'after', next: 'end' }],
];

test.each(pages)('%s: deep pages and the end of the list', async (_, page) => {
  rig = await startRig(server.url, {}, [
    {
      collection: 'parts',
      type: 'Part',
      list: { field: 'parts', rows: 'items', page },
      id: 'key',
      fields: { name: 'name' },
    } as never,
  ]);
  for (const offset of [0, 30, 40, 50, 57, 60]) {
    const request = parseQuery({
      collectionId: 'parts',
      query: { paging: { offset, limit: 10 } },
      returnTotalCount: true,
    });
    const { items, pagingMetadata } = await rig.engine.query(rig.model('parts'), request, context());
    expect(items.map(({ name }) => name)).toEqual(rows.slice(offset, offset + 10).map(({ name }) => name));
    expect(pagingMetadata.total).toBe(57);
  }
});

/** An API whose schema offers filters and sorts on a computed field, and refuses them. */
import { afterEach, expect, test } from 'vitest';
import { createFolder, type Folder } from './folder.js';
import { type Served, serveGraphql } from './serve-graphql.js';

const opened: { close(): Promise<void> }[] = [];
const folders: Folder[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
  for (const each of folders.splice(0)) each.remove();
});

const types = `
  type Tool { id: ID!, name: String, uses: Int }
  input IntFilter { eq: Int, gt: Int, isNull: Boolean }
  input StringFilter { eq: String, isNull: Boolean }
  input ToolFilter { name: StringFilter, uses: IntFilter }
  enum Direction { ASC DESC }
  input ToolOrder { name: Direction, uses: Direction }
  type Query { tools(filter: ToolFilter, order: ToolOrder, limit: Int, offset: Int): [Tool!]! }
`;
const rows = ['hammer', 'saw', 'file'].map((name, index) => ({ id: String(index), name, uses: index }));

interface Asked {
  readonly filter?: {
    readonly [K in 'name' | 'uses']?: {
      readonly eq?: unknown;
      readonly gt?: number;
      readonly isNull?: boolean;
    };
  };
  readonly order?: { readonly uses?: string };
  readonly limit?: number;
  readonly offset?: number;
}

async function start(refuses: boolean): Promise<{ server: Served; folder: Folder }> {
  const server = await serveGraphql(types, {
    tools: ({ filter, order, limit = 100, offset = 0 }: Asked) => {
      if (refuses && (filter?.uses || order?.uses)) throw new Error('uses is computed');
      const found = rows.filter((row) =>
        Object.entries(filter ?? {}).every(
          ([key, { eq, gt, isNull }]) =>
            isNull !== true &&
            (eq === undefined || row[key as 'name' | 'uses'] === eq) &&
            (gt === undefined || row.uses > gt),
        ),
      );
      if (order?.uses) found.sort((a, b) => (order.uses === 'DESC' ? b.uses - a.uses : a.uses - b.uses));
      return found.slice(offset, offset + limit);
    },
  });
  const folder = createFolder();
  opened.push(server);
  folders.push(folder);
  return { server, folder };
}

test('what it refuses is not used', async () => {
  const { server, folder } = await start(true);
  await folder.init(server.url);
  const text = folder.files()['tools.yaml']!;
  expect(text).toContain('uses: { path: uses, filter: false, sort: false }');
  expect(text).toContain('learned: the API refuses filters and sorts on it that its schema offers');
  expect(text).toContain('name: name');
});

test('what it takes stays as it is', async () => {
  const { server, folder } = await start(false);
  await folder.init(server.url);
  expect(folder.files()['tools.yaml']).toContain('uses: uses');
});

/** APIs that answer an absent id with an error: `init` notices, and Wix's get of an absent item finds nothing. */
import { GraphQLError } from 'graphql';
import { afterEach, expect, test } from 'vitest';
import { parseQuery } from '../../../src/wix/requests.js';
import { unobserved } from '../../../src/world/observation.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { createFolder, type Folder, type Served, serveFolder } from './folder.js';
import { serveGraphql, type Served as Upstream } from './serve-graphql.js';

const open: { upstream?: Upstream; folder?: Folder; served?: Served } = {};

afterEach(async () => {
  await open.served?.close();
  open.folder?.remove();
  await open.upstream?.close();
});

const uuid = (index: number): string => `0b9f0000-0000-4000-8000-${String(index).padStart(12, '0')}`;

test.each([
  { form: 'texts', type: 'ID', id: (index: number) => `p-${index}`, absent: ['p-9', 'nope', '12'] },
  {
    form: 'whole numbers',
    type: 'Int',
    id: (index: number) => index + 1,
    absent: ['9', 'nope', '012', '1e0'],
  },
  { form: 'UUIDs', type: 'ID', id: uuid, absent: [uuid(9), 'nope', uuid(1).toUpperCase()] },
])('ids that are $form', async ({ type, id, absent }) => {
  const rows = [0, 1, 2, 3].map((index) => ({ uid: id(index), name: `name ${index}` }));
  open.upstream = await serveGraphql(
    `type Thing { uid: ${type}! name: String! }
     type Query { things(limit: Int, offset: Int): [Thing!]! thing(uid: ${type}!): Thing }`,
    {
      things: ({ limit = 10, offset = 0 }: { limit?: number; offset?: number }) =>
        rows.slice(offset, offset + limit),
      thing({ uid }: { uid: unknown }) {
        const found = rows.find((row) => row.uid === uid);
        if (!found) throw new GraphQLError('Thing not found', { extensions: { code: 'NOT_FOUND' } });
        return found;
      },
    },
  );
  open.folder = createFolder();
  expect((await open.folder.init(open.upstream.url)).exitCode).toBe(0);
  open.served = await serveFolder(open.folder.path);
  const model = open.served.app.collections.get('things')!;
  const get = async (wanted: string): Promise<readonly unknown[]> => {
    const answer = await open.served!.engine.query(
      model,
      parseQuery({ collectionId: 'things', query: { filter: { _id: wanted } } }),
      {
        world: systemWorld,
        requestId: undefined,
        scope: {},
        signal: new AbortController().signal,
        deadline: Date.now() + 10_000,
        observe: unobserved,
      },
    );
    return answer.items.map((item) => item._id);
  };
  expect(await get(String(id(1)))).toEqual([String(id(1))]);
  for (const each of absent) expect(await get(each), each).toEqual([]);
});

/** What check --live warns of: collections of which nothing came, and ids that no address holds. */
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from '../authoring/init/small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

interface Row {
  readonly id: string;
  readonly size: number;
}

async function map(rows: readonly Row[], more = ''): Promise<SmallApi> {
  api = await mapSmallApi(
    'things',
    `type Thing { id: ID!, size: Int! }
     type Query { things(limit: Int = 20, offset: Int = 0 ${more}): [Thing!]! }`,
    {
      things: ({ limit, offset }: { readonly limit: number; readonly offset: number }) =>
        rows.slice(offset, offset + limit),
    },
  );
  return api;
}

test('no rows: a warning names the arguments that are not used', async () => {
  const { checkLive } = await map([], ', channel: String, store: Int');
  const text = await checkLive();
  expect(text).toContain('no row came, so nothing of the collection could be tried');
  expect(text).toContain('arguments of the list field that are not used: channel, store');
  expect(text).toMatch(/^1 collection, 0 problems, 1 warning$/m);
  expect(text).toMatch(/^things .* none came$/m);
});

test('no rows and no argument that is left: only that', async () => {
  const { checkLive } = await map([]);
  const text = await checkLive();
  expect(text).toContain('no row came');
  expect(text).not.toContain('not used');
});

test.each(['a/b', 'a?b', 'a#b', 'a%b'])('the id %s', async (id) => {
  const rows: Row[] = [{ id: 'plain', size: 1 }];
  const { checkLive, text } = await map(rows);
  expect(text).not.toContain('codec');
  expect(await checkLive()).toMatch(/0 problems$/m);
  // It came after the mapping was written.
  rows.push({ id, size: 2 });
  const checked = await checkLive();
  expect(checked).toContain(`the id ${JSON.stringify(id)} holds one of / ? # %`);
  expect(checked).toMatch(/0 problems, 1 warning$/m);
});

/** Ids with characters that end the path of an address: a codec shows others, and they find their items. */
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from '../init/small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

const base64url = (id: string): string => Buffer.from(id).toString('base64url');

async function map(idOf: (index: number) => string, more = '', values: object = {}): Promise<SmallApi> {
  const rows = Array.from({ length: 12 }, (_, index) => ({
    id: idOf(index),
    size: index,
    parent: { id: idOf(0) },
  }));
  return mapSmallApi(
    'things',
    `type Thing { id: ID!, size: Int! ${more} }
     type Query { things(limit: Int = 20, offset: Int = 0): [Thing!]!, thing(id: ID!): Thing }`,
    {
      things: ({ limit, offset }: { readonly limit: number; readonly offset: number }) =>
        rows.slice(offset, offset + limit).map((row) => ({ ...row, ...values })),
      thing: ({ id }: { readonly id: string }) => rows.find((row) => row.id === id) ?? null,
    },
  );
}

test.each([
  { codec: 'shopify-gid', idOf: (index: number) => `gid://shopify/Thing/${index}`, third: 'Thing:3' },
  { codec: 'gitlab-gid', idOf: (index: number) => `gid://gitlab/Ci::Thing/${index}`, third: 'Ci::Thing:3' },
  {
    codec: 'base64url',
    idOf: (index: number) => `shelf/${index}?x=1#50%`,
    third: base64url('shelf/3?x=1#50%'),
  },
])('$codec', async ({ codec, idOf, third }) => {
  api = await map(idOf);
  expect(api.text).toMatch(new RegExp(`id: \\{ path: id, codec: ${codec} \\}`));
  expect(await api.ids()).toHaveLength(12);
  expect(await api.ids({ filter: { _id: third } })).toEqual([third]);
  expect(await api.ids({ filter: { _id: { $in: [third, 'nothing'] } } })).toEqual([third]);
  expect(await api.checkLive()).not.toContain('/ ? # %');
});

test('plain ids stay as they are', async () => {
  api = await map((index) => `k-${index}`);
  expect(api.text).not.toContain('codec');
});

test('where a field refers to the collection, the reference shows the same ids and finds them', async () => {
  api = await map((index) => `shelf/${index}`, ', parent: Thing');
  expect(api.text).toMatch(/id: \{ path: id, codec: base64url \}/);
  expect(api.text).toMatch(/^ {2}parent:/m);
  const parent = base64url('shelf/0');
  expect(await api.ids({ filter: { parent } })).toHaveLength(12);
  expect(await api.ids({ filter: { parent: 'shelf/0' } })).toEqual([]);
  expect(await api.checkLive()).not.toContain('/ ? # %');
});

test('an id of more digits than a number keeps does not take the fields beside it away', async () => {
  const rows = Array.from({ length: 3 }, (_, index) => ({ id: 2 ** 53 + 2 * index + 2, size: index }));
  api = await mapSmallApi(
    'things',
    `scalar Long type Thing { id: Long!, size: Int! }
     type Query { things(limit: Int = 20, offset: Int = 0): [Thing!]! }`,
    {
      things: ({ limit, offset }: { readonly limit: number; readonly offset: number }) =>
        rows.slice(offset, offset + limit),
    },
  );
  expect(api.text).toContain('could not be read when this was written');
  expect(api.text).toMatch(/^ {2}size: size$/m);
  expect(await api.ids()).toContain(
    'it is a JSON number beyond 2^53, whose last digits are lost when it is read',
  );
});

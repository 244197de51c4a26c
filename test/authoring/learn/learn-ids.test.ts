/** Items by id: how an absent one is told, and how many a document may ask for. */
import { afterEach, describe, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from '../init/small-api.js';
import { atMostAliases } from './faulty-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

const rows = Array.from({ length: 60 }, (_, index) => ({ id: `p${index}`, size: index % 7 }));
const types = (result: string) => `type Post { id: ID!, size: Int! }
  type Query { posts(limit: Int = 20, offset: Int = 0): [Post!]!, post(id: ID!): ${result} }`;
const root = {
  posts: ({ limit, offset }: { readonly limit: number; readonly offset: number }) =>
    rows.slice(offset, offset + limit),
  post: ({ id }: { readonly id: string }) => rows.find((row) => row.id === id) ?? null,
};
const idsTo = (count: number): readonly string[] => rows.slice(0, count).map(({ id }) => id);

describe.each([4, 10, 15, 100])('at most %i aliases in a document', (most) => {
  test('what is learned at init is written, and served', async () => {
    api = await mapSmallApi('posts', types('Post'), root, undefined, atMostAliases(most));
    if (most < 15) {
      expect(api.text).toMatch(new RegExp(`limits:\\s*\\{? ?ids: ${most}\\b`));
      expect(api.text).toContain('ids in one document are answered, more are refused');
    } else expect(api.text).not.toContain('limits:');
    for (const count of [1, 9, 16, 40])
      expect(await api.ids({ filter: { _id: { $in: idsTo(count) } } }), String(count)).toEqual(
        [...idsTo(count)].sort(),
      );
  });

  test('a limit that came later is kept by asking again in halves', async () => {
    let limited = false;
    const gateway = atMostAliases(most);
    api = await mapSmallApi(
      'posts',
      types('Post'),
      root,
      () => {
        limited = true;
      },
      (query, variables) => (limited ? gateway(query, variables) : undefined),
    );
    expect(api.text).not.toContain('limits:');
    expect(await api.ids({ filter: { _id: { $in: idsTo(40) } } })).toEqual([...idsTo(40)].sort());
  });
});

test('an absent item behind a field that is never null', async () => {
  api = await mapSmallApi('posts', types('Post!'), root);
  expect(api.text).toMatch(/missing: error/);
  expect(api.text).toContain('learned: an id that nothing has is answered with an error');
  expect(await api.ids({ filter: { _id: 'nothing' } })).toEqual([]);
  const some = ['p1', 'nothing', 'p2', 'nobody', 'p3'];
  expect(await api.ids({ filter: { _id: { $in: some } } })).toEqual(['p1', 'p2', 'p3']);
});

test('an item that is there and is answered in the same words teaches nothing', async () => {
  api = await mapSmallApi('posts', types('Post!'), { ...root, post: () => null });
  expect(api.text).not.toMatch(/missing: error/);
  expect(api.text).toMatch(/get: false/);
  expect(await api.ids({ filter: { _id: { $in: ['p1', 'nothing'] } } })).toEqual(['p1']);
});

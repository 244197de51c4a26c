/** Sorts that an API offers and does not heed: a field's, one direction of it, or all but one of several keys. */
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from '../init/small-api.js';
import { type Key, type Post, posts, postsApi, postTypes } from './faulty-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

interface Sort {
  readonly fieldName: 'views' | 'likes';
  readonly order: 'ASC' | 'DESC';
}

function naive(sort: readonly Sort[]): readonly Post[] {
  return [...posts].sort((a, b) => {
    for (const { fieldName, order } of sort) {
      const sign = (a[fieldName] ?? -1) - (b[fieldName] ?? -1);
      if (sign !== 0) return order === 'DESC' ? -sign : sign;
    }
    return a.id < b.id ? -1 : 1;
  });
}

const sorts: readonly (readonly Sort[])[] = [
  [{ fieldName: 'views', order: 'ASC' }],
  [{ fieldName: 'views', order: 'DESC' }],
  [
    { fieldName: 'likes', order: 'ASC' },
    { fieldName: 'views', order: 'DESC' },
  ],
  [
    { fieldName: 'likes', order: 'DESC' },
    { fieldName: 'views', order: 'ASC' },
  ],
];

async function allRight(): Promise<void> {
  for (const sort of sorts)
    expect(await api!.ids({ sort }), JSON.stringify(sort)).toEqual(naive(sort).map(({ id }) => id));
}

test.each([
  {
    kind: "one field's sort",
    written: 'sort: false',
    order: (keys: readonly Key[]) => keys.filter(({ field }) => field !== 'views'),
  },
  {
    kind: "one field's descending sort",
    written: 'direction: ascending',
    order: (keys: readonly Key[]) => keys.filter(({ field, descending }) => field !== 'views' || !descending),
  },
  {
    kind: "a nullable field's ascending sort",
    written: 'direction: descending',
    order: (keys: readonly Key[]) => keys.filter(({ field, descending }) => field !== 'likes' || descending),
  },
])('not heeded: $kind', async ({ order, written }) => {
  api = await mapSmallApi('posts', postTypes, postsApi({ order }));
  expect(api.text).toMatch(/learned: the API does not heed the (?:de|a)?(?:scending )?sort by it/);
  expect(api.text).toContain(written);
  await allRight();
});

test.each([
  { kind: 'only the last counts', order: (keys: readonly Key[]) => keys.slice(-1) },
  { kind: 'only the first counts', order: (keys: readonly Key[]) => keys.slice(0, 1) },
  { kind: 'none counts', order: (keys: readonly Key[]) => (keys.length > 1 ? [] : keys) },
])('of several keys $kind', async ({ order }) => {
  api = await mapSmallApi('posts', postTypes, postsApi({ order }));
  expect(api.text).toMatch(/max: 1\b/);
  await allRight();
});

test('nothing is said of sorts that are heeded', async () => {
  api = await mapSmallApi('posts', postTypes, postsApi({}));
  expect(api.text).not.toMatch(/sort: false|direction:|not heed|keys/);
  expect(api.text).toMatch(/nulls: lowest/);
  await allRight();
});

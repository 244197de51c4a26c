/** The largest page: always a size that came, whatever numbers a refusal holds. */
import { afterEach, expect, test } from 'vitest';
import type { Gateway } from '../init/serve-graphql.js';
import { mapSmallApi, type SmallApi } from '../init/small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

const names = 'abcdefgh'.split('');
const types = `type Post { id: ID!, ${names.map((name) => `${name}: Int`).join(' ')} }
  type Query { posts(limit: Int = 10, offset: Int = 0): [Post!]! }`;
const rows = Array.from({ length: 1200 }, (_, index) => ({
  id: `p${index}`,
  ...Object.fromEntries(names.map((name) => [name, index])),
}));
interface Asked {
  readonly limit: number;
  readonly offset: number;
}
const root = (cap: number) => ({
  posts: ({ limit, offset }: Asked) => rows.slice(offset, offset + Math.min(limit, cap)),
});

/** Rows times fields at most. */
const costs =
  (most: number, words: (cost: number) => string): Gateway =>
  (query, variables) => {
    const limits = Object.entries(variables).filter(([name]) => name.startsWith('limit'));
    const cost =
      limits.reduce((sum, [, limit]) => sum + Number(limit), 0) * (query.match(/\b[a-h]\b/g)?.length ?? 1);
    return cost > most ? { body: { errors: [{ message: words(cost) }] } } : undefined;
  };

test.each([
  (cost: number) => `Query has complexity of ${cost}, which exceeds max complexity of 300`,
  () => 'Query is too complex.',
])('the number in a complexity error is no page size', async (words) => {
  api = await mapSmallApi('posts', types, root(Number.POSITIVE_INFINITY), undefined, costs(300, words));
  expect(api.text).toMatch(/max: (?:25|10)\b/);
  expect(await api.ids({ paging: { limit: 60, offset: 0 } })).toHaveLength(60);
});

test('a page too dear that comes as nulls with errors says nothing of its fields', async () => {
  api = await mapSmallApi('posts', types, root(Number.POSITIVE_INFINITY), undefined, (query, variables) =>
    Number(variables.limit) > 20 && query.includes('h')
      ? {
          body: {
            data: { posts: rows.slice(0, Number(variables.limit)).map((row) => ({ ...row, h: null })) },
            errors: Array.from({ length: 20 }, (_, index) => ({
              message: 'too expensive',
              path: ['posts', index, 'h'],
            })),
          },
        }
      : undefined,
  );
  expect(api.text).toMatch(/^ {2}h: h$/m);
  expect(api.text).toMatch(/max: 10\b/);
});

test.each([100, 200, 500])('pages are cut at %i', async (cap) => {
  api = await mapSmallApi('posts', types, root(cap));
  expect(api.text).toMatch(new RegExp(`max: ${cap}\\b`));
  expect(api.text).toContain(`learned: pages come with at most ${cap} rows`);
});

test.each([200, 500])('pages beyond %i are refused', async (most) => {
  api = await mapSmallApi('posts', types, {
    posts: ({ limit, offset }: Asked) => {
      if (limit > most) throw new Error('too many');
      return rows.slice(offset, offset + limit);
    },
  });
  expect(api.text).toMatch(new RegExp(`max: ${most}\\b`));
  expect(api.text).toContain(`learned: pages of ${most} rows come, larger ones are refused`);
});

test('1000 rows came: that is what is said', async () => {
  api = await mapSmallApi('posts', types, root(Number.POSITIVE_INFINITY));
  expect(api.text).toContain('learned: a page of 1000 rows came, and larger ones were not tried');
});

test('cells that fail in pages of any size say nothing of it', async () => {
  const failing = (limit: number) =>
    Array.from({ length: limit }, (_, index) => index).filter((each) => each % 4 > 0);
  api = await mapSmallApi('posts', types, root(Number.POSITIVE_INFINITY), undefined, (query, variables) => {
    const limit = Number(variables.limit);
    if (!query.includes('h') || Object.keys(variables).length > 1 || !(limit > 0)) return undefined;
    const page = rows.slice(0, limit);
    const bad = failing(page.length);
    return {
      body: {
        data: { posts: page.map((row, index) => (bad.includes(index) ? { ...row, h: null } : row)) },
        errors: bad.map((index) => ({ message: 'no such number', path: ['posts', index, 'h'] })),
      },
    };
  });
  expect(api.text).toContain('could not be read for each item when this was written: no such number');
  expect(api.text).not.toContain('larger ones are refused');
});

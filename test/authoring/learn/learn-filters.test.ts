/** Filters that an API offers and does not heed: found by the rows, whichever field, operator and operand it is. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from '../init/small-api.js';
import { atMostAliases, type Field, idsWhere, type Post, postsApi, postTypes } from './faulty-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

const questions: readonly { readonly filter: unknown; readonly right: (post: Post) => boolean }[] = [
  { filter: { views: 10 }, right: ({ views }) => views === 10 },
  { filter: { views: 0 }, right: ({ views }) => views === 0 },
  { filter: { views: { $gt: 30 } }, right: ({ views }) => views > 30 },
  { filter: { views: { $gte: 30 } }, right: ({ views }) => views >= 30 },
  { filter: { views: { $lt: 4 } }, right: ({ views }) => views < 4 },
  { filter: { views: { $lte: 0 } }, right: ({ views }) => views <= 0 },
  { filter: { views: { $in: [3, 5] } }, right: ({ views }) => views === 3 || views === 5 },
  { filter: { likes: 0 }, right: ({ likes }) => likes === 0 },
  { filter: { likes: { $gt: 6 } }, right: ({ likes }) => likes !== null && likes > 6 },
  { filter: { likes: { $lte: 2 } }, right: ({ likes }) => likes !== null && likes <= 2 },
  { filter: { likes: null }, right: ({ likes }) => likes === null },
  { filter: { likes: { $ne: null } }, right: ({ likes }) => likes !== null },
  { filter: { open: false }, right: ({ open }) => !open },
  { filter: { open: true }, right: ({ open }) => open },
  { filter: { open: { $in: [false] } }, right: ({ open }) => !open },
  { filter: { name: 'name1' }, right: ({ name }) => name === 'name1' },
  { filter: { name: null }, right: ({ name }) => name === null },
  { filter: { name: { $startsWith: 'name2' } }, right: ({ name }) => name === 'name2' },
  { filter: { name: { $contains: 'me3' } }, right: ({ name }) => name === 'name3' },
];

async function allRight(): Promise<void> {
  for (const { filter, right } of questions) {
    const ids = await api!.ids({ filter });
    const wanted = idsWhere(right);
    expect(Array.isArray(ids) ? [...ids].sort() : ids, JSON.stringify(filter)).toEqual(wanted);
    expect(await api!.count(filter as Readonly<Record<string, unknown>>), JSON.stringify(filter)).toBe(
      wanted.length,
    );
  }
}

const operators: Readonly<Record<Exclude<Field, 'id'>, readonly string[]>> = {
  views: ['eq', 'gt', 'gte', 'lt', 'lte', 'in'],
  likes: ['eq', 'gt', 'gte', 'lt', 'lte', 'in', 'isNull'],
  open: ['eq', 'in'],
  name: ['eq', 'contains', 'startsWith', 'isNull'],
};
const every = Object.entries(operators).flatMap(([field, list]) => list.map((each) => `${field}.${each}`));

test('one operator of one field, under a limit of 15 aliases', async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray(every, { minLength: 1, maxLength: 3 }), async (broken) => {
      const heeds = (field: Field, operator: string): boolean => !broken.includes(`${field}.${operator}`);
      api = await mapSmallApi('posts', postTypes, postsApi({ heeds }), undefined, atMostAliases(15));
      expect(api.text).toContain('learned:');
      await allRight();
      await api.close();
    }),
    { numRuns: 5 },
  );
}, 60_000);

test.each([
  { kind: 'false', ignored: (operand: unknown) => operand === false },
  { kind: 'whatever is not true', ignored: (operand: unknown) => !operand },
  { kind: 'null tests', ignored: (_: unknown, operator: string) => operator === 'isNull' },
  { kind: 'lists of one', ignored: (operand: unknown) => Array.isArray(operand) && operand.length === 1 },
  { kind: 'lists of several', ignored: (operand: unknown) => Array.isArray(operand) && operand.length > 1 },
])('operands: an API that ignores $kind', async ({ ignored }) => {
  const heeds = (_: Field, operator: string, operand: unknown): boolean => !ignored(operand, operator);
  api = await mapSmallApi('posts', postTypes, postsApi({ heeds }));
  await allRight();
});

test('both forms of a null test are taken away, since either may be ignored', async () => {
  const heeds = (_: Field, operator: string, operand: unknown): boolean =>
    operator !== 'isNull' || operand === false;
  api = await mapSmallApi('posts', postTypes, postsApi({ heeds }));
  expect(api.text).toMatch(/isNull: null/);
  expect(api.text).toMatch(/notNull: null/);
  await allRight();
});

test.each([15, 1000])('nothing is said of filters that are heeded (at most %i aliases)', async (most) => {
  api = await mapSmallApi('posts', postTypes, postsApi({}), undefined, atMostAliases(most));
  expect(api.text).not.toMatch(/filter: false|: null/);
  expect(api.probes).toBeLessThanOrEqual(12);
  await allRight();
});

test('a variable that the API refuses is taken out, and the rest asked again', async () => {
  // It refuses whole documents for one operand, and names no variable.
  api = await mapSmallApi(
    'posts',
    postTypes,
    postsApi({ heeds: (field, operator) => `${field}.${operator}` !== 'likes.gt' }),
    undefined,
    (_, variables) =>
      JSON.stringify(variables).includes('"views":{"in"')
        ? { body: { errors: [{ message: 'the operator in is not allowed here' }] } }
        : undefined,
  );
  await allRight();
});

test('of a variable that a refusal names only the one is taken out', async () => {
  const refusals: string[] = [];
  api = await mapSmallApi('posts', postTypes, postsApi({}), undefined, (_, variables) => {
    const named = Object.entries(variables ?? {}).find(([, value]) =>
      JSON.stringify(value).includes('"views":{"in"'),
    );
    if (!named) return undefined;
    refusals.push(named[0]);
    return { body: { errors: [{ message: `Variable "$${named[0]}" got invalid value; no lists here` }] } };
  });
  // Without the name, halves would lead to it, one document after the other.
  expect(refusals.length).toBeGreaterThan(0);
  expect(refusals.length).toBeLessThanOrEqual(4);
  expect(api.text).toMatch(/views: \{ path: views, operators: \{ in: null \} \}/);
  expect(api.text).toContain('learned: the API refuses the filter by in on it');
  await allRight();
});

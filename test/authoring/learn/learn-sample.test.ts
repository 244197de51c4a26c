/** Fields that make a page fail, with or without a word about which: they are found and left out, the others stay. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from '../init/small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

const names = 'abcdefghij'.split('');
const types = `type Thing { id: ID!, ${names.map((name) => `${name}: Int`).join(' ')} }
  type Query { things(limit: Int = 10, offset: Int = 0): [Thing!]! }`;
const rows = Array.from({ length: 30 }, (_, index) => ({
  id: `k${index}`,
  ...Object.fromEntries(names.map((name) => [name, index])),
}));
const root = {
  things: ({ limit, offset }: { readonly limit: number; readonly offset: number }) =>
    rows.slice(offset, offset + limit),
};

test('the server breaks on some fields and does not say on which', async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray(names, { minLength: 1, maxLength: 2 }), async (broken) => {
      api = await mapSmallApi('things', types, root, undefined, (query) =>
        broken.some((name) => new RegExp(`\\b${name}\\b`).test(query.slice(query.indexOf('{'))))
          ? { status: 500, body: { errors: [{ message: 'Internal server error' }] } }
          : undefined,
      );
      for (const name of broken) expect(api.text).toMatch(new RegExp(`# ${name}: ${name}$`, 'm'));
      for (const name of names.filter((each) => !broken.includes(each)))
        expect(api.text).toMatch(new RegExp(`^ {2}${name}: ${name}$`, 'm'));
      expect(api.text).toContain('left out: Internal server error');
      expect(api.probes).toBeLessThanOrEqual(30);
      expect(await api.ids()).toHaveLength(rows.length);
      await api.close();
    }),
    { numRuns: 5 },
  );
}, 60_000);

test('a field that fails for one item stays, with a word', async () => {
  api = await mapSmallApi('things', types, {
    things: ({ limit, offset }: { readonly limit: number; readonly offset: number }) =>
      rows
        .map((row, index) => ({ ...row, c: index === 3 ? new Error('no c here') : index }))
        .slice(offset, offset + limit),
  });
  expect(api.text).toMatch(/^ {2}c: c # could not be read for each item when this was written: no c here$/m);
  expect(api.text).not.toContain('larger ones are refused');
});

test('rows that come as null: the policy is named, and nothing is concluded from the rest', async () => {
  const hiding = types.replace('[Thing!]!', '[Thing]!');
  api = await mapSmallApi('things', hiding, {
    things: ({ limit, offset }: { readonly limit: number; readonly offset: number }) =>
      rows.map((row, index) => (index % 3 === 1 ? null : row)).slice(offset, offset + limit),
  });
  expect(api.text).toMatch(/# rows came as null when this was written.*write list\.nulls: skip/);
  expect(api.text).not.toContain('learned:');
  for (const name of names) expect(api.text).toMatch(new RegExp(`^ {2}${name}: ${name}$`, 'm'));
});

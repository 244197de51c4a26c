/** Values decide what a field is, whatever its scalar is called. */
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from '../init/small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function map(scalar: string, values: readonly unknown[]): Promise<SmallApi> {
  const rows = values.map((value, index) => ({ id: String(index), name: `n${index}`, value }));
  api = await mapSmallApi(
    'things',
    `scalar ${scalar} type Thing { id: ID!, name: String, value: ${scalar} }
     type Query { things(limit: Int, offset: Int): [Thing!]! }`,
    {
      things: ({ limit = 100, offset = 0 }: { readonly limit?: number; readonly offset?: number }) =>
        rows.slice(offset, offset + limit),
    },
  );
  return api;
}

test.each([
  { scalar: 'Money', values: [{ amount: '12.50' }, null], type: /ANY|OBJECT/ },
  { scalar: 'RichTextAST', values: [{ children: [] }], type: /OBJECT/ },
  { scalar: 'Anything', values: [[1, 2], null], type: /ARRAY/ },
  { scalar: 'Mixed', values: [1, { a: 1 }], type: /ANY/ },
  { scalar: 'Date', values: ['2024-05-05T10:00:00.000Z', '2024-05-06T00:00:00.000Z'], type: /DATETIME/ },
])('$scalar with $values', async ({ scalar, values, type }) => {
  const { text, ids } = await map(scalar, values);
  expect(text).toMatch(new RegExp(`value: \\{ path: value, type: (?:${type.source})`));
  expect(text).not.toContain('more digits');
  expect(await ids()).toHaveLength(values.length);
});

const moment = Date.UTC(2024, 4, 5, 10);
test.each([
  { scalar: 'Date', unit: 'milliseconds', value: moment, read: 'epochMilliseconds' },
  { scalar: 'Date', unit: 'milliseconds as text', value: String(moment), read: 'epochMilliseconds' },
  { scalar: 'DateTime', unit: 'seconds', value: moment / 1000, read: 'epochSeconds' },
  { scalar: 'Timestamp', unit: 'milliseconds', value: moment, read: 'epochMilliseconds' },
])('$scalar that holds $unit', async ({ scalar, value, read }) => {
  const { text, ids } = await map(scalar, [value, null]);
  expect(text).toMatch(new RegExp(`type: DATETIME, scalar: ${read}`));
  expect(await ids({ filter: { value: { $date: new Date(moment).toISOString() } } })).toEqual(['0']);
  const later = new Date(moment + 1000).toISOString();
  expect(await ids({ filter: { value: { $lt: { $date: later } } } })).toEqual(['0']);
  expect(await ids({ filter: { value: { $gte: { $date: later } } } })).toEqual([]);
});

test.each(['Date', 'DateTime', 'Money', 'Time'])(
  '%s without any value takes whatever comes',
  async (scalar) => {
    const { text, ids } = await map(scalar, [null, null]);
    expect(text).toContain('no value was there to look at');
    expect(text).toMatch(/value: \{ path: value, type: ANY/);
    expect(await ids()).toHaveLength(2);
  },
);

test('whole numbers of more digits than a double keeps, as texts', async () => {
  const { text, ids } = await map('BigInt', ['9007199254740993', '12']);
  expect(text).toContain('learned: its values have more digits than a number holds');
  expect(await ids()).toHaveLength(2);
});

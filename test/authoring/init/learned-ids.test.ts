/** What `init` finds out about ids: only what the API itself says or gives teaches anything. */
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from './small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

test("the adapter's own refusal of an absent id is not taken for the API's", async () => {
  const rows = Array.from({ length: 30 }, (_, index) => ({ id: String(index + 1), size: index % 7 }));
  api = await mapSmallApi(
    'things',
    `type Thing { id: ID!, size: Int! }
     input IdFilter { eq: ID, in: [ID!] }
     input ThingFilter { id: IdFilter }
     type Page { items: [Thing!]!, totalCount: Int! }
     type Query { things(where: ThingFilter, limit: Int = 20, offset: Int = 0): Page! }`,
    {
      things: ({ where, limit, offset }: Asked) => {
        const absent = where?.id?.eq ?? where?.id?.in?.[0];
        // Only of an id that nothing has the total is wrong, so that nothing else shows it.
        const found = rows.filter((row) => absent === undefined || row.id === absent);
        return {
          items: found.slice(offset, offset + limit),
          totalCount: found.length === 0 ? rows.length : found.length,
        };
      },
    },
  );
  expect(api.text).not.toContain('ids: integer');
  expect(api.text).not.toContain('answers other ids with an error');
});

interface Asked {
  readonly where?: { readonly id?: { readonly eq?: string; readonly in?: readonly string[] } };
  readonly limit: number;
  readonly offset: number;
}

interface Part {
  readonly id: string;
  readonly size: number;
}

const parts: readonly Part[] = Array.from({ length: 30 }, (_, index) => ({
  id: Buffer.from(`Part:${index + 1}`).toString('base64'),
  size: index % 7,
}));
const numberOf = (id: string): number => Number(Buffer.from(id, 'base64').toString().slice('Part:'.length));
const partTypes = `type Part { id: ID!, size: Int! }
  input IdFilter { eq: ID, in: [ID!] }
  input PartFilter { id: IdFilter }`;

test.each([
  { kind: 'compares it with another id', check: () => undefined },
  {
    kind: 'refuses it',
    check: (id: string): void => {
      if (!/^\d+$/.test(id)) throw new Error(`invalid input syntax for type integer: "${id}"`);
    },
  },
])('a filter by id that $kind is left out', async ({ check }) => {
  api = await mapSmallApi(
    'parts',
    `${partTypes} type Query {
       parts(where: PartFilter, limit: Int = 20, offset: Int = 0): [Part!]!
       part(id: ID!): Part }`,
    {
      parts: ({ where, limit, offset }: Asked) => {
        const wanted = where?.id && [...(where.id.in ?? []), ...(where.id.eq ? [where.id.eq] : [])];
        for (const id of wanted ?? []) check(id);
        return parts
          .filter((part) => wanted === undefined || wanted.includes(String(numberOf(part.id))))
          .slice(offset, offset + limit);
      },
      part: ({ id }: { id: string }) => parts.find((part) => part.id === id) ?? null,
    },
  );
  expect(api.text).toContain('learned: the filter by id does not find the item that shows the id');
  expect(await api.ids({ filter: { _id: parts[3]!.id } })).toEqual([parts[3]!.id]);
  const some = [parts[3]!.id, parts[5]!.id];
  expect(await api.ids({ filter: { _id: { $in: some } } })).toHaveLength(2);
});

test('a field for one item that takes another id is left out', async () => {
  api = await mapSmallApi(
    'parts',
    `${partTypes} type Query {
       parts(limit: Int = 20, offset: Int = 0): [Part!]!
       part(id: ID!): Part }`,
    {
      parts: ({ limit, offset }: Asked) => parts.slice(offset, offset + limit),
      part: ({ id }: { id: string }) => parts.find((part) => String(numberOf(part.id)) === id) ?? null,
    },
  );
  expect(api.text).toMatch(/get: false/);
  expect(api.text).toContain('learned: it does not give the item that shows the id');
  expect(await api.ids({ filter: { _id: parts[3]!.id } })).toEqual([parts[3]!.id]);
});

test('a filter by id that finds the item stays', async () => {
  api = await mapSmallApi(
    'parts',
    `${partTypes} type Query { parts(where: PartFilter, limit: Int = 20, offset: Int = 0): [Part!]! }`,
    {
      parts: ({ where, limit, offset }: Asked) => {
        const wanted = where?.id && [...(where.id.in ?? []), ...(where.id.eq ? [where.id.eq] : [])];
        return parts.filter((part) => !wanted || wanted.includes(part.id)).slice(offset, offset + limit);
      },
    },
  );
  expect(api.text).not.toContain('does not find');
  expect(await api.ids({ filter: { _id: parts[3]!.id } })).toEqual([parts[3]!.id]);
});

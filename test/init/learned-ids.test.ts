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

/** drizzle-graphql passes over operands that are false or null, as if nothing was asked; in a list they are heeded. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseCount, parseQuery } from '../../../src/wix/requests.js';
import { type Served, serveGraphql } from '../../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../../rig.js';

type Operand = { readonly eq?: unknown; readonly ne?: unknown; readonly inArray?: readonly unknown[] };
const rows = [true, false, null, false, true].map((active, index) => ({
  id: index + 1,
  active,
  stars: index % 2,
}));

let server: Served;
let rig: Rig;
beforeAll(async () => {
  const operators = (type: string) =>
    `eq: ${type} ne: ${type} inArray: [${type}!] notInArray: [${type}!] isNull: Boolean isNotNull: Boolean`;
  server = await serveGraphql(
    `input OfBoolean { ${operators('Boolean')} } input OfInt { ${operators('Int')} }
     input Filters { active: OfBoolean stars: OfInt id: OfInt }
     enum Direction { asc desc } input Order { direction: Direction! priority: Int! }
     input OrderBy { id: Order stars: Order }
     type Thing { id: Int! active: Boolean stars: Int! }
     type Query { thing(where: Filters, limit: Int, offset: Int, orderBy: OrderBy): [Thing!]! }`,
    {
      thing: ({ where = {}, limit = 100, offset = 0 }: { where?: object; limit?: number; offset?: number }) =>
        rows
          .filter((row) =>
            Object.entries(where).every(([name, { eq, ne, inArray }]: [string, Operand]) => {
              const value = row[name as keyof typeof row];
              // As the product reads operands: what is false or null was not asked, 0 was.
              const asked = (operand: unknown) =>
                operand !== undefined && operand !== null && operand !== false;
              if (asked(eq) && value !== eq) return false;
              if (asked(ne) && value === ne) return false;
              return inArray === undefined || inArray.includes(value);
            }),
          )
          .slice(offset, offset + limit),
    },
  );
  rig = await startRig(server.url, { dialect: 'drizzle' }, [
    {
      collection: 'things',
      type: 'Thing',
      list: 'thing',
      id: 'id',
      fields: { active: 'active', stars: 'stars' },
    } as never,
  ]);
});
afterAll(async () => {
  await rig.close();
  await server.close();
});

test.each([
  [{ active: false }, ['2', '4']],
  [{ active: { $ne: false } }, ['1', '3', '5']],
  [{ active: { $in: [false, null] } }, ['2', '3', '4']],
  [{ active: true }, ['1', '5']],
  [{ active: null }, ['3']],
  [{ stars: 0 }, ['1', '3', '5']],
])('%j', async (filter, ids) => {
  const request = parseQuery({ collectionId: 'things', query: { filter } });
  const { items } = await rig.engine.query(rig.model('things'), request, context());
  expect(items.map(({ _id }) => _id)).toEqual(ids);
  const count = parseCount({ collectionId: 'things', filter });
  expect((await rig.engine.count(rig.model('things'), count, context())).totalCount).toBe(ids.length);
});

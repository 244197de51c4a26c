/** Pages that do not stand where they were asked for are refused, whatever the way of paging. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

interface Asked {
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly page?: number;
  readonly after?: string;
}
/** How an API reads its arguments; each but the first is a fault. */
const faults = {
  none: (asked: Asked) => asked,
  'the place is ignored': ({ limit }: Asked) => ({ limit }),
  'place and size are ignored': () => ({ limit: 10 }),
  'the offset is rounded to a page': ({ limit = 10, offset, ...rest }: Asked) => ({
    ...rest,
    limit,
    offset: offset === undefined ? undefined : offset - (offset % limit),
  }),
} satisfies Record<string, (asked: Asked) => Asked>;
type Fault = keyof typeof faults;

const styles: Readonly<Record<string, { readonly page: Json; readonly arguments: string }>> = {
  offset: { page: { size: 'limit', offset: 'offset' }, arguments: 'limit: Int, offset: Int' },
  page: { page: { size: 'limit', page: 'page' }, arguments: 'limit: Int, page: Int' },
  cursor: {
    page: { size: 'limit', cursor: 'after', next: 'end', more: 'more' },
    arguments: 'limit: Int, after: String',
  },
};

let rows = Array.from({ length: 97 }, (_, index) => ({ id: `r${index}` }));
let server: Served;
let rig: Rig;
afterEach(async () => {
  await rig.close();
  await server.close();
});

async function start(style: string, fault: Fault, counted: boolean): Promise<void> {
  rows = Array.from({ length: 97 }, (_, index) => ({ id: `r${index}` }));
  const read = faults[fault];
  const list = (given: Asked) => {
    const { limit = 10, offset, page, after } = read(given) as Asked;
    const start = after === undefined ? (offset ?? ((page ?? 1) - 1) * limit) : Number(after);
    const items = rows.slice(start, start + limit);
    return {
      items,
      total: rows.length,
      end: String(start + items.length),
      more: start + limit < rows.length,
    };
  };
  server = await serveGraphql(
    `type Part { id: ID! } type Page { items: [Part!]! total: Int! end: String more: Boolean! }
     type Query { parts(${styles[style]!.arguments}): Page! }`,
    { parts: list },
  );
  const mapped = {
    field: 'parts',
    rows: 'items',
    page: styles[style]!.page,
    ...(counted ? { count: 'total' } : {}),
  };
  rig = await startRig(server.url, {}, [
    { collection: 'parts', type: 'Part', id: 'id', fields: {}, list: mapped },
  ]);
}

const ask = async (paging: object, returnTotalCount = false): Promise<readonly unknown[]> => {
  const request = parseQuery({ collectionId: 'parts', query: { paging }, returnTotalCount });
  const { items } = await rig.engine.query(rig.model('parts'), request, context());
  return items.map((item) => item._id);
};

const cases = Object.keys(styles).flatMap((style) =>
  [true, false].flatMap((counted) =>
    (Object.keys(faults) as Fault[])
      .filter((fault) => fault !== 'the offset is rounded to a page' || style === 'offset')
      .map((fault) => ({ style, counted, fault })),
  ),
);

test.each(cases)(
  'by $style, total $counted, $fault: right rows or a refusal',
  async ({ style, counted, fault }) => {
    await start(style, fault, counted);
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 3 }),
        async (limit, offsets) => {
          // As a visitor does it: the first page first.
          // Rounded offsets that are far from what was seen stay hidden: `check --live` looks at those.
          const near =
            fault === 'the offset is rounded to a page' ? offsets.map((each) => each % limit) : offsets;
          for (const offset of [0, ...near]) {
            const found = await ask({ limit, offset }, counted).catch((error: { status?: number }) => {
              expect(error.status).toBe(502);
              refused += 1;
              return undefined;
            });
            const right = rows.slice(offset, offset + limit).map((row) => row.id);
            if (found !== undefined) expect(found).toEqual(right);
          }
        },
      ),
      { numRuns: 20, seed: 7 },
    );
    expect(refused > 0).toBe(fault !== 'none');
  },
);

test('the refusal names the member of the mapping', async () => {
  await start('offset', 'the place is ignored', false);
  await ask({ limit: 5, offset: 0 });
  await expect(ask({ limit: 5, offset: 5 })).rejects.toMatchObject({
    status: 502,
    message: expect.stringContaining('list.page.offset'),
  });
});

test('rows that came in between move the page, and it is served', async () => {
  await start('offset', 'none', false);
  await ask({ limit: 5, offset: 0 });
  rows.unshift(...Array.from({ length: 5 }, (_, index) => ({ id: `new${index}` })));
  expect(await ask({ limit: 5, offset: 5 })).toEqual(['r0', 'r1', 'r2', 'r3', 'r4']);
});

test('millions of rows for a page of five are the fault of the API, not of the caller', async () => {
  await start('offset', 'none', true);
  rows = Array.from({ length: 20_000 }, (_, index) => ({ id: String(index) }));
  await rig.close();
  await server.close();
  server = await serveGraphql(
    'type Part { id: ID! } type Query { parts(limit: Int, offset: Int): [Part!]! }',
    {
      parts: rows,
    },
  );
  rig = await startRig(server.url, {}, [
    {
      collection: 'parts',
      type: 'Part',
      id: 'id',
      fields: {},
      list: { field: 'parts', page: { size: 'limit', offset: 'offset' } },
    },
  ]);
  await expect(ask({ limit: 5 })).rejects.toMatchObject({
    status: 502,
    message: expect.stringContaining('a page of 5 rows came with 20000'),
  });
});

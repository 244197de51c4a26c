/** An API that contradicts itself is not believed: the request is refused rather than answered in part. */
import { afterEach, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseAggregate, parseCount, parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

const rows = Array.from({ length: 130 }, (_, index) => ({
  id: `A${index}`,
  sku: `s${(index * 37) % 130}`,
  name: `n${index}`,
  kind: index % 2 === 0 ? 'even' : 'odd',
  stock: index,
  a: 'a',
  b: 'b',
}));
const types = 'type Part { id: ID! sku: String name: String kind: String stock: Int a: String b: String }';
const fields = { sku: 'sku', name: 'name', kind: 'kind', stock: 'stock', a: 'a', b: 'b' };

let server: Served;
let rig: Rig;
afterEach(async () => {
  await rig.close();
  await server.close();
});

async function start(
  schema: string,
  resolvers: Readonly<Record<string, unknown>>,
  list: Json,
  more: Record<string, Json> = {},
): Promise<void> {
  server = await serveGraphql(`${types} ${schema}`, resolvers);
  rig = await startRig(server.url, { dialect: 'plain' }, [
    { collection: 'parts', type: 'Part', id: 'id', fields, list, ...more },
  ]);
}
const query = (raw: object, returnTotalCount = false) =>
  rig.engine.query(
    rig.model('parts'),
    parseQuery({ collectionId: 'parts', query: raw, returnTotalCount }),
    context(),
  );
interface Page {
  readonly limit: number;
  readonly offset: number;
}

test.each([
  ['rows behind its own end', { paging: { limit: 2, offset: 110 } }, true],
  ['more rows than it counts', { paging: { limit: 50, offset: 80 } }, true],
  ['a flag that says that there are more', { paging: { limit: 1000 } }, false],
])('a total that stops somewhere: %s', async (_, raw, total) => {
  const page = ({ limit, offset }: Page) => ({
    items: rows.slice(offset, offset + Math.min(limit, 100)),
    total: 100,
    more: offset + Math.min(limit, 100) < rows.length,
  });
  await start(
    'type Page { items: [Part!]! total: Int! more: Boolean! } type Query { parts(limit: Int, offset: Int): Page! }',
    { parts: page },
    {
      field: 'parts',
      rows: 'items',
      count: 'total',
      page: { size: 'limit', offset: 'offset', more: 'more', max: 100 },
    },
  );
  // The total is not believed any more, and the rows are counted here.
  const answer = await query(raw, total);
  const { offset = 0, limit } = raw.paging as { offset?: number; limit: number };
  expect(answer.items.map((item) => item._id)).toEqual(
    rows.slice(offset, offset + limit).map((row) => row.id),
  );
  expect(answer.pagingMetadata.total).toBe(total ? rows.length : undefined);
  expect(rig.engine.withdrawals()).toMatchObject([
    { claim: { kind: 'total' }, reason: expect.stringContaining('list.count.cap'), mend: 'list.count: null' },
  ]);
});

test('rows that are in the list, and are not found by their ids', async () => {
  await start(
    `input In { in: [ID!] } input Where { id: In } type Query { parts(where: Where, limit: Int, offset: Int): [Part!]! }`,
    {
      // Compares in lower case what it shows in capitals.
      parts: ({ where, limit, offset }: Page & { where?: { id?: { in: string[] } } }) =>
        rows
          .filter(({ id }) => where?.id === undefined || where.id.in.includes(id.toLowerCase()))
          .slice(offset, offset + limit),
    },
    {
      field: 'parts',
      page: { size: 'limit', offset: 'offset' },
      filter: { style: 'operators', at: 'where', operators: { id: { in: { send: { in: '$value' } } } } },
    },
  );
  await expect(query({ sort: [{ fieldName: 'sku' }], paging: { limit: 5 } })).rejects.toMatchObject({
    status: 502,
    message: expect.stringContaining('not by its id'),
  });
});

test('pages that come whole without a filter may be cut with one', async () => {
  const where = 'input Text { eq: String } input Where { kind: Text }';
  await start(
    `${where} type Query { parts(where: Where, limit: Int, offset: Int): [Part!]! }`,
    {
      parts: ({ where: filter, limit, offset }: Page & { where?: { kind?: { eq: string } } }) => {
        const found = rows.filter(({ kind }) => filter?.kind === undefined || kind === filter.kind.eq);
        return found.slice(offset, offset + Math.min(limit, filter ? 25 : 100));
      },
    },
    {
      field: 'parts',
      page: { size: 'limit', offset: 'offset', max: 100 },
      filter: { style: 'operators', at: 'where', operators: { text: { eq: { send: { eq: '$value' } } } } },
    },
  );
  expect((await query({ paging: { limit: 1000 } })).items).toHaveLength(130);
  const count = parseCount({ collectionId: 'parts', filter: { kind: 'odd' } });
  expect(await rig.engine.count(rig.model('parts'), count, context())).toEqual({ totalCount: 65 });
});

test('an input of which one member may be given takes two conditions by its combinator', async () => {
  await start(
    `directive @oneOf on INPUT_OBJECT
     input Text { eq: String } input Where @oneOf { kind: Text sku: Text and: [Where!] }
     type Query { parts(where: Where, limit: Int, offset: Int): [Part!]! }`,
    {
      parts: (args: Page & { where: { and: { kind?: { eq: string }; sku?: { eq: string } }[] } }) =>
        rows
          .filter((row) =>
            args.where.and.every(
              ({ kind, sku }) => (!kind || row.kind === kind.eq) && (!sku || row.sku === sku.eq),
            ),
          )
          .slice(args.offset, args.offset + args.limit),
    },
    {
      field: 'parts',
      page: { size: 'limit', offset: 'offset' },
      filter: {
        style: 'operators',
        at: 'where',
        and: { and: '$all' },
        operators: { text: { eq: { send: { eq: '$value' } } } },
      },
    },
  );
  const { items } = await query({ filter: { kind: 'odd', sku: 's37' } });
  expect(items.map((item) => item._id)).toEqual(['A1']);
});

test('an average in whole numbers is worked out here', async () => {
  await start(
    `type Whole { stock: Int } type Totals { average: Whole sum: Whole } type Query { parts: [Part!]! totals: Totals! }`,
    { parts: rows.slice(0, 4), totals: { average: { stock: 1 }, sum: { stock: 6 } } },
    'parts',
    { aggregate: { field: 'totals', functions: { average: 'average.$field', sum: 'sum.$field' } } },
  );
  const ask = (operations: Json) =>
    rig.engine.aggregate(
      rig.model('parts'),
      parseAggregate({ collectionId: 'parts', aggregation: { operations } }),
      context(),
    );
  const average = { resultFieldName: 'x', average: { itemFieldName: 'stock' } };
  expect((await ask([average])).items).toEqual([{ x: 1.5 }]);
  expect(server.asked.at(-1)?.query).not.toContain('totals');
  expect((await ask([{ resultFieldName: 'x', sum: { itemFieldName: 'stock' } }])).items).toEqual([{ x: 6 }]);
  expect(server.asked.at(-1)?.query).toContain('totals');
});

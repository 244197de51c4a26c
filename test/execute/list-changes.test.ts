/** Rows that come and go while a list without a total is read, between a page and the one behind it. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

let server: Served;
let rows: { id: string; version?: number }[];
/** Rows that the API gives at once. */
let cap: number;
/** What happens before a request of this number. */
let changes: Readonly<Record<number, () => void>>;
let asked: number;

beforeAll(async () => {
  server = await serveGraphql(
    'type Row { id: ID! version: Int } type Query { rows(limit: Int, offset: Int): [Row!]! }',
    {
      rows: ({ limit, offset }: { limit: number; offset: number }) => {
        asked += 1;
        changes[asked]?.();
        return rows.slice(offset, offset + Math.min(limit, cap));
      },
    },
  );
});
afterAll(() => server.close());

let rig: Rig;
beforeEach(async () => {
  rows = Array.from({ length: 5 }, (_, index) => ({ id: `r${index}` }));
  asked = 0;
  cap = 1000;
  changes = {};
  rig = await startRig(server.url, { dialect: 'plain' }, [
    {
      collection: 'rows',
      type: 'Row',
      id: 'id',
      fields: { version: 'version' },
      list: { field: 'rows', page: { size: 'limit', offset: 'offset' } },
    },
  ]);
  return () => rig.close();
});

const idsOf = async (query: object) => {
  const request = parseQuery({ collectionId: 'rows', query });
  const { items } = await rig.engine.query(rig.model('rows'), request, context());
  return items.map(({ _id }) => _id);
};
const add = (): void => void rows.push({ id: 'r5' }, { id: 'r6' }, { id: 'r7' });
const take = (): void => void rows.shift();

it('a page is read anew where another row stands behind it than was seen', async () => {
  changes = { 2: add, 3: take };
  expect(await idsOf({ paging: { limit: 10 } })).toEqual(['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7']);
});

it('a page that rows were added to meanwhile is what is there at one moment', async () => {
  const change = (): void => {
    add();
    rows = rows.map((row) => ({ ...row, version: 2 }));
  };
  changes = { 2: change };
  const request = parseQuery({ collectionId: 'rows', query: { paging: { limit: 8 } } });
  const { items } = await rig.engine.query(rig.model('rows'), request, context());
  expect(items.map(({ version }) => version)).toEqual(Array.from({ length: 8 }, () => 2));
  expect(asked).toBe(3);
  // It is not believed that the API cuts pages: a shorter one is the whole list.
  rows = rows.slice(0, 6);
  expect(await idsOf({ paging: { limit: 8 } })).toHaveLength(6);
  expect(asked).toBe(4);
});

it('an API that cuts pages is seen by one page more, once', async () => {
  add();
  cap = 5;
  const all = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7'];
  expect(await idsOf({ paging: { limit: 10 } })).toEqual(all);
  // Twice the first page and the row behind it, then the rest.
  expect(asked).toBe(5);
  expect(await idsOf({ paging: { limit: 10 } })).toEqual(all);
  expect(asked).toBe(8);
});

it('a list that never keeps still is refused', async () => {
  changes = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [index, index % 2 === 0 ? add : take]),
  );
  await expect(idsOf({ paging: { limit: 100 } })).rejects.toMatchObject({ status: 502 });
});

it('a list that is read whole is read anew from its beginning', async () => {
  changes = { 2: add, 3: take };
  const sorted = { sort: [{ fieldName: '_id', order: 'DESC' }], paging: { limit: 10 } };
  expect(await idsOf(sorted)).toEqual(['r7', 'r6', 'r5', 'r4', 'r3', 'r2', 'r1']);
});

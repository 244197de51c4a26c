/** `limits.pages`: whether a list is read or refused is the same the first time, when nothing is known of the API's pages, and later. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AdapterError } from '../../src/wix/errors.js';
import { parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

interface Asked {
  readonly limit: number;
  readonly offset?: number;
  readonly page?: number;
}

let server: Served;
/** Rows of the list, and rows that the API gives at once. */
let count: number;
let cap: number;

function page({ limit, offset = 0, page = 1 }: Asked): { id: string }[] {
  const size = Math.min(limit, cap);
  const from = offset + (page - 1) * size;
  return Array.from({ length: count }, (_, index) => ({ id: `r${index}` })).slice(from, from + size);
}

beforeAll(async () => {
  const counted = (given: Asked) => ({ items: page(given), total: () => count });
  server = await serveGraphql(
    `type Row { id: ID! }
     type Rows { items: [Row!]! total: Int! }
     type Query {
       byOffset(limit: Int!, offset: Int): [Row!]! byPage(limit: Int!, page: Int): [Row!]!
       countedByOffset(limit: Int!, offset: Int): Rows! countedByPage(limit: Int!, page: Int): Rows!
     }`,
    { byOffset: page, byPage: page, countedByOffset: counted, countedByPage: counted },
  );
});
afterAll(() => server.close());

let rig: Rig;
async function begin(): Promise<void> {
  const offset = { size: 'limit', offset: 'offset', max: 5 };
  const number = { size: 'limit', page: 'page', max: 5 };
  const counted = { rows: 'items', count: 'total' };
  const lists = [
    { field: 'byOffset', page: offset },
    { field: 'byPage', page: number },
    { field: 'countedByOffset', ...counted, page: offset },
    { field: 'countedByPage', ...counted, page: number },
  ];
  const common = { type: 'Row', id: 'id', fields: {}, limits: { pages: 3 } };
  rig = await startRig(
    server.url,
    { dialect: 'plain' },
    lists.map((list) => ({ ...common, collection: list.field, list })),
  );
}
beforeEach(async () => {
  cap = 1000;
  await begin();
});
afterEach(() => rig.close());

/** The API cannot sort: with a sort the whole list is read. */
const sort = [{ fieldName: '_id', order: 'ASC' }];
const questions = {
  'a list that is sorted here': { sort, paging: { limit: 1000 } },
  'a wide page': { paging: { limit: 1000 } },
  'a page as wide as the limit allows': { paging: { limit: 15 } },
};

/** Number of rows that came; undefined: refused because of limits.pages. */
async function read(collectionId: string, query: object): Promise<number | undefined> {
  const request = parseQuery({ collectionId, query });
  try {
    return (await rig.engine.query(rig.model(collectionId), request, context())).items.length;
  } catch (error) {
    if (!(error instanceof AdapterError && error.message.includes('limits.pages in '))) throw error;
    return undefined;
  }
}

/** The largest list that is read with three requests. */
const largest: Readonly<Record<string, readonly number[]>> = {
  // Pages that are read one after the other begin with the last row of the one before. The limit is wide: 200 pages are known to be needed before one is asked for.
  byOffset: [12, 0, 1000],
  byPage: [14, 14, 1000],
  countedByOffset: [15, 15, 1000],
  countedByPage: [15, 15, 1000],
};

describe.each(Object.keys(largest))('%s', (collection) => {
  it.each(
    Object.entries(questions).map(
      ([name, query], index) => [name, query, largest[collection]![index]!] as const,
    ),
  )('%s', async (_, query, most) => {
    for (count = 6; count <= 18; count++) {
      await rig.close();
      await begin();
      const expected = count <= most ? Math.min(count, query.paging.limit) : undefined;
      const verdicts: (number | undefined)[] = [];
      for (let times = 0; times < 3; times++) verdicts.push(await read(collection, query));
      expect([count, verdicts]).toEqual([count, [expected, expected, expected]]);
    }
  });
});

it('an API that gives fewer rows at once than the mapping says: what shows it counts once', async () => {
  cap = 4;
  count = 6;
  const query = questions['a list that is sorted here'];
  expect([await read('byOffset', query), await read('byOffset', query)]).toEqual([undefined, 6]);
});

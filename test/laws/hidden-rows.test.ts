/** The first law over lists whose rows can be null: with `list.nulls: skip` they are no items, in no page and no total. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseCount, parseQuery } from '../../src/wix/requests.js';
import type { FieldSample } from '../oracle/arbitrary.js';
import type { Item, Json } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import { startUpstream, type Upstream } from '../upstreams/harness.js';
import { buildHiddenRows, type Note, type Silence } from '../upstreams/hidden-rows.js';
import {
  aggregationsAreNaive,
  countsAreNaive,
  distinctValuesAreNaive,
  type LawCase,
  queriesAreNaive,
} from './collection-laws.js';

const runs = Math.max(10, Math.round(Number(process.env.LAW_RUNS ?? 40) / 2));
const seed = process.env.LAW_SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.LAW_SEED);

const notes: readonly Note[] = Array.from({ length: 70 }, (_, index) => ({
  id: String(1000 + index),
  n: (index * 29) % 17,
  // Single ones, a page of them, and the last row.
  hidden: index % 7 === 3 || (index >= 20 && index < 45) || index === 69,
}));
const items: readonly Item[] = notes
  .filter(({ hidden }) => !hidden)
  .map((note) => ({ _id: note.id, n: note.n }));
const types = { _id: 'TEXT', n: 'NUMBER' } as const;

const style = {
  filter: {
    style: 'operators',
    at: 'where',
    operators: {
      number: { eq: { eq: '$value' }, in: { in: '$value' }, gte: { gte: '$value' }, lt: { lt: '$value' } },
      id: { eq: { eq: '$value' }, in: { in: '$value' } },
    },
  },
  sort: { at: 'sort', list: true, ascending: { $field: 'ASC' }, descending: { $field: 'DESC' } },
};
const lists: Readonly<Record<string, Record<string, Json>>> = {
  byOffset: { rows: 'items', count: 'total', page: { size: 'limit', offset: 'offset', max: 20 } },
  byPage: { rows: 'items', count: 'total', page: { size: 'size', page: 'page', max: 20 } },
  byCursor: {
    rows: 'edges[].node',
    count: 'totalCount',
    page: {
      size: 'first',
      cursor: 'after',
      next: 'pageInfo.endCursor',
      more: 'pageInfo.hasNextPage',
      max: 20,
    },
  },
  whole: {},
};

async function serve(
  name: string,
  silence: Silence,
  nulls?: string,
): Promise<{ server: Upstream; rig: Rig }> {
  const server = await startUpstream(buildHiddenRows(notes, silence));
  const list = { field: name, ...lists[name], ...style, ...(nulls === undefined ? {} : { nulls }) };
  const rig = await startRig(server.url, { dialect: 'plain' }, [
    { collection: 'notes', type: 'Note', id: 'id', fields: { n: 'n' }, list: list as never },
  ]);
  return { server, rig };
}

describe.each(Object.keys(lists))('%s', (name) => {
  let law: LawCase;
  let close: () => Promise<unknown>;
  beforeAll(async () => {
    const { server, rig } = await serve(name, name === 'byCursor' ? 'forbidden' : 'nothing', 'skip');
    close = async () => [await rig.close(), await server.close()];
    const fields = Object.entries(types).map(
      ([key, type]): FieldSample => ({ key, type, samples: items.map((item) => item[key]!) }),
    );
    law = { engine: rig.engine, model: rig.model('notes'), items, types, fields, runs, seed };
  });
  afterAll(() => close());

  test(`queries and totals (seed ${seed})`, () => queriesAreNaive(law), 60_000);
  test(`counts (seed ${seed})`, () => countsAreNaive(law), 60_000);
  test(`aggregations (seed ${seed})`, () => aggregationsAreNaive(law), 60_000);
  test(`distinct values (seed ${seed})`, () => distinctValuesAreNaive(law), 60_000);

  test('pages by cursor hold every item once', async () => {
    const found: Json[] = [];
    let cursor: string | undefined;
    do {
      const { items: page, pagingMetadata } = await law.engine.query(
        law.model,
        parseQuery({
          collectionId: 'notes',
          query: {
            ...(cursor === undefined ? { sort: [{ fieldName: 'n' }] } : {}),
            cursorPaging: { limit: 7, ...(cursor === undefined ? {} : { cursor }) },
          },
        }),
        context(),
      );
      found.push(...page.map((item) => item._id!));
      cursor = pagingMetadata.cursors?.next ?? undefined;
    } while (cursor !== undefined && found.length <= items.length);
    const sorted = [...items].sort((a, b) => Number(a.n) - Number(b.n) || (a._id! < b._id! ? -1 : 1));
    expect(found).toEqual(sorted.map((item) => item._id));
  });
});

describe('what hides a row', () => {
  let server: Upstream;
  let rig: Rig;
  afterEach(async () => {
    await rig.close();
    await server.close();
  });
  const query = () =>
    rig.engine.query(
      rig.model('notes'),
      parseQuery({ collectionId: 'notes', query: { paging: { limit: 50 } } }),
      context(),
    );

  test.each([
    ['byOffset', undefined],
    ['byCursor', 'refuse'],
  ])('%s: without the policy the mend is named', async (name, nulls) => {
    ({ server, rig } = await serve(name, 'nothing', nulls));
    await expect(query()).rejects.toMatchObject({
      status: 502,
      message: expect.stringMatching(/a row is null; .*list\.nulls: skip \(notes\.yaml:\d+:\d+\)/),
    });
  });

  test('an error that says that the caller may not see it', async () => {
    ({ server, rig } = await serve('byOffset', 'forbidden', 'skip'));
    expect((await query()).items).toHaveLength(Math.min(50, items.length));
  });

  test('not an error that may be over in a moment', async () => {
    ({ server, rig } = await serve('byOffset', 'broken', 'skip'));
    await expect(query()).rejects.toMatchObject({ status: 502, reason: 'the database is away' });
  });

  test('explain says why places and totals are not the API’s', async () => {
    ({ server, rig } = await serve('byOffset', 'nothing', 'skip'));
    const request = parseQuery({
      collectionId: 'notes',
      query: { filter: { n: 3 }, paging: { limit: 5 } },
      returnTotalCount: true,
    });
    const explained = rig.engine.explain(rig.model('notes'), 'query', request);
    expect(explained).toMatchObject({ access: 'scan', pushed: { filter: true, total: false } });
    expect(explained.reasons).toMatchObject([
      {
        path: 'items',
        reason: expect.stringContaining('hides'),
        remedy: expect.stringContaining('list.nulls'),
      },
    ]);
    const count = rig.engine.explain(rig.model('notes'), 'count', parseCount({ collectionId: 'notes' }));
    expect(count.total).toBe('counted here, by reading all rows that match');
  });
});

test('the policy is a problem where no row can be null', async () => {
  const server = await startUpstream(buildHiddenRows(notes, 'nothing'));
  await expect(
    startRig(server.url, { dialect: 'plain' }, [
      { collection: 'edges', type: 'Sure', id: 'id', fields: {}, list: { field: 'sure', nulls: 'skip' } },
    ]),
  ).rejects.toThrow('no row of this list can be null');
  await server.close();
});

/**
 * What is pushed to the upstream changes no answer, and what explain shows is what is done: for random requests to every
 * imitated upstream, with all work done here and with as much as possible upstream, the answers are the same; the calls
 * that explain shows are started first, text and variables, in their order; and the promised number of requests is kept.
 *
 * LAW_RUNS: requests of each kind for each case (default 25). LAW_CASES: see law-cases.ts. LAW_SEED: the seed of an earlier run, which stands in the
 * names of the tests.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReadRequest, RequestKind } from '../../src/service/engine.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import { filters, pages, queries } from '../oracle/arbitrary.js';
import { difference, naiveAggregate, naiveCount, naiveDistinct, naiveQuery } from '../oracle/naive.js';
import type { Item } from '../oracle/values.js';
import { type Rig, startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';
import { aggregatedOf, aggregations } from './aggregations.js';
import { lawCases } from './law-cases.js';
import { askedAsExplained } from './plan-promises.js';
import { itemsOf, samplesOf, typesOf } from './products.js';

const runs = Number(process.env.LAW_RUNS ?? 25);
const seed = process.env.LAW_SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.LAW_SEED);

describe.each(lawCases)('$name', (dialect) => {
  const rows = makeRows(137, 7);
  const items = itemsOf(rows, dialect.keys, dialect);
  const types = typesOf(dialect.keys);
  const fields = samplesOf(items, dialect.keys);
  let server: ProductUpstream;
  let rig: Rig;
  let local: Rig;
  beforeAll(async () => {
    server = await dialect.start(rows);
    const mappings = [dialect.mapping as never];
    rig = await startRig(server.url, dialect.upstream, mappings);
    local = await startRig(server.url, dialect.upstream, mappings, { pushdown: 'off' });
  });
  afterAll(async () => {
    await rig?.close();
    await local?.close();
    await server?.close();
  });

  /** Both answers, each as explained. */
  const both = async (kind: RequestKind, request: ReadRequest): Promise<readonly [object, object]> => {
    const pushed = await askedAsExplained(rig, server, 'products', kind, request);
    const here = await askedAsExplained(local, server, 'products', kind, request);
    if (!('answer' in pushed) || !('answer' in here)) throw new Error(JSON.stringify({ pushed, here }));
    return [pushed.answer, here.answer];
  };

  test(`queries (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(queries(fields), fc.boolean(), async ({ filter, sort, ...page }, total) => {
        const request = parseQuery({
          collectionId: 'products',
          query: { filter, sort, paging: page },
          returnTotalCount: total,
        });
        const expected = naiveQuery(items, { filter, sort, ...page }, types);
        for (const answer of await both('query', request)) {
          const { items: found, pagingMetadata } = answer as {
            items: Item[];
            pagingMetadata: { total?: number };
          };
          expect(difference(found, expected)).toBeNull();
          if (total) expect(pagingMetadata.total).toBe(expected.total);
        }
      }),
      { numRuns: runs, seed },
    );
  }, 600_000);

  test('many ids, some of them absent: several calls are started together', async () => {
    const absent = ['no such id', `${String(items[0]!._id)}0000000`];
    for (const wanted of [items, items.slice(0, 40), [...items.slice(60, 90), ...absent]]) {
      const $in = wanted.map((each) => (typeof each === 'string' ? each : (each._id as string)));
      const filter = { _id: { $in } };
      const page = { filter, sort: [], limit: 1000 };
      const expected = naiveQuery(items, page, types);
      const request = parseQuery({ collectionId: 'products', query: { filter, paging: { limit: 1000 } } });
      for (const answer of await both('query', request))
        expect(difference((answer as { items: Item[] }).items, expected)).toBeNull();
    }
  });

  test(`counts (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(filters(fields), async (filter) => {
        const totalCount = naiveCount(items, filter, types);
        const answers = await both('count', parseCount({ collectionId: 'products', filter }));
        expect(answers).toEqual([{ totalCount }, { totalCount }]);
      }),
      { numRuns: Math.ceil(runs / 3), seed },
    );
  }, 600_000);

  test(`aggregations (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        filters(fields, { depth: 1 }),
        aggregations(aggregatedOf(types)),
        async (initialFilter, aggregate) => {
          const { offset, limit, ...rest } = aggregate;
          const expected = naiveAggregate(items, { ...aggregate, initialFilter }, types);
          const body = { ...rest, initialFilter, paging: { offset, limit }, returnTotalCount: true };
          for (const answer of await both(
            'aggregate',
            parseAggregate({ collectionId: 'products', ...body }),
          )) {
            const { items: found, pagingMetadata } = answer as {
              items: Item[];
              pagingMetadata: { total?: number };
            };
            expect(difference(found, expected, { tolerance: 1e-9 })).toBeNull();
            expect(pagingMetadata.total).toBe(expected.total);
          }
        },
      ),
      { numRuns: Math.ceil(runs / 3), seed },
    );
  }, 600_000);

  test(`distinct values (seed ${seed})`, async () => {
    const names = Object.keys(types).filter((key) => !['ANY', 'OBJECT', 'ARRAY'].includes(types[key]!));
    await fc.assert(
      fc.asyncProperty(
        filters(fields, { depth: 1 }),
        fc.constantFrom(...names),
        pages(20),
        async (filter, fieldName, page) => {
          const { values, total } = naiveDistinct(items, { filter, fieldName, ...page }, types);
          const expected = { distinctValues: values, pagingMetadata: { total } };
          const body = { filter, fieldName, paging: page, returnTotalCount: true };
          const answers = await both('distinct', parseDistinct({ collectionId: 'products', ...body }));
          expect(answers).toEqual([expected, expected]);
        },
      ),
      { numRuns: Math.ceil(runs / 3), seed },
    );
  }, 600_000);
});

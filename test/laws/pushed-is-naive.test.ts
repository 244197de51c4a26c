/**
 * The first law: for random filters, sorts and pages, the answer over an upstream of any dialect is what Wix's own
 * rules give over its rows. The upstreams have their dialects' own, often different, rules. And the second one: what the
 * upstream does whole costs one request, total included.
 *
 * LAW_RUNS: queries for each case (default 60). LAW_CASES: see law-cases.ts. LAW_SEED: the seed of an earlier run, which stands in the names of the
 * tests.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCount, parseQuery } from '../../src/wix/requests.js';
import { type FieldSample, filters, queries } from '../oracle/arbitrary.js';
import { difference, naiveCount, naiveQuery } from '../oracle/naive.js';
import { oddTexts, oddValues } from '../oracle/near-misses.js';
import type { Item } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';
import { lawCases } from './law-cases.js';
import { itemsOf, rowsWithOddTitles, samplesOf, typesOf } from './products.js';
import { behindTheLastPage } from './round-trip-exceptions.js';

const runs = Number(process.env.LAW_RUNS ?? 60);
const seed = process.env.LAW_SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.LAW_SEED);

describe.each(lawCases)('$name', (dialect) => {
  const { start, upstream, mapping, keys } = dialect;
  const rows = rowsWithOddTitles();
  const items = itemsOf(rows, keys, dialect);
  const types = typesOf(keys);
  const fields = samplesOf(items, keys);
  let server: ProductUpstream;
  let rig: Rig;
  beforeAll(async () => {
    server = await start(rows);
    rig = await startRig(server.url, upstream, [mapping as never]);
  });
  afterAll(async () => {
    await rig?.close();
    await server?.close();
  });

  test(`queries and totals (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(queries(fields), async ({ filter, sort, offset, limit }) => {
        const model = rig.model('products');
        const request = parseQuery({
          collectionId: 'products',
          query: { filter, sort, paging: { limit, offset } },
          returnTotalCount: true,
        });
        const page = {
          ...(offset === undefined ? {} : { offset }),
          ...(limit === undefined ? {} : { limit }),
        };
        const expected = naiveQuery(items, { filter, sort, ...page }, types);
        server.reset();
        const answer = await rig.engine.query(model, request, context());
        expect(difference(answer.items as Item[], expected)).toBeNull();
        expect(answer.pagingMetadata.total).toBe(expected.total);
        const plan = rig.engine.explain(model, 'query', request);
        if (plan.access === 'empty') expect(server.requests).toHaveLength(0);
        const asked = { offset: offset ?? 0, limit: limit ?? 50, total: true, filtered: true };
        const reached = !behindTheLastPage.applies(model, asked, expected.total);
        if (plan.requests === '1' && model.list.count && reached) expect(server.requests).toHaveLength(1);
      }),
      { numRuns: runs, seed },
    );
  }, 600_000);

  // Mostly titles, since some of them hold such texts; APIs of many products read them otherwise, or refuse them.
  test(`operands that APIs read as something else (seed ${seed})`, async () => {
    const odd = keys.map((key): FieldSample => ({ key, type: types[key]!, samples: oddValues }));
    const titles = Array.from(keys, (): FieldSample => ({ key: 'title', type: 'TEXT', samples: oddTexts }));
    await fc.assert(
      fc.asyncProperty(filters([...odd, ...titles], { depth: 1 }), async (filter) => {
        const model = rig.model('products');
        const request = parseQuery({
          collectionId: 'products',
          query: { filter, paging: { limit: 200 } },
          returnTotalCount: true,
        });
        const expected = naiveQuery(items, { filter, sort: [], limit: 200 }, types);
        const answer = await rig.engine.query(model, request, context());
        expect(difference(answer.items as Item[], expected)).toBeNull();
        expect(answer.pagingMetadata.total).toBe(expected.total);
      }),
      { numRuns: runs, seed },
    );
  }, 600_000);

  test(`counts (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(queries(fields), async ({ filter }) => {
        const model = rig.model('products');
        const request = parseCount({ collectionId: 'products', filter });
        server.reset();
        const answer = await rig.engine.count(model, request, context());
        expect(answer.totalCount).toBe(naiveCount(items, filter, types));
        if (rig.engine.explain(model, 'count', request).requests === '1')
          expect(server.requests).toHaveLength(1);
      }),
      { numRuns: Math.ceil(runs / 3), seed },
    );
  }, 600_000);
});

/**
 * The first law: for random filters, sorts and pages, the answer over an upstream of any dialect is what Wix's own
 * rules give over its rows. The upstreams have their dialects' own, often different, rules.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCount, parseQuery } from '../../src/wix/requests.js';
import { queries } from '../oracle/arbitrary.js';
import { difference, naiveCount, naiveQuery } from '../oracle/naive.js';
import type { Item } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';
import { dialectCases } from './dialect-mappings.js';
import { itemsOf, samplesOf, typesOf } from './products.js';

const runs = Number(process.env.LAW_RUNS ?? 150);
const seed = process.env.LAW_SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.LAW_SEED);

describe.each(dialectCases)('$name', ({ start, upstream, mapping, keys, id }) => {
  const rows = makeRows(137, 7);
  const items = itemsOf(rows, keys, id);
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
        const request = parseQuery({
          collectionId: 'products',
          query: { filter, sort, paging: { limit, offset } },
          returnTotalCount: true,
        });
        const expected = naiveQuery(items, { filter, sort, ...(offset === undefined ? {} : { offset }), ...(limit === undefined ? {} : { limit }) }, types);
        const answer = await rig.engine.query(rig.model('products'), request, context());
        expect(difference(answer.items as Item[], expected)).toBeNull();
        expect(answer.pagingMetadata.total).toBe(expected.total);
      }),
      { numRuns: runs, seed },
    );
  }, 300_000);

  test(`counts (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(queries(fields), async ({ filter }) => {
        const request = parseCount({ collectionId: 'products', filter });
        const answer = await rig.engine.count(rig.model('products'), request, context());
        expect(answer.totalCount).toBe(naiveCount(items, filter, types));
      }),
      { numRuns: Math.ceil(runs / 3), seed },
    );
  }, 300_000);
});

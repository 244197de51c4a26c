/**
 * The law of one round trip, from each dialect's own table: what the table says is done whole upstream costs one request,
 * total included, and gives the right answer. Exceptions are written down with their reasons in round-trip-exceptions.ts.
 *
 * LAW_RUNS: requests of each kind for each case (default 25). LAW_CASES: see law-cases.ts. LAW_SEED: the seed of an earlier run, which stands in the names
 * of the tests.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import { difference, naiveAggregate, naiveCount, naiveDistinct, naiveQuery } from '../oracle/naive.js';
import type { Item, Json } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';
import { allCases, lawCases } from './law-cases.js';
import { itemsOf, samplesOf, typesOf } from './products.js';
import { pushableFilters, pushableKeys, pushableOperations, pushableSorts, tellsNumber } from './pushable.js';
import { type AskedPage, exceptionFor, roundTripExceptions } from './round-trip-exceptions.js';

const runs = Number(process.env.LAW_RUNS ?? 25);
const seed = process.env.LAW_SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.LAW_SEED);

/** Exceptions that some case has. */
const occurred = new Set<string>();

const isEmpty = (filter: Json): boolean => Object.keys(filter as object).length === 0;

describe.each(lawCases)('$name', (dialect) => {
  const rows = makeRows(137, 7);
  const items = itemsOf(rows, dialect.keys, dialect);
  const types = typesOf(dialect.keys);
  const samples = samplesOf(items, dialect.keys);
  let server: ProductUpstream;
  let rig: Rig;
  beforeAll(async () => {
    server = await dialect.start(rows);
    rig = await startRig(server.url, dialect.upstream, [dialect.mapping as never]);
  });
  afterAll(async () => {
    await rig?.close();
    await server?.close();
  });
  const model = () => rig.model('products');
  const collectionId = 'products';

  const query = async (of: Rig, filter: Json, sort: readonly object[], page: AskedPage) => {
    const { offset, limit, total } = page;
    const request = {
      collectionId,
      query: { filter, sort, paging: { offset, limit } },
      returnTotalCount: total,
    };
    server.reset();
    const answer = await of.engine.query(of.model(collectionId), parseQuery(request as never), context());
    return { found: answer.items as Item[], total: answer.pagingMetadata.total };
  };

  test(`queries (seed ${seed})`, async () => {
    const page = fc.record({
      offset: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 150 })),
      limit: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(100, 101, 1000)),
      total: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        pushableFilters(model(), samples),
        pushableSorts(model(), samples),
        page,
        async (filter, sort, window) => {
          const asked = { ...window, filtered: !isEmpty(filter) };
          const expected = naiveQuery(items, { filter, sort, ...window }, types);
          const answer = await query(rig, filter, sort, asked);
          expect(difference(answer.found, expected)).toBeNull();
          if (asked.total) expect(answer.total).toBe(expected.total);
          if (exceptionFor(model(), asked, expected.total) === undefined)
            expect(server.requests.map((each) => each.variables)).toHaveLength(1);
        },
      ),
      { numRuns: runs, seed },
    );
  }, 600_000);

  test(`counts (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(pushableFilters(model(), samples), async (filter) => {
        server.reset();
        const { totalCount } = await rig.engine.count(
          model(),
          parseCount({ collectionId, filter } as never),
          context(),
        );
        expect(totalCount).toBe(naiveCount(items, filter, types));
        if (tellsNumber(model(), !isEmpty(filter))) expect(server.requests).toHaveLength(1);
      }),
      { numRuns: Math.ceil(runs / 3), seed },
    );
  }, 600_000);

  test(`aggregations (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(pushableFilters(model(), samples), fc.nat(), async (filter, nth) => {
        const able = pushableOperations(model(), !isEmpty(filter));
        if (able.length === 0) return;
        const operations = [able[nth % able.length]!, ...(nth % 2 === 0 ? [] : able.slice(0, 2))];
        const distinct = operations.filter((each, index) => operations.indexOf(each) === index);
        const request = { aggregation: { operations: distinct }, initialFilter: filter };
        server.reset();
        const answer = await rig.engine.aggregate(
          model(),
          parseAggregate({ collectionId, ...request } as never),
          context(),
        );
        const expected = naiveAggregate(items, request as never, types);
        expect(difference(answer.items as Item[], expected, { tolerance: 1e-9 })).toBeNull();
        expect(server.requests).toHaveLength(1);
      }),
      { numRuns: Math.ceil(runs / 3), seed },
    );
  }, 600_000);

  test(`distinct values (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(pushableFilters(model(), samples), fc.nat(), async (filter, nth) => {
        const able = pushableKeys(model(), !isEmpty(filter));
        if (able.length === 0) return;
        const fieldName = able[nth % able.length]!;
        server.reset();
        const request = { collectionId, filter, fieldName, paging: { limit: 1000 } };
        const answer = await rig.engine.distinct(model(), parseDistinct(request as never), context());
        expect(answer.distinctValues).toEqual(
          naiveDistinct(items, { filter, fieldName, limit: 1000 }, types).values,
        );
        expect(server.requests).toHaveLength(1);
      }),
      { numRuns: Math.ceil(runs / 3), seed },
    );
  }, 600_000);

  test('exceptions that its table has: more than one request, with the right rows', async () => {
    for (const exception of roundTripExceptions) {
      const page = exception.witness(model(), items.length);
      const filter: Json = page.filtered ? { quantity: { $gt: 20 } } : {};
      const matching = naiveCount(items, filter, types);
      if (!exception.applies(model(), page, matching)) continue;
      const fresh = await startRig(server.url, dialect.upstream, [dialect.mapping as never]);
      try {
        // Of an API that nothing is known of, numbers are asked for that are not wanted.
        await query(fresh, {}, [], { offset: 0, limit: 2, total: false, filtered: false });
        const { found } = await query(fresh, filter, [], page);
        expect(found).toHaveLength(Math.max(0, Math.min(page.limit, matching - page.offset)));
        if (server.requests.length > 1) occurred.add(exception.name);
      } finally {
        await fresh.close();
      }
    }
  });
});

test.runIf(allCases)('no exception is left that does not occur', () => {
  expect([...occurred].sort()).toEqual(roundTripExceptions.map(({ name }) => name).sort());
});

/**
 * The first law for aggregations and distinct values: over an upstream of any dialect they are what Wix's own rules
 * give over its rows (protocol sections 4.3 and 4.4). Sums may differ in the last digits: the order of their terms is
 * nobody's promise.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SortOrder } from '../../src/wix/protocol.js';
import { parseAggregate, parseDistinct } from '../../src/wix/requests.js';
import { filters, pages } from '../oracle/arbitrary.js';
import { difference, naiveAggregate, naiveDistinct } from '../oracle/naive.js';
import type { Item } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';
import { aggregations, functions } from './aggregations.js';
import { dialectCases } from './dialect-mappings.js';
import { itemsOf, samplesOf, typesOf } from './products.js';

const runs = Number(process.env.LAW_RUNS ?? 100);
const seed = process.env.LAW_SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.LAW_SEED);

const groupable = ['title', 'status', 'active', 'quantity', 'rating', 'releasedOn', 'createdAt', '_id'];
const numeric = ['price', 'quantity', 'rating'];
const comparable = [...numeric, 'title', 'sku', 'createdAt', 'releasedOn', '_id'];
describe.each(dialectCases)('$name', ({ name, start, upstream, mapping, keys }) => {
  const items = itemsOf(makeRows(137, 11), keys);
  const types = typesOf(keys);
  const fields = samplesOf(items, keys);
  let server: ProductUpstream;
  let rig: Rig;
  beforeAll(async () => {
    server = await start(makeRows(137, 11));
    rig = await startRig(server.url, upstream, [mapping as never]);
  });
  afterAll(async () => {
    await rig?.close();
    await server?.close();
  });
  const ask = (raw: object) =>
    rig.engine.aggregate(
      rig.model('products'),
      parseAggregate({ collectionId: 'products', returnTotalCount: true, ...raw }),
      context(),
    );

  test(`aggregations (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        filters(fields, { depth: 1 }),
        aggregations({ groupable, numeric, comparable }),
        async (initialFilter, request) => {
          const { offset, limit, ...rest } = request;
          const answer = await ask({ ...rest, initialFilter, paging: { offset, limit } });
          const expected = naiveAggregate(items, { ...request, initialFilter }, types);
          expect(difference(answer.items as Item[], expected, { tolerance: 1e-9 })).toBeNull();
          expect(answer.pagingMetadata.total).toBe(expected.total);
        },
      ),
      { numRuns: runs, seed },
    );
  }, 300_000);

  test(`distinct values (seed ${seed})`, async () => {
    const names = ['_id', ...keys.filter((key) => key !== 'meta')];
    const order = fc.constantFrom<SortOrder | undefined>('ASC', 'DESC', undefined);
    await fc.assert(
      fc.asyncProperty(
        filters(fields, { depth: 1 }),
        fc.constantFrom(...names),
        order,
        pages(20),
        async (filter, fieldName, direction, page) => {
          const request = { filter, fieldName, ...(direction === undefined ? {} : { order: direction }) };
          const answer = await rig.engine.distinct(
            rig.model('products'),
            parseDistinct({ collectionId: 'products', ...request, paging: page, returnTotalCount: true }),
            context(),
          );
          const expected = naiveDistinct(items, { ...request, ...page }, types);
          expect(answer).toEqual({
            distinctValues: expected.values,
            pagingMetadata: { total: expected.total },
          });
        },
      ),
      { numRuns: runs, seed },
    );
  }, 300_000);

  test('an order by a sum', async () => {
    const operations = [{ resultFieldName: 'sum', sum: { itemFieldName: 'quantity' } }];
    const request = {
      aggregation: { groupingFields: ['status'], operations },
      sort: [{ fieldName: 'sum', order: 'DESC' as const }],
    };
    expect(
      difference((await ask(request)).items as Item[], naiveAggregate(items, request, types)),
    ).toBeNull();
  });

  const numbers = [
    { resultFieldName: 'n', itemCount: {} },
    { resultFieldName: 'sum', sum: { itemFieldName: 'price' } },
    { resultFieldName: 'average', average: { itemFieldName: 'quantity' } },
    { resultFieldName: 'most', max: { itemFieldName: 'rating' } },
  ];
  test.each([
    // pg-aggregates has least and greatest of numbers only.
    ['numbers', numbers, ['hasura', 'postgraphile']],
    ['dates', [{ resultFieldName: 'first', min: { itemFieldName: 'createdAt' } }], ['hasura']],
    ['texts', [{ resultFieldName: 'first', min: { itemFieldName: 'title' } }], []],
  ])('an aggregation of %s is left to upstreams that can do it', async (_, operations, able) => {
    const request = { aggregation: { operations }, initialFilter: { quantity: { $gt: 10 } } };
    server.reset();
    const answer = await ask(request);
    expect(
      difference(answer.items as Item[], naiveAggregate(items, request, types), { tolerance: 1e-9 }),
    ).toBeNull();
    expect(server.requests).toHaveLength(1);
    expect(/\b(min|max) \{/.test(server.requests[0]!.query)).toBe(able.includes(name));
  });

  test('an aggregation over nothing', async () => {
    const operations = functions.map((each) => ({
      resultFieldName: each,
      [each]: each === 'itemCount' ? {} : { itemFieldName: 'price' },
    }));
    const request = { aggregation: { operations }, initialFilter: { quantity: { $gt: 1_000_000 } } };
    const answer = await ask(request);
    expect(answer).toEqual({
      items: [{ sum: 0, average: null, min: null, max: null, itemCount: 0 }],
      pagingMetadata: { total: 1 },
    });
  });
});

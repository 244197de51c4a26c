/**
 * Upstreams that break their own promises: the answer is right, or it is refused with words that say what is wrong.
 * It is never wrong (law 1). And budgets: what would read too much is refused, naming what would help.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type { AdapterError } from '../../src/wix/errors.js';
import type { Json } from '../../src/wix/json.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import { dialectCases } from '../laws/dialect-mappings.js';
import { type PagingCase, pageCase, pagingCases, relayCase } from '../laws/paging-cases.js';
import { itemsOf, typesOf } from '../laws/products.js';
import { difference, naiveAggregate, naiveCount, naiveDistinct, naiveQuery } from '../oracle/naive.js';
import type { Item } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import { misbehaviours } from '../upstreams/engine/pages.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';

const rows = makeRows(137, 5);
const hasura = dialectCases.find((each) => each.name === 'hasura')!;
const strapi = dialectCases.find((each) => each.name === 'strapi5')!;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function begin(
  each: PagingCase,
  options: object = {},
  mapping: Record<string, Json> = {},
): Promise<{ server: ProductUpstream; rig: Rig }> {
  const server = await each.start(rows, options);
  open.push(server);
  const rig = await startRig(server.url, each.upstream, [{ ...each.mapping, ...mapping } as never]);
  open.push(rig);
  server.reset();
  return { server, rig };
}

const query = (rig: Rig, wanted: object, more: object = {}) => {
  const request = parseQuery({ collectionId: 'products', query: wanted, ...more });
  return rig.engine.query(rig.model('products'), request, context());
};

type Check = (rig: Rig, items: readonly Item[], keys: readonly string[]) => Promise<void>;

const queried =
  (wanted: Parameters<typeof naiveQuery>[1]): Check =>
  async (rig, items, keys) => {
    const { filter, sort, limit, offset } = wanted;
    const answer = await query(rig, { filter, sort, paging: { limit, offset } });
    expect(difference(answer.items as Item[], naiveQuery(items, wanted, typesOf(keys)))).toBeNull();
  };

/** Requests of all kinds, each with how its answer is judged. */
const requests: Readonly<Record<string, Check>> = {
  'a page': queried({ limit: 40 }),
  'a later page': queried({ sort: [{ fieldName: '_id' }], limit: 60, offset: 60 }),
  'all rows': queried({ limit: 1000 }),
  'a sort that is done here': queried({ sort: [{ fieldName: 'title' }], limit: 30, offset: 70 }),
  'a filter that is done here': queried({ filter: { title: { $endsWith: 'k' } }, limit: 1000 }),
  ids: queried({ filter: { _id: { $in: ['3', '77', '5', '9999', '120'] } } }),
  async 'a page and the total'(rig, items, keys) {
    const answer = await query(rig, { paging: { limit: 40 } }, { returnTotalCount: true });
    expect(answer.pagingMetadata.total).toBe(items.length);
    expect(difference(answer.items as Item[], naiveQuery(items, { limit: 40 }, typesOf(keys)))).toBeNull();
  },
  async 'a count'(rig, items, keys) {
    const filter = { quantity: { $gt: 10 } };
    const request = parseCount({ collectionId: 'products', filter });
    const answer = await rig.engine.count(rig.model('products'), request, context());
    expect(answer.totalCount).toBe(naiveCount(items, filter, typesOf(keys)));
  },
  async groups(rig, items, keys) {
    const aggregation = { groupingFields: ['status'], operations: [{ resultFieldName: 'n', itemCount: {} }] };
    const request = parseAggregate({ collectionId: 'products', aggregation });
    const answer = await rig.engine.aggregate(rig.model('products'), request, context());
    expect(
      difference(answer.items as Item[], naiveAggregate(items, { aggregation }, typesOf(keys))),
    ).toBeNull();
  },
  async 'distinct values'(rig, items, keys) {
    const wanted = { fieldName: 'sku', limit: 1000 };
    const request = parseDistinct({ collectionId: 'products', fieldName: 'sku', paging: { limit: 1000 } });
    const answer = await rig.engine.distinct(rig.model('products'), request, context());
    expect(answer.distinctValues).toEqual(naiveDistinct(items, wanted, typesOf(keys)).values);
  },
};

/** What is said when the upstream cannot be believed. */
const refusal = /cannot be trusted|answered with an error|without a list|without an id/;

/** @param refusable whether a refusal will do */
async function ask(rig: Rig, keys: readonly string[], refusable: boolean, except: readonly string[] = []) {
  const items = itemsOf(rows, keys);
  for (const [name, check] of Object.entries(requests)) {
    if (except.includes(name)) continue;
    await check(rig, items, keys).catch((error: AdapterError) => {
      if (!refusable || error.code === undefined)
        throw new Error(`${name}: ${error.message} (${error.reason ?? ''})`, { cause: error });
      expect(error.message, name).toMatch(refusal);
    });
  }
}

describe.each(pagingCases)('$name', (each) => {
  test.each(misbehaviours.map((misbehave) => [misbehave]))('%s: right or refused', async (misbehave) => {
    // Nothing shows that a whole list is not whole.
    if (each.name === 'whole list' && misbehave === 'shortPages') return;
    // Nor does a single later page show that it is the first one again, or begins a row too early.
    const blind = ['repeatCursor', 'duplicateRows'].includes(misbehave) ? ['a later page'] : [];
    for (const failAfter of [0, 1, 2]) {
      const { rig } = await begin(each, { misbehave, failAfter });
      await ask(rig, each.keys, true, blind);
      if (misbehave !== 'failAfter') break;
    }
  });
});

describe('caps that nobody told of', () => {
  test.each([7, 30, 50, 99, 100, 136, 137, 500])(
    'Hasura cuts pages to %i rows: the answers are whole',
    async (permissionLimit) => {
      for (const counting of [true, false]) {
        const mapping = counting
          ? {}
          : { list: { field: 'Product', count: null }, aggregate: false as const };
        const { rig } = await begin(hasura, { permissionLimit }, mapping);
        await ask(rig, hasura.keys, false);
        await ask(rig, hasura.keys, false);
      }
    },
  );
  test.each([10, 25, 100, 1000])('Strapi cuts pages to %i rows: the answers are whole', async (maxLimit) => {
    const { rig } = await begin(strapi, { maxLimit });
    await ask(rig, strapi.keys, false);
    await ask(rig, strapi.keys, false);
  });
  test.each([10, 20])('numbered pages that are cut to %i rows are read in that size', async (maxLimit) => {
    const list = {
      field: 'products_connection',
      rows: 'nodes',
      count: 'pageInfo.total',
      page: { page: 'pagination.page', size: 'pagination.pageSize', max: 100 },
    };
    const { rig } = await begin(strapi, { maxLimit }, { list });
    await ask(rig, strapi.keys, false);
    await ask(rig, strapi.keys, false);
  });
  test('numbered pages of another size than the mapping says are refused', async () => {
    const { rig } = await begin(pageCase, { pageSize: 10 });
    await expect(query(rig, { paging: { limit: 40 } })).rejects.toThrow('set list.page');
  });
});

describe('budgets', () => {
  const sort = [{ fieldName: 'title' }];
  const refused = (rig: Rig) =>
    query(rig, { sort }).then(
      () => undefined,
      (thrown: AdapterError) => thrown,
    );

  test.each([
    ['rows', { scan: 100 }, 'more than 100 rows', 'limits.scan in products.yaml (now 100)'],
    [
      'requests',
      { pages: 3, page: 20 },
      'more than 3 upstream requests',
      'limits.pages in products.yaml (now 3)',
    ],
    ['bytes', { bytes: 2000 }, 'more than 2000 bytes', 'limits.bytes in products.yaml (now 2000)'],
  ])('%s', async (_, limits, what, remedy) => {
    const { rig } = await begin(strapi, {}, { limits: limits as never });
    const error = await refused(rig);
    expect(error).toMatchObject({ code: 'VALIDATION_ERROR', status: 400 });
    expect(error!.message).toContain(what);
    expect(error!.message).toContain('because of title (ASC)');
    expect(error!.message).toContain(remedy);
    expect(error!.message).toMatch(/see products\.yaml:\d+:\d+: text: \{ order: utf16 \}/);
    const { violations } = error!.data as { violations: readonly { fieldPath: string }[] };
    expect(violations[0]!.fieldPath).toBe('title.ASC');
  });

  test('the deadline', async () => {
    const { rig, server } = await begin(relayCase, { delay: 40 }, { limits: { deadline: 150, page: 10 } });
    const error = await refused(rig);
    expect(error!.message).toMatch(/more than 150 milliseconds|did not answer in time/);
    const asked = server.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(server.requests).toHaveLength(asked);
  });

  test('where the number of rows is known, too many are refused after the first page', async () => {
    const { rig, server } = await begin(hasura, {}, { limits: { scan: 100, page: 20 } });
    await expect(query(rig, { sort })).rejects.toThrow('more than 100 rows');
    expect(server.requests).toHaveLength(1);
  });
});

describe('a caller who leaves', () => {
  test.each([
    ['pages by offset', hasura],
    ['pages by cursor', relayCase],
  ])('%s: no further requests', async (_, each) => {
    const { rig, server } = await begin(each, { delay: 30 }, { limits: { page: 10 } });
    const leaving = new AbortController();
    const request = parseQuery({ collectionId: 'products', query: { sort: [{ fieldName: 'title' }] } });
    const answer = rig.engine.query(rig.model('products'), request, {
      ...context(),
      signal: leaving.signal,
    });
    setTimeout(() => leaving.abort(), 80);
    await expect(answer).rejects.toMatchObject({ code: 'UNKNOWN_ERROR' });
    // What was on its way may still arrive.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const asked = server.requests.length;
    expect(asked).toBeLessThan(14);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(server.requests).toHaveLength(asked);
  });
});

/**
 * Pages put together are the whole: by offset and by cursor, whatever the upstream's own way of paging, for any page
 * size. Cursors come back from outside, so none but our own are believed.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PagingMetadata } from '../../src/wix/protocol.js';
import { parseAggregate, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import { filters, sorts } from '../oracle/arbitrary.js';
import { difference, naiveQuery } from '../oracle/naive.js';
import type { Item, Json } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';
import { pagingCases, relayCase } from './paging-cases.js';
import { itemsOf, samplesOf, typesOf } from './products.js';

const runs = Number(process.env.LAW_RUNS ?? 15);
const seed = process.env.LAW_SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.LAW_SEED);

interface Page {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly prev: string | null;
}
const pageOf = (answer: { items: readonly unknown[]; pagingMetadata: PagingMetadata }): Page => ({
  items: answer.items as readonly Item[],
  next: answer.pagingMetadata.cursors?.next ?? null,
  prev: answer.pagingMetadata.cursors?.prev ?? null,
});

describe.each(pagingCases)('$name', ({ start, upstream, mapping, keys }) => {
  const items = itemsOf(makeRows(137, 5), keys);
  const types = typesOf(keys);
  const fields = samplesOf(items, keys);
  let server: ProductUpstream;
  let rig: Rig;
  beforeAll(async () => {
    server = await start(makeRows(137, 5));
    rig = await startRig(server.url, upstream, [mapping as never]);
  });
  afterAll(async () => {
    await rig?.close();
    await server?.close();
  });
  const ask = (query: object) =>
    rig.engine.query(rig.model('products'), parseQuery({ collectionId: 'products', query }), context());

  // Few filters, so that most queries have many pages.
  const wanted = fc.tuple(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant<Json>({}) },
      { weight: 1, arbitrary: filters(fields, { depth: 1 }) },
    ),
    sorts(fields),
  );

  test(`pages by offset (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(wanted, fc.integer({ min: 7, max: 150 }), async ([filter, sort], limit) => {
        const found: Item[] = [];
        for (let offset = 0; ; offset += limit) {
          const { items: page } = pageOf(await ask({ filter, sort, paging: { limit, offset } }));
          found.push(...page);
          // A page that is not full is the last one.
          if (page.length < limit) break;
        }
        expect(difference(found, naiveQuery(items, { filter, sort, limit: 1000 }, types))).toBeNull();
      }),
      { numRuns: runs, seed },
    );
  }, 300_000);

  test(`pages by cursor, and back (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(wanted, fc.integer({ min: 7, max: 150 }), async ([filter, sort], limit) => {
        const pages: Page[] = [pageOf(await ask({ filter, sort, cursorPaging: { limit } }))];
        for (let next = pages[0]!.next; next !== null; next = pages.at(-1)!.next) {
          pages.push(pageOf(await ask({ cursorPaging: { limit, cursor: next } })));
        }
        const found = pages.flatMap((page) => page.items);
        expect(difference(found, naiveQuery(items, { filter, sort, limit: 1000 }, types))).toBeNull();
        expect(pages[0]!.prev).toBeNull();
        for (let index = pages.length - 1; index > 0; index--) {
          const back = pageOf(await ask({ cursorPaging: { limit, cursor: pages[index]!.prev } }));
          expect(back.items.map((item) => item._id)).toEqual(pages[index - 1]!.items.map((item) => item._id));
        }
      }),
      { numRuns: runs, seed },
    );
  }, 300_000);

  test.each([137, 140, 1000, 100_000])('the page at %i is empty', async (offset) => {
    const query = { collectionId: 'products', query: { paging: { limit: 20, offset } } };
    const ask = (more: object) =>
      rig.engine.query(rig.model('products'), parseQuery({ ...query, ...more }), context());
    expect(await ask({})).toEqual({ items: [], pagingMetadata: {} });
    expect(await ask({ returnTotalCount: true })).toEqual({ items: [], pagingMetadata: { total: 137 } });
  });

  test('the whole, one item a page', async () => {
    const pages: Page[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = pageOf(
        await ask(
          cursor === null
            ? { filter: { quantity: { $gt: 45 } }, cursorPaging: { limit: 1 } }
            : { cursorPaging: { limit: 1, cursor } },
        ),
      );
      pages.push(page);
      cursor = page.next;
    } while (cursor !== null);
    const expected = naiveQuery(items, { filter: { quantity: { $gt: 45 } } }, types);
    expect(
      difference(
        pages.flatMap((page) => page.items),
        expected,
      ),
    ).toBeNull();
  });
});

describe('cursors', () => {
  // The list's own order is that of its ids, which are texts.
  const rows = makeRows(137, 5).sort((a, b) => (a.id < b.id ? -1 : 1));
  let server: ProductUpstream;
  let rig: Rig;
  beforeAll(async () => {
    server = await relayCase.start(rows);
    rig = await startRig(server.url, relayCase.upstream, [
      relayCase.mapping as never,
      { ...relayCase.mapping, collection: 'others' } as never,
    ]);
  });
  afterAll(async () => {
    await rig?.close();
    await server?.close();
  });
  const query = (query: object, collectionId = 'products') =>
    rig.engine.query(rig.model(collectionId), parseQuery({ collectionId, query }), context());
  const first = async (): Promise<string> =>
    (await query({ cursorPaging: { limit: 10 } })).pagingMetadata.cursors!.next!;
  const refusal = { code: 'VALIDATION_ERROR' };

  test('each page costs one request, however deep', async () => {
    const costs: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      server.reset();
      const answer = await query({
        cursorPaging: { limit: 10, ...(cursor === undefined ? {} : { cursor }) },
      });
      costs.push(server.requests.length);
      cursor = answer.pagingMetadata.cursors!.next ?? null;
    }
    expect(costs).toEqual(Array.from({ length: 14 }, () => 1));
  });

  test('a page size may change on the way', async () => {
    const answer = await query({ cursorPaging: { limit: 25, cursor: await first() } });
    expect(answer.items.map((item) => item._id)).toEqual(rows.slice(10, 35).map((row) => row.id));
  });

  test('one of another collection is refused', async () => {
    const cursor = await first();
    await expect(query({ cursorPaging: { limit: 10, cursor } }, 'others')).rejects.toMatchObject(refusal);
  });

  test('one of another kind of request is refused', async () => {
    const cursor = await first();
    const raw = { collectionId: 'products', cursorPaging: { limit: 10, cursor } };
    const distinct = rig.engine.distinct(
      rig.model('products'),
      parseDistinct({ ...raw, fieldName: 'title' }),
      context(),
    );
    await expect(distinct).rejects.toMatchObject(refusal);
    const aggregation = { groupingFields: ['status'] };
    const aggregate = rig.engine.aggregate(
      rig.model('products'),
      parseAggregate({ ...raw, aggregation }),
      context(),
    );
    await expect(aggregate).rejects.toMatchObject(refusal);
  });

  test('one with any other byte is refused, and so is nonsense', async () => {
    const cursor = await first();
    for (const index of [0, 5, Math.floor(cursor.length / 2), cursor.length - 2]) {
      const other = cursor[index] === 'A' ? 'B' : 'A';
      const tampered = cursor.slice(0, index) + other + cursor.slice(index + 1);
      await expect(query({ cursorPaging: { cursor: tampered } })).rejects.toMatchObject(refusal);
    }
    for (const nonsense of ['x', 'null', '{}', cursor.slice(0, -4), `${cursor}AAAA`, 'A'.repeat(3_000_000)]) {
      await expect(query({ cursorPaging: { cursor: nonsense } })).rejects.toMatchObject(refusal);
    }
  });

  test('distinct values and groups can be paged by cursor', async () => {
    const whole = await rig.engine.distinct(
      rig.model('products'),
      parseDistinct({ collectionId: 'products', fieldName: 'quantity', paging: { limit: 1000 } }),
      context(),
    );
    const values: unknown[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const raw =
        cursor === undefined
          ? { fieldName: 'quantity', cursorPaging: { limit: 7 } }
          : { fieldName: 'quantity', cursorPaging: { limit: 7, cursor } };
      const answer = await rig.engine.distinct(
        rig.model('products'),
        parseDistinct({ collectionId: 'products', ...raw }),
        context(),
      );
      values.push(...answer.distinctValues);
      cursor = answer.pagingMetadata.cursors!.next ?? null;
    }
    expect(values).toEqual(whole.distinctValues);

    const groups: unknown[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const raw = {
        collectionId: 'products',
        aggregation: { groupingFields: ['quantity'], operations: [{ resultFieldName: 'n', itemCount: {} }] },
        cursorPaging: { limit: 7, ...(cursor === undefined ? {} : { cursor }) },
      };
      const answer = await rig.engine.aggregate(rig.model('products'), parseAggregate(raw), context());
      groups.push(...answer.items.map((item) => item.quantity ?? null));
      cursor = answer.pagingMetadata.cursors!.next ?? null;
    }
    expect(groups.filter((each) => each !== null)).toEqual(whole.distinctValues);
  });

  test('an aggregate request without an aggregation can be paged by cursor', async () => {
    const ids: unknown[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const raw = {
        collectionId: 'products',
        initialFilter: cursor === undefined ? { active: true } : {},
        cursorPaging: { limit: 20, ...(cursor === undefined ? {} : { cursor }) },
      };
      const answer = await rig.engine.aggregate(rig.model('products'), parseAggregate(raw), context());
      ids.push(...answer.items.map((item) => item._id));
      cursor = answer.pagingMetadata.cursors!.next ?? null;
    }
    expect(ids).toEqual(rows.filter((row) => row.active === true).map((row) => row.id));
  });

  test('the page before the second one begins at the first item and overlaps nothing', async () => {
    const cursor = (await query({ cursorPaging: { limit: 3 } })).pagingMetadata.cursors!.next!;
    const second = await query({ cursorPaging: { limit: 10, cursor } });
    const before = await query({ cursorPaging: { limit: 10, cursor: second.pagingMetadata.cursors!.prev! } });
    expect(before.items.map((item) => item._id)).toEqual(rows.slice(0, 3).map((row) => row.id));
  });
});

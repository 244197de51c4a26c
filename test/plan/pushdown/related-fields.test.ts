/**
 * Fields of a related object that can be missing: an upstream's condition on it often asks for an object that exists
 * (EXISTS), so its null test and its negations treat items without one in their own way.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../../src/wix/requests.js';
import { dialectCases } from '../../laws/dialect-mappings.js';
import { imitationCases } from '../../laws/imitation-mappings.js';
import { itemsOf, typesOf } from '../../laws/products.js';
import { difference, naiveQuery } from '../../oracle/naive.js';
import type { Item, Json } from '../../oracle/values.js';
import { context, type Rig, startRig } from '../../rig.js';
import { makeRows } from '../../upstreams/data.js';
import type { ProductUpstream } from '../../upstreams/engine/start.js';

const names = ['hasura', 'postgraphile', 'strapi5', 'contentful', 'keystone', 'prisma', 'directus'];
const cases = [...dialectCases, ...imitationCases].filter((each) => names.includes(each.name));
const filters: readonly Json[] = [
  { category: 'Books' },
  { category: null },
  { category: { $exists: true } },
  { category: { $exists: false } },
  { category: { $ne: 'Books' } },
  { category: { $in: ['Books', null] } },
  { category: { $nin: ['Books', 'books'] } },
  { $not: { category: 'Books' } },
  { $not: { category: { $contains: 'oo' } } },
  { categoryId: null },
  { categoryId: { $ne: '1' } },
  { $not: { categoryId: { $in: ['1', '2'] } } },
  { $or: [{ category: null }, { categoryId: '2' }] },
];

describe.each(cases)('$name', ({ name, start, upstream, mapping, keys }) => {
  const rows = makeRows(60, 3);
  const items = itemsOf(rows, keys);
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

  test.each(filters)('%j', async (filter) => {
    const request = parseQuery({
      collectionId: 'products',
      query: { filter, paging: { limit: 100 } },
      returnTotalCount: true,
    });
    const expected = naiveQuery(items, { filter, limit: 100 }, typesOf(keys));
    const answer = await rig.engine.query(rig.model('products'), request, context());
    expect(difference(answer.items as Item[], expected)).toBeNull();
    expect(answer.pagingMetadata.total).toBe(expected.total);
  });

  test('a condition on the related object is sent upstream', () => {
    const request = parseQuery({ collectionId: 'products', query: { filter: { category: 'Books' } } });
    const plan = rig.engine.explain(rig.model('products'), 'query', request);
    expect(plan.pushed.filter).toBe(true);
    expect(JSON.stringify(plan.variables)).toContain('Books');
  });

  test.runIf(['hasura', 'postgraphile', 'strapi5'].includes(name))(
    'items without the related object are found by a negation',
    () => {
      const request = parseQuery({ collectionId: 'products', query: { filter: { categoryId: null } } });
      const plan = rig.engine.explain(rig.model('products'), 'query', request);
      expect(plan.requests).toBe('1');
      expect(JSON.stringify(plan.variables)).toMatch(/not/i);
    },
  );
});

/** Orders with ties, which an upstream with one sort key cannot break: they are used within one upstream request only. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/wix/requests.js';
import { imitationCases } from '../laws/imitation-mappings.js';
import { itemsOf, typesOf } from '../laws/products.js';
import { difference, naiveQuery } from '../oracle/naive.js';
import type { Item } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';

describe('Vendure: one sort key, at most 100 rows a page, ties in another order each time', () => {
  const { start, upstream, mapping, keys } = imitationCases.find((each) => each.name === 'vendure')!;
  const rows = makeRows(330, 9).map((row, index) => ({ ...row, quantity: index % 3 }));
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

  const sort = [{ fieldName: 'quantity', order: 'ASC' as const }];
  const known = { quantity: { $gte: 0 } };
  test.each([
    ['one page', known, 20, 40, '1'],
    ['more rows than an upstream page has', known, 0, 250, '1 for each'],
    ['a filter that is finished here', { ...known, title: { $contains: 'item' } }, 10, 30, '1 for each'],
  ])('%s', async (_title, filter, offset, limit, requests) => {
    const request = parseQuery({
      collectionId: 'products',
      query: { filter, sort, paging: { offset, limit } },
    });
    const model = rig.model('products');
    const expected = naiveQuery(items, { filter, sort, offset, limit }, typesOf(keys));
    const answer = await rig.engine.query(model, request, context());
    expect(difference(answer.items as Item[], expected)).toBeNull();
    expect(rig.engine.explain(model, 'query', request).requests).toMatch(new RegExp(`^${requests}`));
  });
});

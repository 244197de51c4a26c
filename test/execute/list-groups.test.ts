/** Lists are unwound (protocol section 4.4); an upstream that groups by them gives whole lists, in a text of its own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDistinct } from '../../src/wix/requests.js';
import { context, type Rig, startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';
import { upstreams } from '../upstreams/fixture-shapes.js';

let server: ProductUpstream;
let rig: Rig;
beforeAll(async () => {
  server = await upstreams.postgraphile.start(makeRows(40, 3));
  rig = await startRig(server.url, { dialect: 'postgraphile4' }, [
    { collection: 'products', type: 'Product', list: 'products', id: 'id', fields: { tags: 'tags' } },
  ]);
});
afterAll(async () => {
  await rig?.close();
  await server?.close();
});

test('distinct values of a list that is never missing are its elements', async () => {
  const request = parseDistinct({
    collectionId: 'products',
    fieldName: 'tags',
    filter: { tags: { $ne: null } },
  });
  const { distinctValues } = await rig.engine.distinct(rig.model('products'), request, context());
  const elements = new Set(makeRows(40, 3).flatMap((row) => row.tags ?? []));
  expect(new Set(distinctValues)).toEqual(elements);
});

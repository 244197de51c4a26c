/** The refusal of a request that needs too much names the limit where it is set. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { expect, test } from 'vitest';
import { parseDistinct } from '../../src/wix/requests.js';
import { context, startRig } from '../rig.js';
import { startUpstream } from '../upstreams/harness.js';

test.each([
  ['upstream.yaml', { scan: 5 }, undefined],
  ['products.yaml', { scan: 900 }, { scan: 5 }],
  ['products.yaml', {}, { scan: 5 }],
])('%s', async (file, limits, own) => {
  const rows = Array.from({ length: 20 }, (_, index) => ({ id: String(index) }));
  const schema = makeExecutableSchema({
    typeDefs: 'type Product { id: ID! } type Query { products: [Product!]! }',
    resolvers: { Query: { products: () => rows } },
  });
  const server = await startUpstream(schema);
  const rig = await startRig(server.url, { dialect: 'plain', limits }, [
    {
      collection: 'products',
      type: 'Product',
      id: 'id',
      list: 'products',
      fields: {},
      ...(own ? { limits: own } : {}),
    },
  ]);
  const request = parseDistinct({ collectionId: 'products', fieldName: '_id' });
  await expect(rig.engine.distinct(rig.model('products'), request, context())).rejects.toThrow(
    `limits.scan in ${file} (now 5)`,
  );
  await rig.close();
  await server.close();
});

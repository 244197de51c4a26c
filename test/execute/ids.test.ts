/** Items by their ids, where the upstream takes more ids for the same than Wix does. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { expect, test } from 'vitest';
import { parseQuery } from '../../src/wix/requests.js';
import { context, startRig } from '../rig.js';
import { startUpstream } from '../upstreams/harness.js';

test('ids that differ in case only are all found, though the upstream takes them for the same', async () => {
  const ids = ['a', 'A', 'b', 'B', 'c', 'C', 'd', 'D'];
  const schema = makeExecutableSchema({
    typeDefs: `
      type Product { id: String! }
      input StringFilter { in: [String!] }
      input ProductFilter { id: StringFilter }
      type Query { products(where: ProductFilter, limit: Int, offset: Int): [Product!]! }`,
    resolvers: {
      Query: {
        products: (
          _: unknown,
          args: { where?: { id?: { in?: string[] } }; limit: number; offset: number },
        ) => {
          const wanted = args.where?.id?.in?.map((id) => id.toLowerCase());
          const found = ids.filter((id) => wanted === undefined || wanted.includes(id.toLowerCase()));
          return found.slice(args.offset, args.offset + args.limit).map((id) => ({ id }));
        },
      },
    },
  });
  const server = await startUpstream(schema);
  const list = {
    field: 'products',
    page: { size: 'limit', offset: 'offset' },
    filter: {
      style: 'operators',
      at: 'where',
      operators: { any: { in: { send: { in: '$value' }, match: 'superset' } } },
    },
  };
  const rig = await startRig(server.url, { dialect: 'plain' }, [
    { collection: 'products', type: 'Product', id: 'id', list, fields: {}, limits: { ids: 2 } },
  ]);
  const query = { filter: { _id: { $in: ['A', 'b', 'a', 'B', 'C', 'D', 'x'] } } };
  const answer = await rig.engine.query(
    rig.model('products'),
    parseQuery({ collectionId: 'products', query }),
    context(),
  );
  expect(answer.items.map((item) => item._id)).toEqual(['A', 'B', 'C', 'D', 'a', 'b']);
  await rig.close();
  await server.close();
});

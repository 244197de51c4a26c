/**
 * A cursor is worth something only under the mapping and the schema that it was made with: under another one it is
 * refused, since the same position could stand for other rows. What changes no answer keeps cursors.
 */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { describe, expect, test } from 'vitest';
import type { Item, Json } from '../../../src/wix/json.js';
import { parseQuery } from '../../../src/wix/requests.js';
import { context, startRig } from '../../rig.js';
import { startUpstream } from '../../upstreams/harness.js';

interface Setup {
  readonly sdl?: (text: string) => string;
  readonly list?: Json;
  readonly more?: Record<string, Json>;
  readonly fields?: Record<string, Json>;
  readonly upstream?: Record<string, Json>;
}

const sdl = `
  type Product { id: ID! title: String! stock: Int note: String }
  type Edge { cursor: String! node: Product! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Products { edges: [Edge!]! pageInfo: PageInfo! }
  input Where { title: String stock: Int }
  type Query {
    products(where: Where, limit: Int, offset: Int, channel: String): [Product!]!
    connection(first: Int, after: String): Products!
  }`;
const rows = Array.from({ length: 12 }, (_, index) => ({
  id: String(index).padStart(2, '0'),
  title: `t${index}`,
  stock: index,
}));
type Arguments = Readonly<Record<string, number | string | undefined>>;
const resolvers = {
  Query: {
    products: (_: unknown, { limit, offset }: Arguments) =>
      rows.slice(Number(offset ?? 0), Number(offset ?? 0) + Number(limit ?? 100)),
    connection: (_: unknown, { first, after }: Arguments) => {
      const start = after === undefined ? 0 : Number(after) + 1;
      const found = rows.slice(start, start + Number(first ?? 100));
      return {
        edges: found.map((node, index) => ({ node, cursor: String(start + index) })),
        pageInfo: {
          hasNextPage: start + found.length < rows.length,
          endCursor: found.length === 0 ? null : String(start + found.length - 1),
        },
      };
    },
  },
};

const byOffset: Json = { field: 'products', page: { size: 'limit', offset: 'offset' } };
const byCursor: Json = {
  field: 'connection',
  rows: 'edges[].node',
  page: { size: 'first', cursor: 'after', next: 'pageInfo.endCursor', more: 'pageInfo.hasNextPage' },
};
const equal: Json = {
  style: 'templates',
  at: 'where',
  operators: { any: { eq: { send: { $field: '$value' } } } },
};

const secret = 'the same secret on both sides';

/** One page of five by cursor, in a service set up like this. */
async function pageOf(setup: Setup, cursor?: string) {
  const schema = makeExecutableSchema({ typeDefs: setup.sdl?.(sdl) ?? sdl, resolvers });
  const server = await startUpstream(schema);
  const mapping = {
    collection: 'products',
    type: 'Product',
    id: 'id',
    list: setup.list ?? byOffset,
    fields: { title: 'title', stock: 'stock', ...setup.fields },
    ...setup.more,
  };
  const rig = await startRig(server.url, setup.upstream ?? {}, [mapping as never], { cursorSecret: secret });
  try {
    const cursorPaging = { limit: 5, ...(cursor === undefined ? {} : { cursor }) };
    const request = parseQuery({ collectionId: 'products', query: { cursorPaging } });
    return await rig.engine.query(rig.model('products'), request, context());
  } finally {
    await rig.close();
    await server.close();
  }
}

/** The second page, by a cursor of the first setup, from a service with the second one. */
async function goOn(before: Setup, after: Setup): Promise<readonly Item[]> {
  const first = await pageOf(before);
  expect(first.items).toHaveLength(5);
  return (await pageOf(after, first.pagingMetadata.cursors!.next!)).items;
}

const withField = (field: Record<string, Json>): Setup => ({
  fields: { stock: { path: 'stock', ...field } },
});

describe('a cursor is refused under', () => {
  test.each<[string, Setup, Setup]>([
    ['paging by offset instead of by cursor', { list: byCursor }, { list: byOffset }],
    ['paging by cursor instead of by offset', { list: byOffset }, { list: byCursor }],
    ['another filter that always applies', {}, { more: { where: { stock: { $gt: 3 } } } }],
    ['another constant argument', {}, { list: { ...byOffset, arguments: { channel: 'x' } } }],
    ['another type of a field', {}, withField({ type: 'TEXT' })],
    ['values that are converted', {}, withField({ scale: 0.5 })],
    ['another field behind the same key', {}, { fields: { title: 'note' } }],
    ['another style of filter', {}, { list: { ...byOffset, filter: equal } }],
    [
      'another upstream type of a field',
      {},
      { sdl: (text) => text.replace('stock: Int note', 'stock: Float note') },
    ],
    [
      'a field that may be missing now',
      {},
      { sdl: (text) => text.replace('title: String!', 'title: String') },
    ],
    [
      'a schema whose filter has lost a field',
      { list: { ...byOffset, filter: equal } },
      { list: { ...byOffset, filter: equal }, sdl: (text) => text.replace('title: String stock', 'stock') },
    ],
  ])('%s', async (_, before, after) => {
    await expect(goOn(before, after)).rejects.toThrow(
      'The cursor was made before the collection was set up anew. Ask for the first page again.',
    );
  });
});

describe('a cursor goes on under', () => {
  test.each<[string, Setup]>([
    ['the same setup', {}],
    ['another name of the collection', { more: { displayName: 'Wares' } }],
    ['another name and help text of a field', withField({ displayName: 'Pieces', description: 'On hand' })],
    ['a field written at length', withField({})],
    ['other limits', { more: { limits: { deadline: 9000, scan: 500 } } }],
    ['other permissions', { more: { permissions: { read: 'ADMIN' } } }],
    ['fields of the schema that nobody uses', { sdl: (text) => text.replace('note: String', 'more: Int') }],
  ])('%s', async (_, after) => {
    const items = await goOn({}, after);
    expect(items.map(({ _id }) => _id)).toEqual(['05', '06', '07', '08', '09']);
  });
});

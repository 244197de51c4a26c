/** A reference holds the ids that the collection shows which it refers to, in rows and in filters. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

const gid = (type: string, id: number) => `gid://shopify/${type}/${id}`;
const books = [1, 2, 3].map((id) => ({
  id: gid('Book', id),
  author: id === 3 ? null : gid('Author', id),
  readers: [gid('Reader', id), gid('Reader', 9)],
}));

let server: Served;
let rig: Rig;
beforeAll(async () => {
  server = await serveGraphql(
    `input In { eq: ID in: [ID!] } input Where { author: In }
     type Book { id: ID! author: ID readers: [ID!]! } type Author { id: ID! }
     type Query { books(where: Where): [Book!]! authors: [Author!]! }`,
    {
      books: ({ where }: { where?: { author?: { eq?: string; in?: string[] } } }) => {
        const { eq, in: some } = where?.author ?? {};
        return books.filter(
          ({ author }) =>
            (eq === undefined || author === eq) && (some === undefined || some.includes(author ?? '')),
        );
      },
      authors: () => [1, 2].map((id) => ({ id: gid('Author', id) })),
    },
  );
  const id = { path: 'id', codec: 'shopify-gid' };
  const operators = { any: { eq: { send: { eq: '$value' } }, in: { send: { in: '$value' } } } };
  rig = await startRig(server.url, { dialect: 'plain' }, [
    {
      collection: 'books',
      type: 'Book',
      id,
      list: { field: 'books', filter: { style: 'operators', at: 'where', operators } },
      fields: {
        author: { path: 'author', type: 'REFERENCE', collection: 'authors' },
        readers: { path: 'readers', type: 'MULTI_REFERENCE', collection: 'authors' },
      },
    },
    { collection: 'authors', type: 'Author', id, list: 'authors', fields: {} },
  ]);
});
afterAll(async () => {
  await rig.close();
  await server.close();
});

const query = async (filter: object) => {
  const request = parseQuery({ collectionId: 'books', query: { filter } });
  return (await rig.engine.query(rig.model('books'), request, context())).items;
};

test('rows show them', async () => {
  expect(await query({})).toEqual([
    { _id: 'Book:1', author: 'Author:1' },
    { _id: 'Book:2', author: 'Author:2' },
    { _id: 'Book:3', author: null },
  ]);
});

test('each of several is one', () => {
  const { source } = rig.model('books').fields.get('readers')!;
  expect(source.kind === 'path' && source.codec.decode(books[0]!.readers)).toEqual(['Reader:1', 'Reader:9']);
});

test.each([
  [{ author: 'Author:2' }, ['Book:2']],
  [{ author: { $in: ['Author:1', 'Author:2', 'x'] } }, ['Book:1', 'Book:2']],
  [{ author: { $ne: 'Author:2' } }, ['Book:1', 'Book:3']],
  [{ author: gid('Author', 2) }, []],
  [{ readers: { $hasSome: ['Reader:3'] } }, ['Book:3']],
  [{ author: null }, ['Book:3']],
])('filters take them: %j', async (filter, expected) => {
  expect((await query(filter)).map(({ _id }) => _id)).toEqual(expected);
});

test('what is sent is the id of the API', async () => {
  await query({ author: 'Author:2' });
  expect(JSON.stringify(server.asked.at(-1)!.variables)).toContain(gid('Author', 2));
});

/** What an API shows in its schema and refuses to read, or what does not come as the schema says. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { afterEach, expect, test } from 'vitest';
import { startUpstream } from '../../upstreams/harness.js';
import { createFolder, serveFolder } from './folder.js';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const typeDefs = `
  type Query {
    books(limit: Int, offset: Int): [Book!]!
    users(limit: Int, offset: Int): [User!]!
    twins(limit: Int, offset: Int): [Twin!]!
    broken(limit: Int, offset: Int): [Broken!]!
  }
  type Mutation { deleteBook(id: ID!): Book }
  type Book { id: ID! title: String hidden: String owner: User when: String cover: String }
  type User { id: ID! name: String }
  type Twin { id: ID! name: String }
  type Broken { id: ID! name: String }
`;
const refuse = (message: string) => () => {
  throw new Error(message);
};
const books = Array.from({ length: 3 }, (_, index) => ({
  id: String(index),
  title: `Book ${index}`,
  when: '2024-05-05T10:00:00Z',
  cover: `https://covers.example/${index}.png`,
  owner: { id: '7' },
}));

async function start() {
  const schema = makeExecutableSchema({
    typeDefs,
    resolvers: {
      Query: {
        books: () => books,
        users: refuse('Forbidden access'),
        twins: () => [
          { id: '1', name: 'a' },
          { id: '1', name: 'b' },
        ],
        broken: refuse('the database is away'),
      },
      Mutation: { deleteBook: refuse('a mutation was sent') },
      Book: { hidden: refuse('Cannot read "hidden"') },
    },
  });
  const server = await startUpstream(schema);
  const folder = createFolder();
  closing.push(
    () => server.close(),
    () => folder.remove(),
  );
  return { server, folder };
}

test('collections that are refused are left out with what the API said, and so are references to them', async () => {
  const { server, folder } = await start();
  const ran = await folder.init(server.url);
  expect(ran.exitCode, ran.output).toBe(0);
  expect(ran.output).toContain('users: the API refuses to read it (Forbidden access)');
  const files = folder.files();
  expect(files['users.yaml']).toBeUndefined();
  expect(files['books.yaml']).toMatch(/# left out: the API refuses to read what they refer to\n +# owner:/);
  const served = await serveFolder(folder.path);
  closing.push(() => served.close());
  const { fields } = served.app.collections.get('books')!;
  expect([...fields.keys()]).toEqual(['_id', 'title', 'when', 'cover']);
  expect([...fields.values()].map((field) => field.type)).toEqual(['TEXT', 'TEXT', 'TEXT', 'IMAGE']);
});

test('with --only they are written, and the file says so', async () => {
  const { server, folder } = await start();
  const ran = await folder.init(server.url, { only: ['users'] });
  expect(ran.exitCode, ran.output).toBe(0);
  expect(folder.files()['users.yaml']).toContain('could not be read when this was written: Forbidden access');
});

test('fields that are refused are left out with what the API said', async () => {
  const { server, folder } = await start();
  await folder.init(server.url, { only: ['books'] });
  expect(folder.files()['books.yaml']).toMatch(/# left out: Cannot read "hidden"\n +# hidden: hidden/);
});

test('collections without unique ids are left out, or point at it when they are asked for', async () => {
  const { server, folder } = await start();
  const all = await folder.init(server.url);
  expect(all.output).toContain('twins: two rows of the first page have the same id');
  expect(folder.files()['twins.yaml']).toBeUndefined();
  const ran = await folder.init(server.url, { only: ['twins'], force: true });
  expect(ran.output).toMatch(/^twins .*ids not unique/m);
  expect(folder.files()['twins.yaml']).toContain('two rows of the first page have the same id');
});

test('a collection that cannot be read now is written, and the report says why', async () => {
  const { server, folder } = await start();
  const ran = await folder.init(server.url);
  expect(ran.output).toMatch(/^brokens .*no: the database is away/m);
  expect(folder.files()['brokens.yaml']).toContain(
    'could not be read when this was written: the database is away',
  );
});

test('only queries are sent, and not many', async () => {
  const { server, folder } = await start();
  await folder.init(server.url, { writes: true });
  expect(server.requests.filter((each) => !each.query.startsWith('query'))).toEqual([]);
  expect(server.requests.length).toBeLessThanOrEqual(4 * 8);
});

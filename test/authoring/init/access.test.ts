/** An API that shows its schema to everybody and its rows only to those who have a credential; lists that give nothing. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import { afterEach, expect, test } from 'vitest';
import { startUpstream } from '../../upstreams/harness.js';
import { createFolder } from './folder.js';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(open: { value: boolean }) {
  const rows = [{ id: '1', name: 'a' }];
  const schema = makeExecutableSchema({
    typeDefs: `
      type Query { books(limit: Int, offset: Int): [Book!]! authors(limit: Int, offset: Int): [Author!]! }
      type Book { id: ID! name: String } type Author { id: ID! name: String }
    `,
    resolvers: {
      Query: Object.fromEntries(
        ['books', 'authors'].map((name) => [
          name,
          () => {
            if (open.value) return rows;
            throw new GraphQLError('You need to be authenticated');
          },
        ]),
      ),
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

test('without its credential: said, nothing written, exit code 1', async () => {
  const { server, folder } = await start({ value: false });
  const ran = await folder.init(server.url);
  expect(ran.exitCode).toBe(1);
  expect(ran.output).toMatch(/refuses every read \(.*authenticated.*\).*--header "authorization: Bearer …"/s);
  expect(folder.files()).toEqual({});
});

test('a second run with the credential completes the file that is there', async () => {
  const open = { value: false };
  const { server, folder } = await start(open);
  expect((await folder.init(server.url, { probe: false })).exitCode).toBe(0);
  expect(folder.files()['upstream.yaml']).not.toContain('headers');
  open.value = true;
  const ran = await folder.init(server.url, { header: ['Authorization: Bearer t0p'] });
  expect(ran.exitCode, ran.output).toBe(0);
  expect(ran.output).toContain('added the header authorization');
  const file = folder.files()['upstream.yaml']!;
  expect(file).toMatch(/^headers:\n {2}authorization: \$\{UPSTREAM_AUTHORIZATION\}$/m);
  expect(file).not.toContain('t0p');
});

test('a list that gives nothing makes room for one that has rows', async () => {
  const schema = makeExecutableSchema({
    typeDefs: `
      type Query { books(limit: Int, offset: Int, shelf: ID): [Book!]! bookArchive(limit: Int): [Book!]! }
      type Book { id: ID! name: String }
    `,
    resolvers: { Query: { books: () => [], bookArchive: () => [{ id: '1', name: 'a' }] } },
  });
  const server = await startUpstream(schema);
  const folder = createFolder();
  closing.push(
    () => server.close(),
    () => folder.remove(),
  );
  const ran = await folder.init(server.url);
  expect(ran.exitCode, ran.output).toBe(0);
  expect(Object.values(folder.files()).join('\n')).toMatch(
    /^list:[^\n]*bookArchive|^ {2}field: bookArchive/m,
  );
});

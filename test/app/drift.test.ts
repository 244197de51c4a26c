/** An API that changes under a running service: what is found, when, and what it touches. In virtual time. */

import { buildSchema, type GraphQLSchema } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app/app.js';
import { formatProblem } from '../../src/mapping/problem.js';
import type { ServiceContext } from '../../src/service/handler.js';
import type { UpstreamClient } from '../../src/upstream/transport/client.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import type { AdapterError } from '../../src/wix/errors.js';
import type { Observation } from '../../src/world/observation.js';
import { directoryWith } from '../cli/harness.js';
import { answerDocument } from '../upstreams/documents.js';
import { simulateWorld } from '../world/simulated-world.js';
import { libraryFiles } from './library-files.js';

const minute = 60_000;
const directories: { remove(): void }[] = [];
afterEach(() => {
  for (const each of directories.splice(0)) each.remove();
});

const sdl = (title: string) => `
  type Query { books(limit: Int, offset: Int): [Book!]! authors(limit: Int, offset: Int): [Author!]! }
  type Book { id: ID! ${title} pages: Int }
  type Author { id: ID! name: String }
`;
const withTitle = sdl('title: String');
const withoutTitle = sdl('');
/** The API is what its text says at each request; each text is built once. */
const schemas = new Map<string, GraphQLSchema>();
const schemaOf = (text: string): GraphQLSchema => {
  const schema = schemas.get(text) ?? buildSchema(text);
  schemas.set(text, schema);
  return schema;
};

const files = {
  ...libraryFiles,
  'upstream.yaml': libraryFiles['upstream.yaml'].replace(
    'defaults:',
    'headers:\n  authorization: Bearer of-nobody\ndefaults:',
  ),
};

async function start(changes: Readonly<Record<string, string>> = {}) {
  const world = simulateWorld(1);
  const api = {
    sdl: withTitle,
    /** What every request fails with. */
    failure: undefined as UpstreamFailure | undefined,
    looks: 0,
    looksFail: undefined as UpstreamFailure | undefined,
  };
  const client: UpstreamClient = {
    shown: 'http://books.example/graphql',
    close: async () => undefined,
    async request({ text }, variables) {
      const looks = text.includes('__schema');
      if (looks) api.looks += 1;
      const failure = api.failure ?? (looks ? api.looksFail : undefined);
      if (failure) throw failure;
      const rootValue = {
        books: ({ offset = 0 }) => [{ id: 'b1', title: 'Emma', pages: 400 }].slice(offset),
        authors: ({ offset = 0 }) => [{ id: 'a1', name: 'Jane' }].slice(offset),
      };
      const schema = schemaOf(api.sdl);
      const { data, errors = [] } = await answerDocument({
        schema,
        source: text,
        rootValue,
        variableValues: variables,
      });
      if (!data)
        throw new UpstreamFailure('graphqlErrors', `books answered with an error: ${errors[0]?.message}`, {
          errors: errors.map(({ message }) => ({ message })),
          delivered: 'yes',
          status: 400,
        });
      return { data: data as never, errors: [], extensions: {}, bytes: 0 };
    },
  };
  const directory = directoryWith({ ...files, ...changes });
  directories.push(directory);
  const told: Observation[] = [];
  const app = createApp({
    world,
    mappingsDirectory: directory.path,
    environment: {},
    observe: (each) => told.push(each),
    connect: () => client,
  });
  await world.run(app.started);
  expect(app.problems).toEqual([]);
  const service = app.service(undefined);
  const query = (collectionId: string, more: object = {}): Promise<unknown> => {
    const context: ServiceContext = {
      world,
      requestId: 'r',
      scope: {},
      signal: new AbortController().signal,
      observe: (each) => told.push(each),
      arrived: world.now(),
    };
    const request = { collectionId, query: { paging: { limit: 5 }, ...more } };
    return world.run(
      service('QueryDataItems', request, context).catch(
        ({ status, message, reason, short }: AdapterError) => ({ status, message, reason, short }),
      ),
    );
  };
  const problems = () => app.problems.map((each) => formatProblem(each).split('\n')[0]);
  return {
    world,
    api,
    app,
    told,
    query,
    problems,
    of: (kind: Observation['kind']) => told.filter((each) => each.kind === kind),
  };
}

describe('a field that vanishes', () => {
  it('is found by the next look, told once with its line, and touches only its collection', async () => {
    const { world, api, app, query, problems, of } = await start();
    const { authors } = Object.fromEntries(app.collections);
    api.sdl = withoutTitle;
    await world.pass(12 * minute);
    expect(problems()).toEqual([expect.stringMatching(/books\.yaml:8:10: .*title/)]);
    expect([[...app.kept], app.ready, app.collections.get('authors')?.fingerprint]).toEqual([
      ['books'],
      true,
      authors?.fingerprint,
    ]);
    expect(of('schema changed')).toEqual([{ kind: 'schema changed', upstream: 'default', kept: ['books'] }]);
    await world.pass(60 * minute);
    expect(of('problem found')).toHaveLength(1);
    expect(of('schema changed')).toHaveLength(1);
    expect(await query('authors')).toMatchObject({ items: [{ name: 'Jane' }] });
    // Who does not ask for it misses nothing.
    expect(await query('books', { fields: ['pages'] })).toMatchObject({ items: [{ pages: 400 }] });
    await app.close();
    expect(world.waiting()).toBe(0);
  });

  it('is named to whoever asks for it first, before any look was due', async () => {
    const { api, app, query, problems } = await start();
    api.sdl = withoutTitle;
    const failed = await query('books');
    expect(failed).toMatchObject({
      status: 502,
      short: 'The upstream API has changed: the collection books does not fit it any more',
      reason: expect.stringMatching(/books\.yaml:8:10: .*title.*Cannot query field/s),
    });
    expect(problems()).toHaveLength(1);
    await app.close();
  });

  it('and comes back is taken in again', async () => {
    const { world, api, app, query, of } = await start();
    api.sdl = withoutTitle;
    await query('books');
    expect([...app.kept]).toEqual(['books']);
    api.sdl = withTitle;
    await world.pass(2 * minute);
    expect([[...app.kept], app.problems]).toEqual([[], []]);
    expect(of('problem resolved')).toHaveLength(1);
    expect(await query('books')).toMatchObject({ items: [{ title: 'Emma' }] });
    await app.close();
  });
});

it('looks come at the time that the mapping says, more or less, and find nothing in the same schema in another order', async () => {
  const { world, api, app, of } = await start();
  const before = app.generation;
  const first = api.looks;
  await world.pass(8.9 * minute);
  expect(api.looks).toBe(first);
  const [head, book, author] = withTitle.trim().split('\n');
  api.sdl = [author, book, head].join('\n');
  await world.pass(2.2 * minute);
  expect(api.looks).toBeGreaterThan(first);
  const each = api.looks - first;
  await world.pass(100 * minute);
  expect((api.looks - first) / each).toBeGreaterThan(9);
  expect((api.looks - first) / each).toBeLessThan(13);
  expect(app.generation === before).toBe(true);
  expect(of('schema changed')).toEqual([]);
  await app.close();
});

it('two replicas do not look at the same time', async () => {
  const [one, two] = [simulateWorld(1), simulateWorld(2)];
  expect(one.random('')).not.toBe(two.random(''));
  const times = await Promise.all(
    [one, two].map(async (world) => {
      const directory = directoryWith(files);
      directories.push(directory);
      const at: number[] = [];
      const built = buildSchema(withTitle);
      const app = createApp({
        world,
        mappingsDirectory: directory.path,
        environment: {},
        observe: () => undefined,
        connect: () => ({
          shown: 'books',
          close: async () => undefined,
          async request({ text }) {
            at.push(world.monotonic());
            const { data } = await answerDocument({ schema: built, source: text });
            return { data: data as never, errors: [], extensions: {}, bytes: 0 };
          },
        }),
      });
      await world.run(app.started);
      await world.pass(12 * minute);
      await app.close();
      return at.at(-1)!;
    }),
  );
  expect(Math.abs(times[0]! - times[1]!)).toBeGreaterThan(1000);
});

it('an error that is no change of the schema is told as it is, and causes one look a minute at most', async () => {
  const { api, app, query } = await start();
  const first = api.looks;
  api.failure = new UpstreamFailure('graphqlErrors', 'books answered with an error: out of order', {
    delivered: 'yes',
    errors: [{ message: 'out of order' }],
  });
  for (let times = 0; times < 5; times += 1)
    expect(await query('books')).toMatchObject({
      status: 502,
      message: 'The upstream API answered with an error',
    });
  expect(api.looks - first).toBeLessThanOrEqual(5);
  const afterFirst = api.looks;
  await query('books');
  expect(api.looks).toBe(afterFirst);
  await app.close();
});

it('a look that fails is told once for each reason, and what is bound serves on', async () => {
  const { world, api, app, query, of } = await start();
  api.looksFail = new UpstreamFailure('unreachable', 'no connection');
  await world.pass(45 * minute);
  expect(of('look failed')).toEqual([{ kind: 'look failed', upstream: 'default', reason: 'no connection' }]);
  expect(await query('books')).toMatchObject({ items: [{ title: 'Emma' }] });
  expect([app.ready, app.problems]).toEqual([true, []]);
  await app.close();
});

describe('credentials', () => {
  const expired = new UpstreamFailure('unauthorized', 'books does not accept the credentials (status 401)', {
    status: 401,
    delivered: 'yes',
  });

  it('that expire are named with their line, once, until they are accepted again', async () => {
    const { api, app, query, problems, of } = await start();
    api.failure = expired;
    for (let times = 0; times < 4; times += 1) await query('books');
    expect(problems()).toEqual([
      expect.stringMatching(/upstream\.yaml:5:\d+: books does not accept the credentials \(status 401\)$/),
    ]);
    expect(of('problem found')).toHaveLength(1);
    expect([app.ready, [...app.kept]]).toEqual([true, []]);
    api.failure = undefined;
    await query('authors');
    expect([problems(), of('problem resolved').length]).toEqual([[], 1]);
    await app.close();
  });

  it('that expire while nobody asks are found by a look, and when they are accepted again too', async () => {
    const { world, api, app, problems } = await start();
    api.failure = expired;
    await world.pass(12 * minute);
    expect(problems()).toHaveLength(1);
    api.failure = undefined;
    await world.pass(1.2 * minute);
    expect(problems()).toEqual([]);
    await app.close();
  });

  it('that fit one collection only are not named for a single refusal', async () => {
    const { api, app, query, problems } = await start();
    const forbidden = new UpstreamFailure('unauthorized', 'no access (status 403)', { status: 403 });
    for (let times = 0; times < 4; times += 1) {
      api.failure = forbidden;
      await query('books');
      await query('books');
      api.failure = undefined;
      await query('authors');
    }
    expect(problems()).toEqual([]);
    api.failure = forbidden;
    for (let times = 0; times < 3; times += 1) await query('books');
    expect(problems()).toHaveLength(1);
    await app.close();
  });

  it('of the person who asks are no matter of the service', async () => {
    const { api, app, query, problems } = await start({
      'upstream.yaml': files['upstream.yaml'].replace('Bearer of-nobody', 'Bearer $identity.memberId'),
    });
    api.failure = expired;
    for (let times = 0; times < 4; times += 1) await query('books');
    expect(problems()).toEqual([]);
    await app.close();
  });
});

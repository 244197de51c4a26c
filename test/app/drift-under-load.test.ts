/** A field and a mutation vanish from an API while requests are under way, and come back. In virtual time. */

import { buildSchema } from 'graphql';
import { afterEach, expect, it } from 'vitest';
import { createApp } from '../../src/app/app.js';
import { lineOf } from '../../src/app/listeners/log.js';
import { formatProblem } from '../../src/mapping/problem.js';
import type { ServiceContext } from '../../src/service/handler.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import { AdapterError } from '../../src/wix/errors.js';
import type { OperationName } from '../../src/wix/operations.js';
import type { Observation } from '../../src/world/observation.js';
import { directoryWith } from '../cli/harness.js';
import { answerDocument } from '../upstreams/documents.js';
import { simulateWorld } from '../world/simulated-world.js';
import { libraryFiles } from './library-files.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const each of closing.splice(0)) each();
});

const sdl = (title: string, rename: string) => `
  type Query { books(limit: Int, offset: Int): [Book!]! authors(limit: Int, offset: Int): [Author!]! }
  type Book { id: ID! ${title} pages: Int }
  type Author { id: ID! name: String }
  input AuthorPatch { name: String }
  type Mutation { ping: Boolean ${rename} }
`;
const whole = { title: 'title: String', rename: 'updateAuthor(id: ID!, patch: AuthorPatch!): Author' };

const files = {
  ...libraryFiles,
  'authors.yaml': `${libraryFiles['authors.yaml']}writes:
  update:
    mutation: updateAuthor
    arguments: { id: $id, patch: $item }
    result: ""
`,
};

async function start() {
  const world = simulateWorld(7);
  const api = { schema: buildSchema(sdl(whole.title, whole.rename)) };
  const rootValue = {
    books: ({ offset = 0 }) => [{ id: 'b1', title: 'Emma', pages: 400 }].slice(offset),
    authors: ({ offset = 0 }) => [{ id: 'a1', name: 'Jane' }].slice(offset),
    updateAuthor: ({ patch }: { patch: { name: string } }) => ({ id: 'a1', ...patch }),
  };
  const directory = directoryWith(files);
  const told: Observation[] = [];
  const app = createApp({
    world,
    mappingsDirectory: directory.path,
    environment: {},
    observe: (each) => told.push(each),
    connect: () => ({
      shown: 'http://books.example/graphql',
      close: async () => undefined,
      async request({ text }, variableValues) {
        await world.sleep(5 + 40 * world.random('takes'));
        const { data, errors = [] } = await answerDocument({
          schema: api.schema,
          source: text,
          rootValue,
          variableValues,
        });
        if (data) return { data: data as never, errors: [], extensions: {}, bytes: 0 };
        const said = errors.map(({ message }) => ({ message }));
        throw new UpstreamFailure('graphqlErrors', `the API answered with an error: ${said[0]?.message}`, {
          errors: said,
          delivered: 'yes',
          status: 400,
        });
      },
    }),
  });
  closing.push(() => directory.remove());
  await world.run(app.started);
  expect(app.problems).toEqual([]);
  const service = app.service(undefined);
  const ask = async (operation: OperationName, request: Record<string, unknown>): Promise<string> => {
    const context: ServiceContext = {
      world,
      requestId: 'r',
      scope: {},
      signal: new AbortController().signal,
      observe: (each) => told.push(each),
      arrived: world.now(),
    };
    try {
      const answer = (await service(operation, request, context)) as {
        readonly items?: readonly object[];
        readonly results?: readonly { readonly item?: object }[];
      };
      return answer.items?.length === 1 || answer.results?.[0]?.item ? 'right' : JSON.stringify(answer);
    } catch (error) {
      return error instanceof AdapterError
        ? `${error.status} ${error.short ?? error.message}`
        : String(error);
    }
  };
  return { world, api, app, told, ask };
}

const questions = {
  'books with the title': ['QueryDataItems', { collectionId: 'books', query: { paging: { limit: 5 } } }],
  'books without it': [
    'QueryDataItems',
    { collectionId: 'books', query: { paging: { limit: 5 }, fields: ['pages'] } },
  ],
  authors: ['QueryDataItems', { collectionId: 'authors', query: { paging: { limit: 5 } } }],
  'a new name': ['UpdateDataItems', { collectionId: 'authors', items: [{ _id: 'a1', name: 'Jane A.' }] }],
} as const satisfies Record<string, readonly [OperationName, Record<string, unknown>]>;
type Question = keyof typeof questions;

it.each([
  ['a field', { title: '' }, 'books with the title', /books\.yaml:8:10: .*title/],
  ['a mutation', { rename: '' }, 'a new name', /authors\.yaml:9:15: .*updateAuthor/],
] as const)(
  '%s that vanishes under load fails what uses it alone, is named with its line, and is taken back',
  async (_, gone, hit, line) => {
    const { world, api, app, told, ask } = await start();
    const phases: Record<'before' | 'gone' | 'back', Map<Question, string[]>> = {
      before: new Map(),
      gone: new Map(),
      back: new Map(),
    };
    let phase: keyof typeof phases | undefined = 'before';
    const caller = async (name: Question): Promise<void> => {
      while (phase !== undefined) {
        const begun = phase;
        const [operation, request] = questions[name];
        const came = await ask(operation, request);
        // One that saw both states may be answered by either.
        if (begun === phase) phases[begun].set(name, [...(phases[begun].get(name) ?? []), came]);
        await world.sleep(200 * world.random('pause'));
      }
    };
    const names = Object.keys(questions) as Question[];
    const play = async (): Promise<void> => {
      const callers = Promise.all(names.map(caller));
      await world.sleep(2000);
      const left = { ...whole, ...gone };
      api.schema = buildSchema(sdl(left.title, left.rename));
      phase = 'gone';
      await world.sleep(8000);
      expect([...app.problems].map((each) => formatProblem(each).split('\n')[0])).toEqual([
        expect.stringMatching(line),
      ]);
      expect(app.ready).toBe(true);
      api.schema = buildSchema(sdl(whole.title, whole.rename));
      // It is looked for once a minute while something is amiss.
      phase = undefined;
      await callers;
      await world.sleep(70_000);
      phase = 'back';
      const again = Promise.all(names.map(caller));
      await world.sleep(2000);
      phase = undefined;
      await again;
    };
    await world.run(play());
    for (const name of names) {
      const of = (each: keyof typeof phases): readonly string[] => [...new Set(phases[each].get(name))];
      expect([name, of('before'), of('back')]).toEqual([name, ['right'], ['right']]);
      if (name !== hit) expect([name, of('gone')]).toEqual([name, ['right']]);
      else expect(of('gone').every((each) => each !== 'right')).toBe(true);
      expect(phases.gone.get(name)!.length).toBeGreaterThan(20);
    }
    expect(app.problems).toEqual([]);
    // The log tells it once, and that it is over.
    const lines = told
      .map(lineOf)
      .flatMap((each) => (each ? [`${each.message} ${JSON.stringify(each.fields)}`] : []));
    expect(lines.filter((each) => line.test(each)).map((each) => each.split(' {')[0])).toEqual([
      'mapping problem',
      expect.stringContaining('problem'),
    ]);
    await app.close();
    expect(world.waiting()).toBe(0);
  },
);

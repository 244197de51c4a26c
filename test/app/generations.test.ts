/**
 * Many requests while the configuration changes again and again. In each version of the mapping all constants and field names are
 * that version's number, and the API gives in each row the number that it was asked with: so a request that saw two generations
 * would show it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { buildSchema, type DocumentNode, execute, parse } from 'graphql';
import { afterEach, expect, it } from 'vitest';
import { createApp } from '../../src/app/app.js';
import type { ServiceContext } from '../../src/service/handler.js';
import { saidBy } from '../../src/service/written-answer.js';
import type { UpstreamClient } from '../../src/upstream/transport/client.js';
import { type Observation, unobserved } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { directoryWith } from '../cli/harness.js';
import { generator } from '../world/simulated-world.js';

const schema = `
  type Query { things(version: Int!, limit: Int = 2, offset: Int = 0): Things! }
  type Things { items: [Thing!]! total: Int! }
  type Thing { id: ID! version: Int! place: Int! }
`;
const upstream = `version: 1
url: http://things.example/graphql
schema: ../schema.graphql
introspection: { enabled: false }
`;
const mapping = (version: number) => `version: 1
collection: things
type: Thing
list:
  field: things
  rows: items
  count: total
  arguments: { version: ${version} }
  page: { size: limit, offset: offset, max: 2 }
id: id
fields:
  v${version}: version
  place: place
`;

const directories: { remove(): void }[] = [];
afterEach(() => {
  for (const each of directories.splice(0)) each.remove();
});

const rows = 3;

/** Answers after some turns of the loop, so that reloads come in between. */
function createThings() {
  const random = generator(7);
  const built = buildSchema(schema);
  const documents = new Map<string, DocumentNode>();
  const seen = { late: 0, open: 0, opened: 0 };
  const rootValue = {
    things: ({ version, limit, offset }: { version: number; limit: number; offset: number }) => ({
      items: Array.from({ length: rows }, (_, place) => ({ id: `t${place}`, version, place })).slice(
        offset,
        offset + limit,
      ),
      total: rows,
    }),
  };
  const connect = (): UpstreamClient => {
    let closed = false;
    seen.open += 1;
    seen.opened += 1;
    return {
      shown: 'http://things.example/graphql',
      async request({ text }, variableValues) {
        if (closed) seen.late += 1;
        const document = documents.get(text) ?? parse(text);
        documents.set(text, document);
        for (let turns = Math.floor(random() * 5); turns > 0; turns -= 1) await turn();
        const { data, errors } = await execute({ schema: built, document, rootValue, variableValues });
        expect(errors).toBeUndefined();
        return { data: data as never, errors: [], extensions: {}, bytes: 0 };
      },
      async close() {
        if (!closed) seen.open -= 1;
        closed = true;
      },
    };
  };
  return { connect, seen };
}

const requests = 10_000;
const reloaded = 200;

it(`each of ${requests} requests during ${reloaded} reloads belongs to exactly one generation`, async () => {
  const { connect, seen } = createThings();
  const directory = directoryWith({
    'schema.graphql': schema,
    'mappings/upstream.yaml': upstream,
    'mappings/things.yaml': mapping(1),
  });
  directories.push(directory);
  const told: Observation[] = [];
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: join(directory.path, 'mappings'),
    environment: {},
    observe: (each) => told.push(each),
    connect,
  });
  await app.started;
  expect(app.problems).toEqual([]);
  const service = app.service(undefined);
  const context: ServiceContext = {
    world: systemWorld,
    requestId: 'r',
    scope: {},
    signal: new AbortController().signal,
    observe: unobserved,
    arrived: systemWorld.now() + 3_600_000,
  };
  const generations = new Set<number>();
  let straddled = 0;
  const ask = async (number: number): Promise<void> => {
    const before = app.generation.number;
    // In parts, or read as a whole to be sorted here.
    const sort = number % 2 === 0 ? [] : [{ fieldName: 'place', order: 'DESC' }];
    const request = { collectionId: 'things', query: { sort, paging: { limit: rows } } };
    const answer = await service('QueryDataItems', request, context);
    const { items } = saidBy(answer) as {
      items: readonly Readonly<Record<string, unknown>>[];
    };
    // The version that it began with, in the names of the fields and in what was asked of the API.
    const expected = Array.from({ length: rows }, (_, place) => ({
      _id: `t${place}`,
      [`v${before}`]: before,
      place,
    }));
    expect(items).toEqual(number % 2 === 0 ? expected : expected.reverse());
    generations.add(before);
    if (app.generation.number !== before) straddled += 1;
  };

  let next = 0;
  let reloads = 0;
  const callers = Array.from({ length: 25 }, async () => {
    while (next < requests) await ask(next++);
  });
  const reloader = (async () => {
    while (reloads < reloaded) {
      writeFileSync(join(directory.path, 'mappings/things.yaml'), mapping(reloads + 2));
      expect(await app.reload()).toEqual({ generation: reloads + 2, reloaded: true });
      reloads += 1;
      while (next < reloads * 45) await turn();
    }
  })();
  await Promise.all([...callers, reloader]);
  expect([next >= requests, app.generation.number]).toEqual([true, reloaded + 1]);
  expect(generations.size).toBeGreaterThan(reloaded * 0.75);
  expect(straddled).toBeGreaterThan(requests / 10);
  expect(told.filter((each) => each.kind === 'problem found' || each.kind === 'reload failed')).toEqual([]);
  // Each gateway was closed when the last request of its generation had ended, and not before.
  expect(seen).toMatchObject({ late: 0, open: 1 });
  await app.close();
  expect(seen.open).toBe(0);
});

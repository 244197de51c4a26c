/** The built program is killed or stopped while a mutation is under way: nothing is sent again after a restart, and nobody is told what is not known. */
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startApiByHand } from './api-by-hand.js';
import { ask, type Caller, createCaller, directoryWith, ensureBuilt, serve, until } from './harness.js';
import { thingsUpstream } from './things-upstream.js';

const files = {
  'schema.graphql': `type Thing { id: ID! name: String }
input IdFilter { in: [ID!] }
input ThingFilter { id: IdFilter }
type Query { things(where: ThingFilter, limit: Int, offset: Int): [Thing!]! }
type Mutation { createThing(id: ID!, name: String): Thing updateThing(id: ID!, name: String): Thing deleteThing(id: ID!): Thing }`,
  'upstream.yaml': thingsUpstream,
  'things.yaml': `version: 1
collection: things
type: Thing
list: things
id: id
fields: { name: name }
limits: { deadline: 4000 }
writes:
  identify: clientId
  insert: { mutation: createThing, arguments: { id: $id, "...": $item }, result: "" }
  update: { mutation: updateThing, arguments: { id: $id, "...": $item }, result: "" }
  remove: { mutation: deleteThing, arguments: { id: $id }, result: "" }
`,
};

const writes = [
  ['/v3/items/insert', { items: [{ _id: 't2', name: 'new' }] }],
  ['/v3/items/update', { items: [{ _id: 't1', name: 'new' }] }],
  ['/v3/items/remove', { itemIds: ['t3'] }],
] as const;

let caller: Caller;
const directory = directoryWith(files);
beforeAll(async () => {
  await ensureBuilt();
  caller = await createCaller();
});
afterAll(() => directory.remove());

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of ending.splice(0).reverse()) await each();
});

/** An API that has one thing, and answers mutations when it is told to. */
async function startApi() {
  const mutations: { readonly response: ServerResponse; readonly root: string }[] = [];
  let queries = 0;
  const api = await startApiByHand(({ query, variables }, response) => {
    const root = /(?:create|update|delete)Thing/.exec(query)?.[0];
    if (root !== undefined) return void mutations.push({ response, root });
    queries += 1;
    const things = (variables.offset ?? 0) === 0 ? [{ id: 't1', name: 'old' }] : [];
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { things } }));
  });
  ending.push(() => api.close());
  const begin = async () => {
    const service = await serve({ ...caller.environment, UPSTREAM_URL: api.url }, [
      '--mappings',
      directory.path,
    ]);
    ending.push(() => service.stop('SIGKILL'));
    return service;
  };
  return { begin, mutations, queries: () => queries };
}

it('what was sent before the program was killed is not sent again when it is started anew', async () => {
  const { begin, mutations, queries } = await startApi();
  const first = await begin();
  const lost = writes.map(([path, body]) =>
    ask(first, caller, path, { collectionId: 'things', ...body }).catch(() => 'lost'),
  );
  await until(() => (mutations.length === writes.length ? true : undefined));
  await first.stop('SIGKILL');
  expect(await Promise.all(lost)).toEqual(['lost', 'lost', 'lost']);
  const second = await begin();
  // It serves, and knows nothing of the writes.
  const before = queries();
  const read = await ask(second, caller, '/v3/items/query', { collectionId: 'things', query: {} });
  expect(read.status).toBe(200);
  expect(queries()).toBeGreaterThan(before);
  const ledger = await (await fetch(`${second.admin}/unknown`)).json();
  expect(ledger).toEqual({ unknown: [], forgotten: 0 });
  expect(await second.stop()).toBe(0);
  expect(mutations.map(({ root }) => root).sort()).toEqual(['createThing', 'deleteThing', 'updateThing']);
});

it('a program that is stopped waits for the answer of a mutation, and gives it', async () => {
  const { begin, mutations } = await startApi();
  const service = await begin();
  const items = [{ _id: 't2', name: 'new' }];
  const answer = ask(service, caller, '/v3/items/insert', { collectionId: 'things', items });
  const { response, root } = await until(() => mutations[0]);
  const stopped = service.stop();
  await until(() => service.lines().find(({ msg }) => msg === 'stopping'));
  response
    .setHeader('content-type', 'application/json')
    .end(JSON.stringify({ data: { [root]: { id: 't2', name: 'new' } } }));
  const { status, body } = await answer;
  expect(status).toBe(200);
  expect(body).toMatchObject({ results: [{ item: { _id: 't2', name: 'new' } }] });
  expect(await stopped).toBe(0);
  expect(mutations).toHaveLength(1);
});

it('a program that is stopped says that the outcome is unknown, where no answer comes in the time of the request', async () => {
  const { begin, mutations } = await startApi();
  const service = await begin();
  const items = [{ _id: 't1', name: 'new' }];
  const request = { collectionId: 'things', items };
  const answer = ask(service, caller, '/v3/items/update', request, { requestId: 'r-stopped' });
  await until(() => (mutations.length > 0 ? true : undefined));
  const stopped = service.stop();
  const { status, body } = await answer;
  expect(status).toBe(200);
  expect(JSON.stringify(body)).toContain('The outcome is unknown');
  expect(await stopped).toBe(0);
  expect(mutations).toHaveLength(1);
  const told = service.lines().filter(({ msg }) => msg === 'the outcome of a write is unknown');
  expect(told).toMatchObject([{ requestId: 'r-stopped', item: 't1' }]);
});

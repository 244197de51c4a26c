/** The built program over an upstream that sends more than anybody asked for: it goes on, in bounded memory, and says what is wrong. */
import { readFileSync } from 'node:fs';
import { buildSchema, graphqlSync } from 'graphql';
import { afterEach, beforeAll, expect, test } from 'vitest';
import {
  type Asked,
  type Attack,
  emptyLists,
  endless,
  honest,
  hostileUpstream,
} from '../hostile/upstream.js';
import {
  ask,
  type Caller,
  createCaller,
  directoryWith,
  ensureBuilt,
  type RunningService,
  serve,
  until,
} from './harness.js';

const schema = buildSchema(
  'type Thing { id: ID! name: String } type Query { things(limit: Int, offset: Int): [Thing!]! }',
);
const rows = [{ id: '1', name: 'one' }];
const things = ({ limit = 100, offset = 0 }) => rows.slice(offset, offset + limit);
const introspects = ({ query = '' }: Body): boolean =>
  query.includes('__schema') || query.includes('__type(');
type Body = NonNullable<Asked['body']>;
const good = ({ query: source = '', variables }: Body): Attack =>
  honest(
    graphqlSync({
      schema,
      source,
      rootValue: { things },
      variableValues: variables as Record<string, unknown>,
    }),
  );

let caller: Caller;
beforeAll(async () => {
  await ensureBuilt();
  caller = await createCaller();
});
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function started(choose: (body: Body) => Attack): Promise<RunningService> {
  const upstream = await hostileUpstream((asked) => choose(asked.body ?? {}));
  const mappings = directoryWith({
    'upstream.yaml': `version: 1\nurl: ${upstream.url}\n`,
    'things.yaml':
      'version: 1\ncollection: things\ntype: Thing\nlist: { field: things, page: { size: limit, offset: offset, max: 100 } }\nid: id\nfields: { name: name }\n',
  });
  const service = await serve(
    { ...caller.environment, ERROR_DETAILS: 'full', NODE_OPTIONS: '--max-old-space-size=256' },
    ['--mappings', mappings.path],
  );
  opened.push(
    () => upstream.close(),
    () => mappings.remove(),
    () => service.stop(),
  );
  return service;
}

const resident = ({ child }: RunningService): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;

/** The longest time that /healthz took, in milliseconds, until the promise settled. */
async function health(service: RunningService, during: Promise<unknown>): Promise<number> {
  let running = true;
  void during.finally(() => {
    running = false;
  });
  let longest = 0;
  while (running) {
    const start = performance.now();
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    longest = Math.max(longest, performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return longest;
}

const read = (service: RunningService) =>
  ask(service, caller, '/v3/items/query', { collectionId: 'things', query: {} });

test('60 MB of empty lists as the first answer: the process stays, and says why it is not ready', async () => {
  const service = await started(() => emptyLists(60));
  const ready = await until(async () => {
    const text = await (await fetch(`${service.url}/readyz`)).text();
    return text.includes('too large') ? text : undefined;
  });
  expect(ready).toContain('limits.answer in upstream.yaml');
  expect(service.child.exitCode).toBeNull();
}, 120_000);

test.runIf(process.platform === 'linux').each([
  ['60 MB of empty lists', 1, emptyLists(60, '{"data":{"things":[],"unasked":[')],
  ['20 bodies without an end at once', 20, endless()],
] as const)(
  '%s: refused with 502 and the mapping line, memory and health bounded',
  async (_, times, attack) => {
    let hostile = false;
    const service = await started((body) => (hostile && !introspects(body) ? attack : good(body)));
    await until(async () => ((await fetch(`${service.url}/readyz`)).ok ? true : undefined));
    expect((await read(service)).status).toBe(200);
    const before = resident(service);
    hostile = true;
    const attacked = Promise.all(Array.from({ length: times }, () => read(service)));
    const slowest = await health(service, attacked);
    const rise = resident(service) - before;
    for (const { status, body } of await attacked) {
      expect(status).toBe(502);
      expect(JSON.stringify(body)).toContain('raise limits.answer in');
    }
    console.log(`${_}: resident set +${rise.toFixed(0)} MiB, slowest health ${slowest.toFixed(0)} ms`);
    // The account of 64 MiB, and what Node has not given back.
    expect(rise).toBeLessThan(250);
    hostile = false;
    expect((await read(service)).status).toBe(200);
    expect(service.child.exitCode).toBeNull();
  },
  120_000,
);

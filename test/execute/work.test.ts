/** Work that is done here: paid for before it begins, and done in pieces between which others have their turn. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWork } from '../../src/execute/work.js';
import type { Json } from '../../src/wix/json.js';
import { parseAggregate, parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

const count = 10_000;
const fields = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`f${index}`, `f${index}`]));
const rows = Array.from({ length: count }, (_, index) => ({
  id: `r${index}`,
  ...Object.fromEntries(
    Object.keys(fields).map((key, at) => [key, `${key} of ${(index * (at + 7)) % 4999}`]),
  ),
  n: index,
}));

let server: Served;
let rig: Rig;
beforeAll(async () => {
  const members = Object.keys(fields).map((key) => `${key}: String`);
  server = await serveGraphql(
    `type Part { id: ID! n: Float ${members.join(' ')} } type Query { parts(limit: Int, offset: Int): [Part!]! }`,
    { parts: ({ limit, offset }: { limit: number; offset: number }) => rows.slice(offset, offset + limit) },
  );
  rig = await startRig(server.url, {}, [
    {
      collection: 'parts',
      type: 'Part',
      id: 'id',
      fields: { ...fields, n: 'n' },
      list: { field: 'parts', page: { size: 'limit', offset: 'offset' } },
      limits: { scan: 20_000, deadline: 60_000 },
    },
  ]);
});
afterAll(async () => {
  await rig.close();
  await server.close();
});

const query = (raw: object, signal?: AbortSignal) =>
  rig.engine.query(rig.model('parts'), parseQuery({ collectionId: 'parts', query: raw }), {
    ...context(),
    ...(signal ? { signal } : {}),
  });
const aggregate = (aggregation: Json) =>
  rig.engine.aggregate(
    rig.model('parts'),
    parseAggregate({ collectionId: 'parts', aggregation } as never),
    context(),
  );

/** The longest that the loop was kept from others, in milliseconds, while this was done; and what came of it. */
async function longestGap<T>(
  work: () => Promise<T>,
): Promise<{ readonly gap: number; readonly outcome: T | Error }> {
  let gap = 0;
  let last = performance.now();
  let over = false;
  const look = (): void => {
    const now = performance.now();
    gap = Math.max(gap, now - last);
    last = now;
    if (!over) setImmediate(look);
  };
  setImmediate(look);
  const outcome = await work().catch((error: Error) => error);
  over = true;
  return { gap, outcome };
}

/** The API answers in this process too, so a gap may be several plain loops long; work in one piece takes hundreds. */
const most = 15;

/** How long this machine takes now for a plain loop, to measure others by. */
function plainLoop(): number {
  const start = performance.now();
  let sum = 0;
  for (let index = 0; index < 20_000_000; index++) sum += index % 7;
  expect(sum).toBeGreaterThan(0);
  return performance.now() - start;
}

const contains = (many: number) => ({
  $or: Array.from({ length: many }, (_, index) => ({ [`f${index % 10}`]: { $contains: `no ${index}` } })),
});

describe('what is too much is refused before it is done, with the remedy', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['1000 conditions over 10,000 rows', () => query({ filter: contains(1000), paging: { limit: 5 } })],
    [
      '990 grouping fields',
      () =>
        aggregate({
          groupingFields: Array.from({ length: 990 }, (_, index) =>
            index < 10 ? `f${index}` : `f0.x${index}`,
          ),
        }),
    ],
    [
      '990 operations for 10,000 groups',
      () =>
        aggregate({
          groupingFields: ['_id'],
          operations: Array.from({ length: 990 }, (_, index) => ({
            resultFieldName: `s${index}`,
            sum: { itemFieldName: 'n' },
          })),
        }),
    ],
  ])('%s', async (_name, work) => {
    const plain = plainLoop();
    const start = performance.now();
    const { gap, outcome } = await longestGap(work);
    const spent = performance.now() - start;
    expect(outcome).toMatchObject({ message: expect.stringContaining('limits.work') });
    expect(gap).toBeLessThan(most * plain);
    // Each of these took half a minute, or the memory of the process, when it was done.
    expect(spent).toBeLessThan(200 * plain);
  });
});

describe('what is done is done in pieces', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['300 conditions over 10,000 rows', () => query({ filter: contains(300), paging: { limit: 5 } })],
    [
      'a sort by ten keys',
      () => query({ sort: Object.keys(fields).map((fieldName) => ({ fieldName })), paging: { limit: 1000 } }),
    ],
    [
      'groups that are sorted by ten keys',
      () =>
        aggregate({
          groupingFields: Object.keys(fields).slice(0, 5),
          operations: [{ resultFieldName: 's', sum: { itemFieldName: 'n' } }],
        }),
    ],
  ])('%s', async (_name, work) => {
    await work();
    const plain = plainLoop();
    const { gap, outcome } = await longestGap(work);
    expect(gap).toBeLessThan(most * plain);
    expect(outcome).not.toBeInstanceOf(Error);
  });
});

test('a caller who leaves ends the work at its next turn', async () => {
  const leave = new AbortController();
  setTimeout(() => leave.abort(), 100);
  await expect(query({ filter: contains(300), paging: { limit: 5 } }, leave.signal)).rejects.toMatchObject({
    status: 503,
  });
  // A request may have been on its way.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const asked = server.asked.length;
  const { gap } = await longestGap(() => new Promise((resolve) => setTimeout(resolve, 300)));
  expect(server.asked.length).toBe(asked);
  expect(gap).toBeLessThan(most * plainLoop());
});

/** Time that only moves when work is done; what is looked at in turns. */
function clockwork(limit = Number.POSITIVE_INFINITY) {
  const state = { time: 0, rested: 0, turns: 0, paid: 0 };
  const leave = new AbortController();
  const work = createWork({
    world: {
      busy: () => state.time - state.rested,
      turn: async () => {
        state.rested = state.time;
        state.turns += 1;
      },
    },
    budget: {
      work(steps: number) {
        state.paid += steps;
        if (state.paid > limit) throw new Error('beyond the budget');
      },
      time: () => undefined,
    },
    deadline: Number.POSITIVE_INFINITY,
    signal: leave.signal,
  } as never);
  return { state, work, leave };
}

test('turns are given back after eight milliseconds, whatever a step takes', async () => {
  const { state, work } = clockwork();
  for (let step = 0; step < 100_000; step += 100) {
    state.time += 0.1;
    if (work.pay(100)) await work.rest();
  }
  expect(state.turns).toBeGreaterThanOrEqual(10);
  expect(state.turns).toBeLessThanOrEqual(13);
  expect(state.paid).toBe(100_000);
});

test('what was reserved is paid for once, and refused before the first step', async () => {
  const { state, work } = clockwork(1000);
  work.reserve(800);
  work.pay(500);
  work.pay(400);
  expect(state.paid).toBe(900);
  expect(() => work.reserve(101)).toThrow('beyond the budget');
});

test('after an abort no piece begins', async () => {
  const { work, leave } = clockwork();
  leave.abort();
  await expect(work.rest()).rejects.toMatchObject({ status: 503 });
});

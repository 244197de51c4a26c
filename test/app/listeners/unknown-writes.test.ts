/** Writes of unknown outcome: kept within bounds, shown on the admin port, settled by hand, never sent again. */
import { afterEach, expect, it } from 'vitest';
import { createMetrics } from '../../../src/app/listeners/metrics.js';
import { createUnknownWrites, mostUnknown } from '../../../src/app/listeners/unknown-writes.js';
import { startAdminServer } from '../../../src/server/admin.js';
import type { RunningServer } from '../../../src/server/server.js';
import type { Observation } from '../../../src/world/observation.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { readyCatalog } from '../../ready-catalog.js';
import { startWriting } from '../../upstreams/writes/service.js';
import { writeStyleCases } from '../../upstreams/writes/styles.js';

const running: { stop(grace?: number): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop(0);
});

const lost = (item: string | undefined): Observation => ({
  kind: 'write unknown',
  requestId: 'r1',
  collection: 'books',
  operation: 'insert',
  item,
  why: 'no answer',
  at: Date.UTC(2026, 0, 15),
});

async function start() {
  const told: Observation[] = [];
  const unknown = createUnknownWrites((each) => told.push(each));
  const metrics = createMetrics(() => undefined, unknown);
  const pages = { metrics, unknown };
  const observe = (each: Observation): void => void told.push(each);
  const admin: RunningServer = await startAdminServer({
    world: systemWorld,
    catalog: readyCatalog(),
    observe,
    pages,
    port: 0,
  });
  running.push(admin);
  const ask = async (path: string, method = 'GET'): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(`${admin.url}${path}`, { method });
    return { status: answer.status, body: await answer.json() };
  };
  return { unknown, metrics, told, ask };
}

it('shows them, counts them, and takes off what somebody has settled', async () => {
  const { unknown, metrics, told, ask } = await start();
  unknown.observe(lost('a'));
  unknown.observe(lost(undefined));
  const first = {
    number: 1,
    at: '2026-01-15T00:00:00.000Z',
    requestId: 'r1',
    collection: 'books',
    operation: 'insert',
    item: 'a',
    why: 'no answer',
  };
  const { item: _, ...second } = { ...first, number: 2 };
  expect(await ask('/unknown')).toEqual({ status: 200, body: { unknown: [first, second], forgotten: 0 } });
  expect(await metrics.text()).toContain('wix_unknown_writes{state="open"} 2\n');
  expect(await ask('/unknown/1/not-done', 'PUT')).toEqual({
    status: 200,
    body: { settled: first, outcome: 'not done' },
  });
  expect(told).toEqual([
    {
      kind: 'unknown settled',
      requestId: 'r1',
      collection: 'books',
      operation: 'insert',
      item: 'a',
      outcome: 'not done',
    },
  ]);
  expect(await ask('/unknown')).toMatchObject({ body: { unknown: [second] } });
  expect(await metrics.text()).toContain('wix_unknown_writes{state="open"} 1\n');
});

it.each([
  ['/unknown/1/done', 'There is no write of unknown outcome with the number 1'],
  ['/unknown/one/done', 'There is no write of unknown outcome with the number one'],
  ['/unknown/2/maybe', 'Say /unknown/<number>/done or /unknown/<number>/not-done'],
  ['/unknown/2/constructor', 'Say /unknown/<number>/done or /unknown/<number>/not-done'],
])('refuses PUT %s', async (path, message) => {
  const { unknown, ask } = await start();
  unknown.observe(lost('a'));
  unknown.settle(1, 'done');
  unknown.observe(lost('b'));
  const answer = await ask(path, 'PUT');
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.body).toMatchObject({ errorMessage: message });
  expect(unknown.list()).toHaveLength(1);
});

it('a form or a link of another site changes nothing', async () => {
  const { unknown, ask } = await start();
  unknown.observe(lost('a'));
  for (const method of ['POST', 'GET'])
    expect((await ask('/unknown/1/done', method)).status).toBeGreaterThanOrEqual(404);
  expect(unknown.list()).toHaveLength(1);
});

it('holds the newest, and little of each', async () => {
  const { unknown, metrics } = await start();
  for (let index = 0; index < mostUnknown + 5; index++) unknown.observe(lost(`${index}`));
  unknown.observe({ ...lost('x'.repeat(100_000)), why: 'y'.repeat(100_000) } as Observation);
  const list = unknown.list();
  expect(list).toHaveLength(mostUnknown);
  expect(list[0]!.item).toBe('6');
  expect(list.at(-1)!.item!.length + list.at(-1)!.why.length).toBeLessThan(700);
  expect(unknown.forgotten).toBe(6);
  expect(await metrics.text()).toContain('wix_unknown_writes{state="forgotten"} 6\n');
});

it('holds what a service tells of an insert whose answer was lost, and a new process begins without', async () => {
  // Nothing tells a new item of this API from others.
  const own = writeStyleCases.find(({ ownIds }) => ownIds)!;
  const service = await startWriting(own, {
    lose: ({ query }) => (query.startsWith('mutation') ? 'after' : undefined),
  });
  running.push({ stop: () => service.close() });
  const [result] = await service.insert({ _id: 'a', title: 'One' });
  expect(result!.error!.errorMessage).toContain('The outcome is unknown');
  const { unknown } = await start();
  expect(unknown.list()).toEqual([]);
  for (const each of service.observed) unknown.observe(each);
  expect(unknown.list()).toMatchObject([{ collection: 'books', operation: 'insert' }]);
  const sent = service.upstream.requests.length;
  unknown.settle(1, 'not done');
  expect(service.upstream.requests).toHaveLength(sent);
});

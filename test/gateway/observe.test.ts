import { expect, it } from 'vitest';
import { observed } from '../../src/gateway/observe.js';
import { withRetries } from '../../src/gateway/retry.js';
import type { UpstreamClient } from '../../src/upstream/transport/client.js';
import { prepareDocument } from '../../src/upstream/transport/document.js';
import { type FailureKind, failureKinds, UpstreamFailure } from '../../src/upstream/transport/failure.js';
import type { Observation } from '../../src/world/observation.js';
import { simulateWorld } from '../world/simulated-world.js';

const document = prepareDocument('query Q { a }');
const good = { data: {}, errors: [], bytes: 2, extensions: {} };

/** Fails as told, then answers; each attempt takes 7 ms. */
async function ask(...failures: readonly (FailureKind | Error)[]) {
  const world = simulateWorld(1);
  const left = [...failures];
  const client: UpstreamClient = {
    shown: 'http://shop.example/graphql',
    close: async () => undefined,
    async request() {
      await world.sleep(7);
      const next = left.shift();
      if (next instanceof Error) throw next;
      if (next !== undefined) throw new UpstreamFailure(next, 'no');
      return good;
    },
  };
  const told: Observation[] = [];
  const context = {
    signal: new AbortController().signal,
    deadline: world.now() + 10_000,
    scope: {},
    requestId: 'r',
    observe: (each: Observation) => void told.push(each),
  };
  const whole = withRetries(world, 'shop', observed(world, 'shop', client));
  await world.run(whole.request(document, {}, context)).catch(() => undefined);
  return told;
}

const facts = { upstream: 'shop', requestId: 'r' };
const call = { trace: {} };

it('tells of every attempt, its number, its outcome and its time, and of the wait between', async () => {
  expect(await ask('unreachable')).toEqual([
    { kind: 'call sent', call, ...facts, attempt: 1 },
    { kind: 'call answered', call, ...facts, attempt: 1, outcome: 'unreachable', milliseconds: 7 },
    {
      kind: 'call retried',
      ...facts,
      attempt: 1,
      outcome: 'unreachable',
      waitMilliseconds: expect.any(Number),
    },
    { kind: 'call sent', call, ...facts, attempt: 2 },
    { kind: 'call answered', call, ...facts, attempt: 2, outcome: 'ok', milliseconds: 7 },
  ]);
});

it.each(failureKinds)('tells the outcome %s', async (kind) => {
  expect(await ask(kind, kind, kind)).toContainEqual(
    expect.objectContaining({ kind: 'call answered', outcome: kind }),
  );
});

it('tells that the budget refused to read on', async () => {
  const told = await ask(new Error('more than 10 bytes'));
  expect(told.at(-1)).toMatchObject({ kind: 'call answered', outcome: 'refused' });
});

it('sends what observers pass a trace on with, and names one call by one object', async () => {
  const world = simulateWorld(1);
  const seen: unknown[] = [];
  const client: UpstreamClient = {
    shown: 'http://shop.example/graphql',
    close: async () => undefined,
    async request(_document, _variables, { headers }) {
      seen.push(headers);
      return good;
    },
  };
  const calls: unknown[] = [];
  const context = {
    signal: new AbortController().signal,
    deadline: world.now() + 10_000,
    scope: {},
    headers: { 'x-own': '1' },
    observe: (each: Observation) => {
      if (each.kind === 'call sent' || each.kind === 'call answered') calls.push(each.call);
      if (each.kind === 'call sent' && seen.length === 1) each.call.trace.traceparent = 'made by a tracer';
    },
  };
  const whole = observed(world, 'shop', client);
  for (const _ of [1, 2]) await world.run(whole.request(document, {}, context));
  expect(seen).toEqual([{ 'x-own': '1' }, { 'x-own': '1', traceparent: 'made by a tracer' }]);
  expect(calls[0]).toBe(calls[1]);
  expect(calls[2]).toBe(calls[3]);
  expect(calls[0]).not.toBe(calls[2]);
});

/** Which line each observation becomes. */
import { expect, it } from 'vitest';
import { type Line, lineOf, logListener } from '../../../src/app/listeners/log.js';
import type { Observation } from '../../../src/world/observation.js';

const ended: Observation & { kind: 'request ended' } = {
  kind: 'request ended',
  requestId: 'r',
  operation: 'QueryDataItems',
  method: 'POST',
  path: '/v3/items/query',
  collection: 'books',
  status: 200,
  gone: false,
  milliseconds: 1.26,
  calls: 2,
  failure: undefined,
};
const failed = (status: number) => ({
  ...ended,
  status,
  failure: { code: 'UNKNOWN_ERROR', message: 'no', status, cause: new Error('why') },
});
const problem = { file: 'a.yaml', line: 2, column: 3, message: 'odd', severity: 'error' as const };

it.each<[Observation, Line | undefined]>([
  [
    ended,
    {
      level: 'info',
      message: 'request',
      fields: {
        requestId: 'r',
        operation: 'QueryDataItems',
        collection: 'books',
        status: 200,
        ms: 1.3,
        upstreamRequests: 2,
      },
    },
  ],
  [{ kind: 'call sent', call: { trace: {} }, upstream: 'u', requestId: 'r', attempt: 1 }, undefined],
  [{ kind: 'rows scanned', requestId: 'r', collection: 'books', rows: 5 }, undefined],
  [
    {
      kind: 'cell unreadable',
      requestId: 'r',
      collection: 'books',
      field: 'on',
      message: 'odd',
      reason: 'why',
    },
    {
      level: 'warn',
      message: 'odd',
      fields: { requestId: 'r', collection: 'books', field: 'on', reason: 'why' },
    },
  ],
  [
    { kind: 'operand refused', requestId: 'r', collection: 'books', message: 'odd', reason: 'why' },
    {
      level: 'warn',
      message: 'odd',
      fields: { requestId: 'r', collection: 'books', reason: 'why' },
    },
  ],
  [
    { kind: 'problem found', problem },
    { level: 'warn', message: 'mapping problem', fields: { problem: 'a.yaml:2:3: odd' } },
  ],
  [
    {
      kind: 'call retried',
      upstream: 'u',
      requestId: 'r',
      attempt: 1,
      outcome: 'http',
      waitMilliseconds: 9.7,
    },
    {
      level: 'debug',
      message: 'upstream request is tried again',
      fields: { upstream: 'u', requestId: 'r', attempt: 1, kind: 'http', waitMs: 10 },
    },
  ],
  [
    {
      kind: 'generation swapped',
      generation: 2,
      fingerprint: 'f',
      collections: 3,
      kept: ['books'],
      broken: ['a.yaml'],
    },
    {
      level: 'warn',
      message: 'reloaded',
      fields: { generation: 2, fingerprint: 'f', collections: 3, kept: ['books'], broken: ['a.yaml'] },
    },
  ],
  [
    { kind: 'reload failed', generation: 1, reason: 'why' },
    {
      level: 'error',
      message: 'not reloaded: what served before serves on',
      fields: { generation: 1, reason: 'why' },
    },
  ],
  [
    { kind: 'problem resolved', problem },
    { level: 'info', message: 'mapping problem is gone', fields: { problem: 'a.yaml:2:3: odd' } },
  ],
])('%j', (observation, expected) => {
  expect(lineOf(observation)).toEqual(expected);
});

it.each([
  [404, 'warn', false],
  [503, 'error', false],
  [500, 'error', true],
])('a request that fails with %i is on level %s', (status, level, stack) => {
  const line = lineOf(failed(status));
  expect(line).toMatchObject({
    level,
    fields: { status, code: 'UNKNOWN_ERROR', error: 'no', reason: 'why' },
  });
  expect(line!.fields.err !== undefined).toBe(stack);
});

it('names method and path only where there is no operation, and calls a probe routine', () => {
  const probe = lineOf({ ...ended, operation: undefined, method: 'GET', path: '/healthz' });
  expect(probe).toMatchObject({ level: 'debug', fields: { method: 'GET', path: '/healthz' } });
  expect(lineOf({ ...failed(404), operation: undefined })).toMatchObject({ level: 'warn' });
  expect(lineOf(ended)!.fields.path).toBeUndefined();
});

it('shows no status to a caller who has gone', () => {
  expect(lineOf({ ...failed(503), gone: true })).toMatchObject({
    level: 'info',
    fields: { status: undefined, gone: true },
  });
});

it('is written on its level, and nothing for the others', () => {
  const written: unknown[] = [];
  const write = (level: string) => (_fields: unknown, message: string) => void written.push([level, message]);
  const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const observe = logListener(log);
  observe({ kind: 'request begun', method: 'GET', path: '/' });
  observe({ kind: 'stopping', signal: 'SIGTERM' });
  observe(failed(500));
  expect(written).toEqual([
    ['info', 'stopping'],
    ['error', 'request'],
  ]);
});

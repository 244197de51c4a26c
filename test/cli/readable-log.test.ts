/** What people read of the log. */
import { expect, it } from 'vitest';
import { readableLog } from '../../src/cli/readable-log.js';
import { AdapterError } from '../../src/wix/errors.js';
import type { Observation } from '../../src/world/observation.js';

const noon = new Date(2026, 10, 29, 12, 5, 9).getTime();

function linesOf(...observations: readonly Observation[]): readonly string[] {
  const lines: string[] = [];
  const observe = readableLog({ now: () => noon }, (text) => lines.push(text));
  for (const each of observations) observe(each);
  return lines;
}

const ended = {
  kind: 'request ended',
  requestId: 'r1',
  operation: 'QueryDataItems',
  collection: 'products',
  method: 'POST',
  path: '/v3/items/query',
  status: 200,
  milliseconds: 12.34,
  calls: 2,
  scanned: 40,
  cache: undefined,
  failure: undefined,
  gone: undefined,
} as unknown as Observation & { kind: 'request ended' };

it('a request: what was asked, how it ended, how long it took, and what it cost', () => {
  expect(linesOf(ended)).toEqual([
    '12:05:09  QueryDataItems products  200  12.3 ms  upstreamRequests=2  rowsScanned=40',
  ]);
});

it('a failure with its code, its message and its reason', () => {
  const failure = new AdapterError('VALIDATION_ERROR', 'no such field', {
    status: 400,
    reason: 'see products.yaml',
  });
  expect(linesOf({ ...ended, status: 400, failure, scanned: undefined })).toEqual([
    '12:05:09  QueryDataItems products  400  12.3 ms  upstreamRequests=2  code=VALIDATION_ERROR  error=no such field  reason=see products.yaml',
  ]);
});

it('a problem of a file as `check` shows it, and that it is gone', () => {
  const problem = {
    file: 'products.yaml',
    line: 3,
    column: 9,
    message: 'there is no field nam',
    severity: 'error',
    sourceLine: '  name: nam',
    length: 3,
    help: 'did you mean name?',
  } as const;
  expect(linesOf({ kind: 'problem found', problem }, { kind: 'problem resolved', problem })).toEqual([
    '12:05:09  products.yaml:3:9: there is no field nam\n    name: nam\n          ^^^\n  did you mean name?',
    '12:05:09  mapping problem is gone  problem=products.yaml:3:9: there is no field nam',
  ]);
});

it('warnings say that they are some; routine is left out', () => {
  expect(
    linesOf(
      { kind: 'store failed', reason: 'no connection' },
      { kind: 'upstream unreachable', upstream: 'shop', reason: 'refused', retryMilliseconds: 1000 },
      { kind: 'connection failed', reason: 'reset' },
    ),
  ).toEqual([
    '12:05:09  WARNING  the store of answers fails  reason=no connection',
    '12:05:09  WARNING  upstream has no schema yet  reason=refused  retryMs=1000',
  ]);
});

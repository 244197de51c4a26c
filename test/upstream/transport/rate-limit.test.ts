import { expect, test } from 'vitest';
import { costWait, retryAfter } from '../../../src/upstream/transport/rate-limit.js';

const now = Date.parse('2026-01-01T00:00:00Z');

test.each<[Record<string, string>, number | undefined]>([
  [{}, undefined],
  [{ 'retry-after': '0' }, undefined],
  [{ 'retry-after': '-5' }, undefined],
  [{ 'retry-after': '1.5' }, 1500],
  [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' }, 9000],
  [{ 'retry-after': 'Thu, 01 Jan 2015 00:00:09 GMT' }, undefined],
  [{ 'retry-after': '99999999' }, 3_600_000],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 30) }, 30_000],
  [{ 'x-ratelimit-remaining': '5', 'x-ratelimit-reset': String(now / 1000 + 30) }, undefined],
])('%j: %s', (headers, expected) => {
  expect(retryAfter(headers, now)).toBe(expected);
});

test.each<[unknown, number | undefined]>([
  [null, undefined],
  [{ extensions: { cost: { requestedQueryCost: 10 } } }, undefined],
  [
    {
      extensions: {
        cost: { requestedQueryCost: 101, throttleStatus: { currentlyAvailable: 1, restoreRate: 50 } },
      },
    },
    2000,
  ],
  [
    {
      extensions: {
        cost: { requestedQueryCost: 1, throttleStatus: { currentlyAvailable: 9, restoreRate: 50 } },
      },
    },
    0,
  ],
  [
    {
      extensions: {
        cost: { requestedQueryCost: 1, throttleStatus: { currentlyAvailable: 0, restoreRate: 0 } },
      },
    },
    undefined,
  ],
])('cost %j: %s', (body, expected) => {
  expect(costWait(body)).toBe(expected);
});

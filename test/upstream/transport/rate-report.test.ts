import { expect, it } from 'vitest';
import { rateReport } from '../../../src/upstream/transport/rate-report.js';

const now = Date.UTC(2026, 0, 1);

it.each<[string, Record<string, string | string[]>, object | undefined]>([
  ['nothing', {}, undefined],
  [
    'GitHub',
    {
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '4999',
      'x-ratelimit-used': '1',
      'x-ratelimit-reset': String(now / 1000 + 3600),
    },
    { remaining: 4999, limit: 5000, resetsIn: 3_600_000 },
  ],
  [
    'a moment in milliseconds (Linear)',
    {
      'x-ratelimit-requests-limit': '1500',
      'x-ratelimit-requests-remaining': '3',
      'x-ratelimit-requests-reset': String(now + 9000),
    },
    { remaining: 3, limit: 1500, resetsIn: 9000 },
  ],
  [
    'seconds',
    { 'x-rate-limit-limit': '10', 'x-rate-limit-remaining': '2', 'x-rate-limit-reset': '1.5' },
    { remaining: 2, limit: 10, resetsIn: 1500 },
  ],
  [
    'a date',
    { 'x-ratelimit-remaining': '2', 'x-ratelimit-reset': 'Thu, 01 Jan 2026 00:00:09 GMT' },
    { remaining: 2, limit: undefined, resetsIn: 9000 },
  ],
  [
    'three fields of the draft, with a policy',
    { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '40', 'ratelimit-reset': '30' },
    { remaining: 40, limit: 100, resetsIn: 30_000 },
  ],
  [
    'one field of the draft as it was',
    { ratelimit: 'limit=100, remaining=0, reset=5' },
    { remaining: 0, limit: 100, resetsIn: 5000 },
  ],
  [
    'one field of the draft: of several the scarcest counts',
    { ratelimit: '"hour";r=900;t=3000, "minute";r=7;t=20' },
    { remaining: 7, limit: undefined, resetsIn: 20_000 },
  ],
  [
    'several of the kind',
    { ratelimit: ['"a";r=9;t=10', '"b";r=1;t=10'] },
    { remaining: 1, limit: undefined, resetsIn: 10_000 },
  ],
  [
    'no limit at all',
    { 'x-ratelimit-limit': '0', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' },
    undefined,
  ],
  ['no moment', { 'x-ratelimit-remaining': '0' }, undefined],
  [
    'a moment that is over',
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 - 1) },
    undefined,
  ],
  ['a moment in years', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999' }, undefined],
  [
    'no numbers',
    { 'x-ratelimit-remaining': 'many', 'x-ratelimit-reset': 'soon', ratelimit: 'r=x;t=' },
    undefined,
  ],
  ['less than nothing', { 'ratelimit-remaining': '-1', 'ratelimit-reset': '5' }, undefined],
])('%s', (_, headers, window) => {
  expect(rateReport(headers, {}, now)).toEqual(window && { window });
});

it('Shopify tells its bucket in the answer', () => {
  const cost = {
    requestedQueryCost: 101,
    actualQueryCost: 46,
    throttleStatus: { maximumAvailable: 1000, currentlyAvailable: 954, restoreRate: 50 },
  };
  expect(rateReport({}, { cost }, now)).toEqual({
    bucket: { available: 954, most: 1000, perSecond: 50, cost: 101 },
  });
});

it.each([
  [null],
  [{ cost: null }],
  [{ cost: { requestedQueryCost: 1 } }],
  [
    {
      cost: {
        requestedQueryCost: 1,
        throttleStatus: { maximumAvailable: 1, currentlyAvailable: 1, restoreRate: 0 },
      },
    },
  ],
  [
    {
      cost: {
        requestedQueryCost: '1',
        throttleStatus: { maximumAvailable: 1, currentlyAvailable: 1, restoreRate: 1 },
      },
    },
  ],
])('no bucket: %j', (extensions) => {
  expect(rateReport({}, extensions, now)).toBeUndefined();
});

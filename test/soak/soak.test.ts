/** A few seconds of the soak; `npm run soak` goes on for as long as you like, and looks whether anything grows. */
import { expect, it } from 'vitest';
import { generator } from '../world/simulated-world.js';
import { soak } from './soak.js';
import { work } from './worker.js';

it('every answer agrees with what its caller was told before', async () => {
  const report = await soak({ seconds: 5, callers: 4, seed: 7, faults: 0.05, reloadEvery: 1, probeEvery: 5 });
  expect(report.wrong).toEqual([]);
  expect(report.requests).toBeGreaterThan(20);
  expect(report.upstream.failed).toBeGreaterThan(0);
  expect(report.reloads).toBeGreaterThan(0);
  expect(report.checks.different).toBe(0);
  expect(report.probes).toHaveLength(1);
}, 240_000);

it('a service that loses a write is noticed', async () => {
  let left = 200;
  const draw = generator(1);
  // It says yes to everything, and has nothing.
  const { wrong } = await work({
    owner: 'o',
    draw,
    more: () => left-- > 0,
    ask: async (path, request) => {
      const items = (request.items as { _id: string }[] | undefined) ?? [];
      const body = /query/.test(path)
        ? { items: [], pagingMetadata: { total: 0 } }
        : { results: items.map((item) => ({ item })), totalCount: 0 };
      return { status: 200, headers: new Headers(), body };
    },
  });
  expect(wrong.length).toBeGreaterThan(5);
});

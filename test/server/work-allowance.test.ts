import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBodyBudget } from '../../src/server/body-budget.js';
import { createWorkAllowance } from '../../src/server/work-allowance.js';

describe('the allowance for work', () => {
  it('never gives more than it holds and what time brings', () => {
    const request = fc.record({
      wait: fc.integer({ min: 0, max: 500 }),
      units: fc.integer({ min: 0, max: 80 }),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 100 }), (requests) => {
        let time = 0;
        let given = 0;
        const allowance = createWorkAllowance({ monotonic: () => time }, 100, 50);
        for (const { wait, units } of requests) {
          time += wait;
          if (allowance.take(units)) given += units;
          expect(given).toBeLessThanOrEqual(100 + (time / 1000) * 50 + 1e-6);
        }
      }),
    );
  });
});

describe('bodies', () => {
  const budget = () => {
    const allowance = createWorkAllowance({ monotonic: () => 0 }, 100, 0);
    return createBodyBudget(allowance, 1e9, 0, 10);
  };

  it('that nobody signed use the allowance up; small ones are never refused for it', () => {
    const bodies = budget();
    expect(bodies.open().work(110)).toBe(true);
    const next = bodies.open();
    expect([next.work(10), next.refused()]).toEqual([true, false]);
    expect([next.work(1), next.refused()]).toEqual([false, true]);
  });

  it('that are signed give it back, once', () => {
    const bodies = budget();
    for (let times = 0; times < 5; times += 1) {
      const body = bodies.open();
      expect([body.work(60), body.work(50)]).toEqual([true, true]);
      body.vouch();
      body.vouch();
      body.close();
    }
    expect(bodies.open().work(111)).toBe(false);
  });
});

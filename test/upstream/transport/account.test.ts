import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnswerAccount, type HeldAnswer } from '../../../src/upstream/transport/account.js';

test('the largest answer is refused, not the one that asks for more', () => {
  const refused: string[] = [];
  const account = createAnswerAccount(100);
  const large = account.open(() => refused.push('large'));
  const small = account.open(() => refused.push('small'));
  large.add(90);
  small.add(10);
  expect(refused).toEqual([]);
  small.add(1);
  expect(refused).toEqual(['large']);
  small.add(89);
  expect(refused).toEqual(['large']);
});

test('of equal answers the newest is refused', () => {
  const refused: number[] = [];
  const account = createAnswerAccount(100);
  const held = [0, 1, 2].map((index) => account.open(() => refused.push(index)));
  for (const each of held) each.add(34);
  expect(refused).toEqual([2]);
});

test('what is closed is given back, once', () => {
  const refused: string[] = [];
  const account = createAnswerAccount(100);
  const first = account.open(() => refused.push('first'));
  first.add(100);
  first.close();
  first.close();
  first.add(1000);
  account.open(() => refused.push('second')).add(100);
  expect(refused).toEqual([]);
});

test('property: never more than its total is held, and nobody is refused without need', () => {
  const step = fc.record({ answer: fc.nat(9), bytes: fc.integer({ min: 1, max: 60 }), ends: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const account = createAnswerAccount(100);
      const open = new Map<number, { held: HeldAnswer; bytes: number }>();
      const sum = (): number => [...open.values()].reduce((total, each) => total + each.bytes, 0);
      for (const { answer, bytes, ends } of steps) {
        if (ends) {
          open.get(answer)?.held.close();
          open.delete(answer);
          continue;
        }
        if (!open.has(answer)) {
          const refuse = (): void => {
            const largest = Math.max(...[...open.values()].map((each) => each.bytes));
            expect(sum()).toBeGreaterThan(100);
            expect(open.get(answer)?.bytes).toBe(largest);
            open.delete(answer);
          };
          open.set(answer, { held: account.open(refuse), bytes: 0 });
        }
        const entry = open.get(answer)!;
        entry.bytes += bytes;
        entry.held.add(bytes);
        expect(sum()).toBeLessThanOrEqual(100);
      }
    }),
  );
});

/** The real clock and loop, as far as they promise more than Node does. */
import { expect, it } from 'vitest';
import { systemWorld } from '../../src/world/system-world.js';

it('of many that wait for their turn one goes on in each turn of the loop, the first one first', async () => {
  let turn = 0;
  let counting = true;
  const count = (): void => {
    turn += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const went: [name: string, turn: number][] = [];
  const work = async (name: string): Promise<void> => {
    for (let piece = 0; piece < 3; piece += 1) {
      await systemWorld.turn();
      went.push([name, turn]);
    }
  };
  await Promise.all(['a', 'b', 'c'].map(work));
  counting = false;
  expect(went.map(([name]) => name).join('')).toBe('abcabcabc');
  expect(new Set(went.map(([, at]) => at)).size).toBe(9);
  // It begins anew after nobody waited.
  await systemWorld.turn();
});

it('time is counted from the first question in a turn, whoever asks', async () => {
  const { busy, monotonic, turn } = systemWorld;
  await turn();
  const work = (milliseconds: number): void => {
    const end = monotonic() + milliseconds;
    while (monotonic() < end);
  };
  expect(busy()).toBeLessThan(1);
  work(10);
  // Another request, in the same turn.
  await Promise.resolve();
  expect(busy()).toBeGreaterThanOrEqual(10);
  const before = busy();
  await turn();
  expect(busy()).toBeLessThan(before);
});

it('what is held until the end of a turn comes after all that is ready in it, in order, and once', async () => {
  const { endOfTurn, turn } = systemWorld;
  await turn();
  const order: string[] = [];
  process.nextTick(() => order.push('ready'));
  endOfTurn(() => {
    order.push('first');
    // Belongs to the next turn.
    endOfTurn(() => order.push('later'));
  });
  endOfTurn(() => order.push('second'));
  void Promise.resolve().then(() => order.push('ready too'));
  await turn();
  await turn();
  expect(order).toEqual(['ready too', 'ready', 'first', 'second', 'later']);
});

it('nothing is held until the end of a turn that takes long', async () => {
  const { busy, endOfTurn, monotonic, turn } = systemWorld;
  await turn();
  const order: string[] = [];
  busy();
  endOfTurn(() => order.push('first'));
  expect(order).toEqual([]);
  const end = monotonic() + 5;
  while (monotonic() < end);
  endOfTurn(() => order.push('second'));
  expect(order).toEqual(['first', 'second']);
  await turn();
  expect(order).toEqual(['first', 'second']);
});

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

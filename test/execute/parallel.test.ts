import { expect, test } from 'vitest';
import { inParallel } from '../../src/execute/parallel.js';

test('results are in order, and no more than allowed are under way', async () => {
  let underWay = 0;
  let most = 0;
  const results = await inParallel(3, [5, 1, 4, 2, 3], async (each) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = 0; turn < each; turn += 1) await Promise.resolve();
    underWay -= 1;
    return each * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(3);
});

test('after a failure nothing new begins', async () => {
  const begun: number[] = [];
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const work = async (each: number): Promise<void> => {
    begun.push(each);
    if (each === 0) throw new Error('broken');
    await held;
  };
  await expect(inParallel(2, [0, 1, 2, 3], work)).rejects.toThrow('broken');
  release();
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1]);
});

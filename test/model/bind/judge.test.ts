import { expect, test } from 'vitest';
import { judge } from './judge.js';

test('the demo upstream has no faults', async () => {
  expect(await judge({})).toEqual({ served: ['products'], problems: '' });
});

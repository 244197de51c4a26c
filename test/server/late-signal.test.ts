import { expect, it } from 'vitest';
import { lateSignal } from '../../src/server/late-signal.js';

const left = new Error('the caller has left');

it('is one signal, aborted once, for those who asked before', () => {
  const late = lateSignal();
  const { signal } = late;
  let times = 0;
  signal.addEventListener('abort', () => {
    times += 1;
  });
  late.abort(left);
  late.abort(new Error('again'));
  expect([late.signal, signal.aborted, signal.reason, times]).toEqual([signal, true, left, 1]);
});

it('is aborted already for those who ask too late', () => {
  const late = lateSignal();
  late.abort(left);
  expect([late.signal.aborted, late.signal.reason]).toEqual([true, left]);
});

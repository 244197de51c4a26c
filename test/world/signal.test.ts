import { expect, it } from 'vitest';
import { createSignal, neverAborted } from '../../src/world/signal.js';

const left = new Error('the caller has left');

it('calls each listener once, in order, and knows why', () => {
  const { signal, abort } = bound();
  const told: string[] = [];
  signal.addEventListener('abort', () => told.push('first'));
  signal.addEventListener('abort', () => told.push('second'));
  abort(left);
  abort(new Error('again'));
  expect([told, signal.aborted, signal.reason]).toEqual([['first', 'second'], true, left]);
});

it('calls nobody who was taken away, before or by another listener, nor one who comes too late', () => {
  const { signal, abort } = bound();
  const told: string[] = [];
  const gone = (): void => void told.push('gone');
  const late = (): void => void told.push('late');
  signal.addEventListener('abort', gone);
  signal.removeEventListener('abort', gone);
  signal.addEventListener('abort', () => signal.removeEventListener('abort', late));
  signal.addEventListener('abort', late);
  abort(left);
  signal.addEventListener('abort', late);
  expect(told).toEqual([]);
});

it('behaves as an AbortSignal does', () => {
  const real = new AbortController();
  const own = createSignal();
  const told: string[] = [];
  for (const [name, each] of [
    ['real', real],
    ['own', own],
  ] as const) {
    const twice = (): void => void told.push(`${name} twice`);
    each.signal.addEventListener('abort', twice, { once: true });
    each.signal.addEventListener('abort', twice, { once: true });
    each.abort(left);
    told.push(`${name} ${each.signal.aborted} ${(each.signal.reason as Error).message}`);
  }
  expect(told.slice(2)).toEqual(told.slice(0, 2).map((each) => each.replace('real', 'own')));
});

it('is never aborted where it cannot be', () => {
  neverAborted.addEventListener('abort', () => expect.fail());
  expect([neverAborted.aborted, neverAborted.reason]).toEqual([false, undefined]);
});

function bound() {
  const controller = createSignal();
  return { signal: controller.signal, abort: (reason: Error) => controller.abort(reason) };
}

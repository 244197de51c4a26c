import { setFlagsFromString } from 'node:v8';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startQuietly } from '../../src/cli/quiet-start.js';
import { startDemoUpstream } from '../../src/demo/upstream.js';
import { ask, type Caller, createCaller, ensureBuilt, type RunningService, serve, until } from './harness.js';

let upstream: Awaited<ReturnType<typeof startDemoUpstream>>;
let caller: Caller;
let service: RunningService;

beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream(0, Date.now);
  caller = await createCaller();
  service = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url, LOG_LEVEL: 'info' });
});
afterAll(async () => {
  await service?.stop();
  await upstream?.close();
});

/** MiB of the young generation. */
async function young(): Promise<number> {
  const text = await (await fetch(`${service.admin}/metrics`)).text();
  return Number(/^nodejs_heap_space_size_total_bytes\{space="new"\} (\S+)$/m.exec(text)?.[1]) / 2 ** 20;
}

it('the young generation stays as small as it began while the service starts, and grows when there are requests', async () => {
  const ready = async () => ((await fetch(`${service.admin}/readyz`)).status === 200 ? true : undefined);
  await until(ready);
  const atRest = await young();
  // It begins with 2; the first collections after the start may have made it larger already. A start alone would make it 16 or 32.
  expect(atRest).toBeLessThanOrEqual(8);
  const query = { collectionId: 'products', query: { filter: {}, paging: { limit: 60, offset: 0 } } };
  const round = () =>
    Promise.all(Array.from({ length: 32 }, () => ask(service, caller, '/v3/items/query', query)));
  await until(async () => {
    await round();
    return (await young()) > atRest ? true : undefined;
  });
});

describe('functions', () => {
  setFlagsFromString('--allow-natives-syntax');
  const statusOf = new Function('each', 'return %GetOptimizationStatus(each)') as (each: unknown) => number;
  setFlagsFromString('--no-allow-natives-syntax');
  /** By the optimizing compiler, whatever came before it. */
  const isOptimized = (each: unknown): boolean => (statusOf(each) & (1 << 6)) !== 0;
  type Hot = (size: number) => number;
  let made = 0;
  /** Each of a text of its own: V8 keeps together what it knows of equal ones. */
  const hot = () => {
    made += 1;
    const text = `let sum = ${made}; for (let i = 0; i < size; i++) sum += i % 7; return sum;`;
    return new Function('size', text) as Hot;
  };
  const run = (each: Hot): void => {
    for (let turn = 0; turn < 2000; turn++) each(1000);
  };
  /** The compiler works beside the program. */
  const becomesOptimized = (each: Hot) =>
    until(async () => {
      run(each);
      return isOptimized(each) ? true : undefined;
    });
  const started = () => {
    let end: () => void = () => undefined;
    let late: () => void = () => undefined;
    let cancelled = false;
    const timer = (_: number, callback: () => void) => {
      late = callback;
      return () => {
        cancelled = true;
      };
    };
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    startQuietly({ timer }, over);
    return {
      end: () => {
        end();
        return over;
      },
      late: () => late(),
      cancelled: () => cancelled,
    };
  };

  it('are not optimized until the start is over, and then are', async () => {
    const { end, cancelled } = started();
    const each = hot();
    run(each);
    await new Promise((resolve) => setTimeout(resolve, 50));
    run(each);
    expect(isOptimized(each)).toBe(false);
    await end();
    expect(cancelled()).toBe(true);
    await becomesOptimized(each);
  });

  it('are optimized all the same where a start takes long', async () => {
    const { end, late } = started();
    late();
    await becomesOptimized(hot());
    await end();
  });

  it('are optimized after a start that fails', async () => {
    startQuietly({ timer: () => () => undefined }, Promise.reject(new Error('no port')));
    await becomesOptimized(hot());
  });
});

it('what a large start leaves behind is collected when it is over', async () => {
  const left = (): WeakRef<object> => {
    const objects = Array.from({ length: 1_000_000 }, (_, index) => ({ index, list: [index] }));
    return new WeakRef(objects);
  };
  const over = new Promise<void>((resolve) => setTimeout(resolve, 20));
  startQuietly({ timer: () => () => undefined }, over);
  const held = left();
  // A weak reference holds until the turn is over.
  await over;
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(held.deref()).toBeUndefined();
});

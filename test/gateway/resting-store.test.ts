/** A store that takes requests and answers none costs a few callers half a second, and no more. */
import { expect, it } from 'vitest';
import { aroundCalls, createMemoryStore } from '../../src/gateway/cache-store.js';
import { createRestingStore } from '../../src/gateway/resting-store.js';
import { simulateWorld } from '../world/simulated-world.js';

function harness() {
  const world = simulateWorld(1);
  const memory = createMemoryStore(world);
  /** Milliseconds that each call takes. */
  const server = { delay: 0, asked: 0, failing: false };
  const late = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    server.asked += 1;
    await world.sleep(server.delay);
    if (server.failing) throw new Error('out of reach');
    return work();
  };
  const states: string[] = [];
  const store = createRestingStore(world, aroundCalls(memory, late), (each) => {
    if (each.kind === 'store breaker changed') states.push(each.state);
  });
  /** What came of it, and the milliseconds that it took. */
  const timed = async (work: () => Promise<unknown>): Promise<string> => {
    const begin = world.now();
    const came = await world.run(
      work().then(
        () => 'answered',
        (error: Error) => error.message,
      ),
    );
    return `${came}, ${world.now() - begin} ms`;
  };
  return { world, server, store, states, timed, memory };
}

const names = ['shop/Product'];
const left = 'the store of answers failed 3 times in a row, and is not asked now, 0 ms';
const vain = 'it has not answered within 500 ms, 500 ms';

it('after three calls in a row that waited in vain the next fail at once, and nothing is sent', async () => {
  const { server, store, states, timed } = harness();
  const read = () => timed(() => store.numbers(names));
  expect(await read()).toBe('answered, 0 ms');
  server.delay = 600_000;
  expect([await read(), await read(), await read()]).toEqual([vain, vain, vain]);
  const { asked } = server;
  const calls: readonly (() => Promise<unknown>)[] = [
    () => store.numbers(names),
    () => store.get('key', '1'),
    () => store.set('key', '1', { json: Buffer.from('1'), at: 0 }, 1000),
    () => store.invalidate(names),
    () => store.begin(names, 'write', 1000),
    () => store.end(names, 'write', 0),
  ];
  for (const call of calls) expect(await timed(call)).toBe(left);
  expect(server.asked).toBe(asked);
  expect(states).toEqual(['open']);
});

it('one call tries after a second, then after longer, 5 s at most; an answer ends the rest', async () => {
  const { world, server, store, states, timed } = harness();
  const read = () => timed(() => store.numbers(names));
  server.delay = 600_000;
  for (let tries = 0; tries < 3; tries++) await read();
  for (const rest of [1000, 2000, 4000, 5000, 5000]) {
    await world.pass(rest - 1);
    expect(await read()).toBe(left);
    await world.pass(1);
    const trial = read();
    await expect(store.numbers(names)).rejects.toThrow('is not asked now');
    expect(await trial).toBe(vain);
  }
  server.delay = 300;
  await world.pass(5000);
  expect(await read()).toBe('answered, 300 ms');
  expect(states.slice(-2)).toEqual(['trying', 'closed']);
  server.delay = 600_000;
  expect([await read(), await read(), await read(), await read()]).toEqual([vain, vain, vain, left]);
});

it('a slow server that answers in time, and one that fails at once, are asked each time', async () => {
  const { server, store, states, timed } = harness();
  server.delay = 300;
  for (let tries = 0; tries < 20; tries++)
    expect(await timed(() => store.numbers(names))).toBe('answered, 300 ms');
  server.failing = true;
  server.delay = 0;
  for (let tries = 0; tries < 20; tries++)
    expect(await timed(() => store.numbers(names))).toBe('out of reach, 0 ms');
  expect(states).toEqual([]);
});

it('what has its effect after the time is up has it, and leaves no failure behind that nobody sees', async () => {
  const { world, server, store, timed, memory } = harness();
  const before = await memory.numbers(names);
  server.delay = 700;
  expect(await timed(() => store.invalidate(names))).toBe(vain);
  expect(await memory.numbers(names)).toEqual(before);
  await world.pass(200);
  expect(await memory.numbers(names)).not.toEqual(before);
  server.failing = true;
  expect(await timed(() => store.invalidate(names))).toBe(vain);
  await world.pass(200);
  expect(world.waiting()).toBe(0);
});

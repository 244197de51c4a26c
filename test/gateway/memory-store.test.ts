/** The store of answers in the memory of the process: what it holds is what it counts. */
import { expect, it } from 'vitest';
import { bytesToKeep, createMemoryStore } from '../../src/gateway/cache-store.js';
import { systemWorld } from '../../src/world/system-world.js';
import { collectGarbage } from '../collect-garbage.js';

it('a short answer does not keep the memory that Node had it share with others', async () => {
  const store = createMemoryStore(systemWorld);
  const held = (): number => {
    collectGarbage();
    return process.memoryUsage().arrayBuffers / 2 ** 20;
  };
  const before = held();
  for (let index = 0; index < 4000; index += 1) {
    const json = bytesToKeep(`{"items":[],"number":${index}}`, 'utf8');
    await store.set(`key ${index}`, '1', { json, at: 0 }, 60_000);
    // Requests make such short ones for other purposes, and Node cuts them out of the same 8 KiB.
    for (let other = 0; other < 3; other += 1) Buffer.from('x'.repeat(2000));
  }
  // All of it would be 31 MiB.
  expect(held() - before).toBeLessThan(2);
  expect(String((await store.get('key 7', '1'))?.json)).toBe('{"items":[],"number":7}');
});

/** Collections of V8's whole heap, for tests of what is still held. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
setFlagsFromString('--no-expose-gc');

export function collectGarbage(): void {
  collect();
  // Buffers are given back by another thread, and held until then: only the next collection waits for it.
  collect();
}

/** MiB of objects that are held. */
export function heldMemory(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

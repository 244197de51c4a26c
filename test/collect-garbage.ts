/** Collections of V8's whole heap, for tests of what is still held. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
export const collectGarbage = runInNewContext('gc') as () => void;
setFlagsFromString('--no-expose-gc');

/** MiB of objects that are held. */
export function heldMemory(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

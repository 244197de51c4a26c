/** How far V8 lets the young generation of the heap grow while the service starts. */
import { setFlagsFromString } from 'node:v8';

/**
 * Until the promise is settled it stays as it is: what a start makes mostly stays, so V8 would take it for too small, and make it up to 32 MiB larger
 * for good. V8 reads this flag whenever it thinks of that; afterwards it grows as usual when requests need it.
 */
export function keepYoungGenerationSmall(until: Promise<unknown>): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  const asUsual = (): void => setFlagsFromString('--semi-space-growth-factor=2');
  until.then(asUsual, asUsual);
}

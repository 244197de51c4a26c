/** What V8 does while the service starts: as little as it can beside running the program. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { World } from '../world/world.js';

/** Milliseconds after which functions are optimized all the same: over many collections a start runs some of them often. */
const longest = 1000;

/** Bytes of the heap from which it is collected once the service is ready: schemas and files of many collections leave as much behind as is kept of them. */
const large = 64 * 2 ** 20;

/** Seen by what loads the parts of the program (build/program/parts.cjs), which otherwise sets the flags back after each part. */
const starting = Symbol.for('wix-graphql-adapter starts');

/**
 * Until the promise is settled the young generation of the heap stays as it is: what a start makes mostly stays, so V8 would take it for too small, and make
 * it up to 32 MiB larger for good. Nor are functions optimized, most of which do not run again. V8 reads these flags whenever it thinks of that;
 * afterwards all is as usual.
 */
export function startQuietly(world: Pick<World, 'timer'>, until: Promise<unknown>): void {
  const marks = process as { [starting]?: boolean };
  marks[starting] = true;
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--no-opt');
  const cancel = world.timer(longest, () => setFlagsFromString('--opt'));
  const asUsual = (): void => {
    cancel();
    marks[starting] = false;
    setFlagsFromString('--semi-space-growth-factor=2');
    setFlagsFromString('--opt');
    if (getHeapStatistics().used_heap_size > large) collect();
  };
  until.then(asUsual, asUsual);
}

/** Without it V8 keeps what a start leaves behind until requests need the room, which may be never. Node has no other way to ask for it. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  const collection = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  collection();
  // Which pages are worth emptying V8 knows from the collection before.
  collection();
}

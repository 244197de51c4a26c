/** What `doctor` sees of the store of answers that replicas share. */
import type { CacheStore } from '../../gateway/cache-store.js';
import { unobserved } from '../../world/observation.js';
import type { World } from '../../world/world.js';
import { CliError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import { sharedStoreOf } from '../shared-store.js';
import { type Examined, good, problem } from './examined.js';

const variable = 'CACHE_URL';
/** Milliseconds that the server has to answer, and between two questions: it is connected to in the background. */
const patience = 2500;
const pause = 50;

/** Asks it for nothing but whether it answers. No line where none is named. */
export async function examineStore({ world, environment }: CliContext): Promise<readonly Examined[]> {
  let store: CacheStore | undefined;
  try {
    store = await sharedStoreOf(world, environment, unobserved);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return [problem(variable, error.message, `do so, or unset ${variable}`)];
  }
  if (!store) return [];
  try {
    const fault = await faultOf(world, store);
    if (fault === undefined) return [good(variable, 'the store of answers can be used')];
    return [
      problem(
        variable,
        `the store of answers cannot be used (${fault}): reads go past it, and writes are refused`,
        'start the server, look at the address and at the rights of its user, or unset CACHE_URL',
      ),
    ];
  } finally {
    await store.close();
  }
}

/** undefined: it answers. */
async function faultOf(world: World, store: CacheStore): Promise<string | undefined> {
  const until = world.monotonic() + patience;
  for (;;) {
    try {
      await store.numbers([]);
      return undefined;
    } catch (error) {
      if (world.monotonic() >= until) return saidOf((error as Error).message);
      await world.sleep(pause);
    }
  }
}

/** The client says of a server that it never reached which of its own options forbids to wait for it. */
function saidOf(message: string): string {
  return message.includes('enableOfflineQueue') ? 'it is out of reach' : message;
}

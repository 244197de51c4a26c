/** Signals that end a command which writes files. */
import type { World } from '../world/world.js';
import type { CliContext } from './context.js';
import { endBy } from './until-signal.js';

/** Not SIGHUP: a command that `nohup` began would end by it. */
const ending = ['SIGINT', 'SIGTERM'] as const;

/**
 * Carries out the work, and ends the process by a signal only where the work waits for something: files that are written together then all are, since that
 * is done without waiting, and nothing half written is left beside them. The shell learns of the signal as ever.
 */
export async function undisturbed(context: CliContext, work: () => Promise<void>): Promise<void> {
  const asUsual = beforeEnd(context.world, () => context.progress(''));
  try {
    await work();
  } finally {
    await asUsual();
  }
}

/** Writes without waiting for anything; a signal that comes meanwhile ends the process afterwards. */
export async function inOnePiece(world: Pick<World, 'turn'>, write: () => void): Promise<void> {
  const asUsual = beforeEnd(world, () => undefined);
  try {
    write();
  } finally {
    await asUsual();
  }
}

/** Until the function that it gives is called, a signal ends the process when this is done. @param last does not wait for anything */
export function beforeEnd(world: Pick<World, 'turn'>, last: () => void): () => Promise<void> {
  const onSignal = (signal: NodeJS.Signals): void => {
    last();
    endBy(signal);
  };
  for (const each of ending) process.on(each, onSignal);
  return async () => {
    // Node looks for signals between two turns: without these one that came would be lost.
    await world.turn();
    await world.turn();
    for (const each of ending) process.off(each, onSignal);
  };
}

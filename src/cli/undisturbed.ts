/** Signals that end a command which writes files. */
import type { CliContext } from './context.js';
import { endBy } from './until-signal.js';

/** Not SIGHUP: a command that `nohup` began would end by it. */
const ending = ['SIGINT', 'SIGTERM'] as const;

/**
 * Carries out the work, and ends the process by a signal only where the work waits for something: files that are written together then all are, since that
 * is done without waiting, and nothing half written is left beside them. The shell learns of the signal as ever.
 */
export async function undisturbed(context: CliContext, work: () => Promise<void>): Promise<void> {
  const onSignal = (signal: NodeJS.Signals): void => {
    context.progress('');
    endBy(signal);
  };
  for (const each of ending) process.on(each, onSignal);
  try {
    await work();
  } finally {
    for (const each of ending) process.off(each, onSignal);
  }
}

/** The log: JSON lines on standard output. */
import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { CliError } from './cli-error.js';

export interface ServiceLog {
  readonly log: Logger;
  /** Writes what is still in memory; to be called before the process ends. */
  flush(): void;
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** @throws CliError for a level that does not exist */
export function createLogger(level = 'info', fileDescriptor = 1): ServiceLog {
  const wanted = level.trim().toLowerCase();
  if (!levels.includes(wanted)) throw new CliError(2, `LOG_LEVEL must be one of ${levels.join(', ')}`);
  // Written in the background: a synchronous write for each request would hold up all others.
  const stream = destination({ dest: fileDescriptor, sync: false });
  const log = pino(
    { level: wanted, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    stream as DestinationStream,
  );
  return { log, flush: () => stream.flushSync() };
}

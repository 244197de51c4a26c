/** The log: JSON lines on standard output. */
import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { CliError } from './cli-error.js';

export interface ServiceLog {
  readonly log: Logger;
  /** Writes what is still in memory, in the background and in order. */
  flush(): void;
  /** Resolves when every line is written; to be called before the process ends. Nothing may be logged after it. */
  end(): Promise<void>;
}

/** Bytes of lines that are gathered, and milliseconds that a line waits at most. */
const bufferSize = 4096;
const longestDelay = 100;

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** @throws CliError for a level that does not exist */
export function createLogger(level = 'info', fileDescriptor = 1): ServiceLog {
  const wanted = level.trim().toLowerCase();
  if (!levels.includes(wanted)) throw new CliError(2, `LOG_LEVEL must be one of ${levels.join(', ')}`);
  // Written in the background, several lines at once: a write for each request would take longer than making the line.
  const stream = destination({
    dest: fileDescriptor,
    sync: false,
    minLength: bufferSize,
    periodicFlush: longestDelay,
  });
  // Whoever read the log has gone; pino then makes the stream's methods do nothing.
  let unread = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    unread = true;
  });
  const log = pino(
    { level: wanted, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    stream as DestinationStream,
  );
  return {
    log,
    // Never flushSync(): it overtakes a write that is still under way.
    flush: () => stream.flush(),
    end: () =>
      new Promise((resolve) => {
        stream.once('close', resolve);
        stream.once('error', () => resolve());
        if (unread) resolve();
        else stream.end();
      }),
  };
}

/** The log: JSON lines on standard output. */
import { write } from 'node:fs';
import { type DestinationStream, destination, type Logger, pino } from 'pino';
import type { World } from '../world/world.js';
import { CliError } from './cli-error.js';

export interface ServiceLog {
  readonly log: Logger;
  /** Writes what is still in memory, in the background and in order. */
  flush(): void;
  /**
   * Resolves when every line is written; to be called before the process ends. Nothing may be logged after it.
   * false: whoever reads the log has stopped reading, and the write that waits for it keeps the process from ending.
   */
  end(): Promise<boolean>;
}

/** Bytes of lines that are gathered, and milliseconds that a line waits at most. */
const bufferSize = 4096;
const longestDelay = 100;
/** Bytes of lines that wait for a slow reader; further ones are dropped. */
const mostWaiting = 4 * 2 ** 20;
/** Milliseconds that the last lines get. */
const longestEnd = 2000;

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** @throws CliError for a level that does not exist */
export function createLogger(world: World, level = 'info', fileDescriptor = 1): ServiceLog {
  const wanted = level.trim().toLowerCase();
  if (!levels.includes(wanted)) throw new CliError(2, `LOG_LEVEL must be one of ${levels.join(', ')}`);
  // Written in the background, several lines at once: a write for each request would take longer than making the line.
  const stream = destination({
    dest: fileDescriptor,
    sync: false,
    minLength: bufferSize,
    maxLength: mostWaiting,
    periodicFlush: longestDelay,
  });
  const log = pino({ level: wanted, base: null, timestamp: timestamps(world) }, stream as DestinationStream);
  let silent = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (silent) return;
    silent = true;
    silence(stream);
    tell(`The log cannot be written (${error.code ?? error.message}); the service goes on without it.\n`);
  });
  let dropped = 0;
  stream.on('drop', () => {
    dropped += 1;
  });
  stream.on('drain', () => {
    if (dropped === 0) return;
    const lines = dropped;
    dropped = 0;
    log.warn({ lines }, 'log lines were dropped: nobody read them in time');
  });
  return {
    log,
    // Never flushSync(): it overtakes a write that is still under way.
    flush: () => stream.flush(),
    end: () =>
      new Promise((resolve) => {
        const cancel = world.timer(longestEnd, () => {
          silent = true;
          silence(stream);
          resolve(false);
        });
        const ended = () => {
          cancel();
          resolve(true);
        };
        stream.once('close', ended);
        stream.once('error', ended);
        if (silent) ended();
        else stream.end();
      }),
  };
}

/** Members `time` of log lines. The date is written once for each second: it costs as much as the rest of a line. */
function timestamps(world: World): () => string {
  let second = Number.NaN;
  let date = '';
  return () => {
    const now = world.now();
    const millisecond = ((now % 1000) + 1000) % 1000;
    if (now - millisecond !== second) {
      second = now - millisecond;
      date = new Date(second).toISOString().slice(0, -4);
    }
    return `,"time":"${date}${String(millisecond).padStart(3, '0')}Z"`;
  };
}

/**
 * Makes the stream do nothing from now on. Pino's hook at the end of the process would else write what is left, and would try that
 * for ever where writing fails or nobody reads.
 */
function silence(stream: ReturnType<typeof destination>): void {
  const nothing = (): void => undefined;
  Object.assign(stream, {
    write: () => true,
    flush: nothing,
    flushSync: nothing,
    end: nothing,
    destroy: nothing,
  });
}

/** In the background: standard error may be the very pipe that nobody reads. */
function tell(text: string): void {
  write(2, text, () => undefined);
}

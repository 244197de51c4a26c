/** The log: JSON lines on standard output. */
import { write } from 'node:fs';
import { SonicBoom } from 'sonic-boom';
import type { LineLog } from '../app/listeners/log.js';
import { createRoster } from '../world/roster.js';
import type { World } from '../world/world.js';
import { createLines, levelOf } from './log-lines.js';

export interface ServiceLog {
  readonly log: LineLog;
  /** Writes what is still in memory, in the background and in order. */
  flush(): void;
  /**
   * Resolves when every line is written; to be called before the process ends. Nothing may be logged after it.
   * false: whoever reads the log has stopped reading, and the write that waits for it keeps the process from ending.
   */
  end(): Promise<boolean>;
}

/** Bytes of lines that are gathered, and milliseconds that a line waits at most. */
const bufferSize = 12 * 2 ** 10;
const longestDelay = 100;
/** Bytes of lines that wait for a slow reader; further ones are dropped. */
const mostWaiting = 4 * 2 ** 20;
/** Milliseconds that the last lines get. */
const longestEnd = 2000;

/** @throws CliError for a level that does not exist */
export function createLogger(world: World, level = 'info', fileDescriptor = 1): ServiceLog {
  const wanted = levelOf(level);
  // Written in the background, several lines at once: a write for each request would take longer than making the line.
  const stream = new SonicBoom({
    fd: fileDescriptor,
    sync: false,
    minLength: bufferSize,
    maxLength: mostWaiting,
    periodicFlush: longestDelay,
  });
  const log = createLines(world, wanted, (line) => void stream.write(line));
  stream.once('close', flushedAtExit(stream));
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

/** Makes the stream do nothing from now on: it would else try for ever where writing fails or nobody reads. */
function silence(stream: SonicBoom): void {
  const nothing = (): void => undefined;
  Object.assign(stream, {
    write: () => true,
    flush: nothing,
    flushSync: nothing,
    end: nothing,
    destroy: nothing,
  });
}

/** Those of this process, however many: Node warns where something has more than ten listeners of a kind. */
const open = createRoster<SonicBoom>();

function flushAll(): void {
  for (const each of open) flushNow(each);
}

/** Where the process ends at once, after a defect: what is in memory would be lost. @returns takes it back */
function flushedAtExit(stream: SonicBoom): () => void {
  if (open.size() === 0) process.on('exit', flushAll);
  const leave = open.add(stream);
  return () => {
    leave();
    if (open.size() === 0) process.off('exit', flushAll);
  };
}

function flushNow(stream: SonicBoom): void {
  try {
    stream.flushSync();
  } catch {
    // Nobody is left to be told.
  }
}

/** In the background: standard error may be the very pipe that nobody reads. */
function tell(text: string): void {
  write(2, text, () => undefined);
}

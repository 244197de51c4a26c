/** Lines of the log: JSON in the form that pino writes, which collectors of logs know. */
import type { LineLog } from '../app/listeners/log.js';
import type { World } from '../world/world.js';
import { CliError } from './cli-error.js';

/** By the numbers that pino gives them. */
const levels = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
  silent: Number.POSITIVE_INFINITY,
};

export type LogLevel = keyof typeof levels;

const names = Object.keys(levels) as readonly LogLevel[];

/** The level that a text names. @throws CliError for one that does not exist */
export function levelOf(text: string): LogLevel {
  const wanted = text.trim().toLowerCase();
  const found = names.find((each) => each === wanted);
  if (found === undefined) throw new CliError(2, `LOG_LEVEL must be one of ${names.join(', ')}`);
  return found;
}

/**
 * A log that hands each line to `write`, with its line break. Not pino itself: its lines are the same, and take ten times as long to make; a request
 * whose answer is kept took a fourteenth of its time for its line.
 * @param least level of the lines that are written
 */
export function createLines(
  world: Pick<World, 'now'>,
  least: LogLevel,
  write: (line: string) => void,
): LineLog {
  const timeOf = timestamps(world);
  const lineAt = (level: LogLevel): LineLog['info'] => {
    if (levels[level] < levels[least]) return () => undefined;
    const begin = `{"level":${levels[level]},"time":"`;
    return (fields, message) => {
      const members = textOf(fields).slice(1, -1);
      const said = JSON.stringify(message);
      write(`${begin}${timeOf()}",${members}${members === '' ? '' : ','}"msg":${said}}\n`);
    };
  };
  return { debug: lineAt('debug'), info: lineAt('info'), warn: lineAt('warn'), error: lineAt('error') };
}

/** The fields as JSON. What cannot be written is told of instead: no line is lost for one of its fields. */
function textOf(fields: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify('err' in fields ? { ...fields, err: shownError(fields.err) } : fields);
  } catch (error) {
    return JSON.stringify({ unwritten: Object.keys(fields), why: (error as Error).message });
  }
}

/** Causes that are told of one error: one may be its own. */
const mostCauses = 10;

/** An error with its stack, and those that caused it behind it. */
function shownError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const chain: Error[] = [];
  for (let each: unknown = error; each instanceof Error && chain.length < mostCauses; each = each.cause)
    chain.push(each);
  return {
    type: error.constructor.name,
    message: chain.map((each) => each.message).join(': '),
    stack: chain.map((each) => each.stack ?? String(each)).join('\ncaused by: '),
  };
}

/** Moments of log lines in ISO 8601. The date is written once for each second: it costs as much as the rest of a line. */
function timestamps(world: Pick<World, 'now'>): () => string {
  let second = Number.NaN;
  let date = '';
  return () => {
    const now = world.now();
    const millisecond = ((now % 1000) + 1000) % 1000;
    if (now - millisecond !== second) {
      second = now - millisecond;
      date = new Date(second).toISOString().slice(0, -4);
    }
    return `${date}${String(millisecond).padStart(3, '0')}Z`;
  };
}

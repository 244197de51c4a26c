/** The log as people read it while they work on mapping files: a line for each event, problems with their place in the file. */
import { type Line, lineOf } from '../app/listeners/log.js';
import { formatProblem } from '../mapping/problem.js';
import type { Observation, Observe } from '../world/observation.js';
import type { World } from '../world/world.js';

/** Levels that are shown. */
const shownLevels: ReadonlySet<Line['level']> = new Set(['info', 'warn', 'error']);
/** What only programs need, or what the line says already. */
const silent: ReadonlySet<string> = new Set([
  'requestId',
  'fingerprint',
  'operation',
  'collection',
  'status',
  'ms',
]);

/** @param print takes a text of one or more lines, without a line break at its end */
export function readableLog(world: Pick<World, 'now'>, print: (text: string) => void): Observe {
  return (observation) => {
    const text = textOf(observation);
    if (text !== undefined) print(`${timeOf(world.now())}  ${text}`);
  };
}

/** Hours, minutes and seconds of this machine's time zone. */
function timeOf(now: number): string {
  const date = new Date(now);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((each) => String(each).padStart(2, '0'))
    .join(':');
}

function textOf(observation: Observation): string | undefined {
  if (observation.kind === 'problem found') return formatProblem(observation.problem);
  const line = lineOf(observation);
  if (line === undefined || !shownLevels.has(line.level)) return undefined;
  const what = observation.kind === 'request ended' ? requestText(line.fields) : textBefore(line);
  const details = Object.entries(line.fields)
    .filter(([name, value]) => !silent.has(name) && value !== undefined && !isEmptyList(value))
    .map(([name, value]) => `${name}=${shown(value)}`);
  return [what, ...details].join('  ');
}

function textBefore({ level, message, fields: { collection } }: Line): string {
  const warning = level === 'info' ? '' : `${level === 'warn' ? 'WARNING' : 'ERROR'}  `;
  return `${warning}${message}${collection === undefined ? '' : `  ${String(collection)}`}`;
}

/** `QueryDataItems products  200  12.5 ms` */
function requestText({ operation, collection, status, ms, gone }: Line['fields']): string {
  const asked = [operation, collection].filter((each) => each !== undefined).join(' ') || 'request';
  return `${asked}  ${gone === undefined ? status : 'left'}  ${ms} ms`;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  if (value instanceof Error) return value.stack ?? value.message;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

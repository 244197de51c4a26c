/** The upstream file that is in the folder already: new collections have to fit it, and it has to be of the same API. */
import { existsSync, readFileSync } from 'node:fs';
import { type Environment, substitute } from '../../mapping/environment.js';
import { parseYaml } from '../../mapping/parse-yaml.js';
import { formatProblem } from '../../mapping/problem.js';
import { type UpstreamMapping, upstreamMapping } from '../../mapping/schema.js';
import { validate } from '../../mapping/validate.js';
import { dialectNamed } from '../../styles/dialects/index.js';
import type { Dialect } from '../../styles/vocabulary.js';

export interface KeptUpstream {
  readonly file: string;
  /** As written: variables are not filled in. */
  readonly value: UpstreamMapping;
  /** undefined: a variable that is not set says it. */
  readonly url: string | undefined;
}

/** The file cannot be what new collections are written for; the message has a line for each problem. */
export class KeptUpstreamError extends Error {
  override readonly name = 'KeptUpstreamError';
}

/** @throws {KeptUpstreamError} */
export function readKeptUpstream(file: string, environment: Environment): KeptUpstream | undefined {
  if (!existsSync(file)) return undefined;
  const { source, value, problems } = parseYaml(file, readFileSync(file, 'utf8'));
  const checked = value === undefined ? undefined : validate(upstreamMapping, value, source);
  if (checked?.value === undefined) {
    const all = [...problems, ...(checked?.problems ?? [])];
    throw new KeptUpstreamError(all.map(formatProblem).join('\n'));
  }
  const url = substitute(checked.value.url, environment, source);
  return {
    file,
    value: checked.value,
    url: url.missing.length > 0 || url.problems.length > 0 ? undefined : String(url.value),
  };
}

/** The dialect under which collections of the file are read; one that is not named is not there. */
export function keptDialect({ value }: KeptUpstream): Dialect | undefined {
  return value.dialect === undefined ? undefined : dialectNamed(value.dialect);
}

/** What of an address may be shown: a query may hold a key. */
export function shownAddress(text: string): string {
  if (!URL.canParse(text)) return 'another address';
  const { host, pathname } = new URL(text);
  return `${host}${pathname}`;
}

/** One mapping file → its checked value, or all that is wrong with it. */

import type * as z from 'zod';
import { isPlainObject } from '../json.js';
import type { Json } from '../styles/vocabulary.js';
import { disguise, disguisedProblem, type Filled } from './disguise.js';
import { type Environment, substitute } from './environment.js';
import { fileKind } from './file-kind.js';
import { parseYaml } from './parse-yaml.js';
import type { Problem } from './problem.js';
import { readText } from './read-text.js';
import { type SourceFile, sourceFile } from './source.js';
import { validate } from './validate.js';

export interface Located<T> {
  readonly source: SourceFile;
  readonly value: T;
  /** The path of the file: the directory as given, and the name in it. */
  readonly file: string;
  /** What variables were filled in: no message may hold it. */
  readonly filled?: Filled;
  /** Writes references in place of what was filled in, in any file of the directory. */
  readonly hide?: (text: string) => string;
}

export interface Loaded<T> {
  readonly located?: Located<T>;
  readonly problems: readonly Problem[];
}

/** A problem with a file or directory as such. */
export function pathProblem(path: string, message: string, help?: string): Problem {
  return {
    file: path,
    line: 1,
    column: 1,
    message,
    severity: 'error',
    ...(help === undefined ? {} : { help }),
  };
}

/** What `load` must know of a kind of mapping file. */
export interface Kind<T> {
  readonly schema: z.ZodType<T>;
  /** Of which reference is written. */
  readonly file: 'upstream' | 'collection';
  /** What to write into an empty file. */
  readonly start: string;
  /** A problem with the file as a whole, which makes others pointless. */
  misplaced?(value: { readonly [key: string]: Json }, source: SourceFile): Problem | undefined;
  /** Replaces members of the file by the environment's, after substitution. */
  readonly override: { readonly [key: string]: Json };
}

/** Never throws for what is in the file, or for its absence. */
export function load<T>(file: string, kind: Kind<T>, environment: Environment): Loaded<T> {
  const read = readText(file);
  if ('unreadable' in read) {
    const { message, help, before } = read.unreadable;
    if (before === undefined) return { problems: [pathProblem(file, message, help)] };
    const source = sourceFile(file, before, () => ({ root: null, targets: new Map() }));
    const options = help === undefined ? {} : { help };
    return { problems: [source.problemAtOffset(before.length, before.length, message, options)] };
  }
  const { source, value, problems } = parseYaml(file, read.text, fileKind(kind.file));
  if (value === undefined) return { problems };
  if (value === null && problems.length === 0) {
    return { problems: [source.problemAt([], 'the file is empty', { help: kind.start })] };
  }
  const own = isPlainObject(value) ? value : undefined;
  const misplaced = own && kind.misplaced?.(own, source);
  if (misplaced) return { problems: [misplaced] };
  const rest = own
    ? Object.fromEntries(Object.entries(own).filter(([key]) => !Object.hasOwn(kind.override, key)))
    : value;
  const substituted = substitute(rest, environment, source);
  const full = isPlainObject(substituted.value)
    ? { ...substituted.value, ...kind.override }
    : substituted.value;
  const checked = validate(kind.schema, full, source);
  // What is at fault as YAML already was left out of the value: the shape of what is left would be its second fault.
  const told = new Set(problems.map(({ line, column }) => `${line}:${column}`));
  const others = checked.problems.filter(({ line, column }) => !told.has(`${line}:${column}`));
  const hide = disguise(substituted.filled, [source.text]);
  const all = [
    ...problems,
    ...[...substituted.problems, ...others].map((each) => disguisedProblem(each, hide)),
  ];
  if (all.length > 0 || checked.value === undefined) return { problems: all };
  return { located: { source, value: checked.value, file, filled: substituted.filled }, problems: [] };
}

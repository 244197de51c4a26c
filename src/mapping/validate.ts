/** A mapping file's value against its zod schema: issues become problems that a newcomer can act on. */
import type * as z from 'zod';
import { isPlainObject } from '../json.js';
import type { Json } from '../styles/vocabulary.js';
import type { Problem } from './problem.js';
import { descriptionAt, keysAt, onlyValueAt } from './schema-walk.js';
import type { Path, PlaceOptions, SourceFile } from './source.js';
import { didYouMean, suggest } from './suggest.js';

type Issue = z.core.$ZodIssue;
type Issues = readonly Issue[];

interface Context {
  readonly schema: z.ZodType;
  readonly value: Json;
  readonly source: SourceFile;
}

/** A file of thousands of faults is the wrong file: the first ones say so. */
const mostIssues = 50;
/** Lists of allowed words are shown up to this length. */
const mostWords = 24;

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object (key: value)',
  record: 'an object (key: value)',
  array: 'a list',
  null: 'null',
};

function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((current, step) => {
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, step)) return undefined;
    return (current as Readonly<Record<string | number, Json>>)[step];
  }, value);
}

function steps(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}

/** A value in words, as written in the file: what the environment put into it is not repeated. */
function found(context: Context, path: Path, value: Json): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const written = context.source.writtenAt(path) ?? '';
  const shown = written.length > 60 ? `${written.slice(0, 60)}…` : written;
  if (typeof value === 'string') return `the text ${JSON.stringify(shown)}`;
  return typeof value === 'number' ? `the number ${shown}` : shown;
}

function words(values: readonly unknown[]): string {
  const texts = values.map(String);
  const rest = texts.length - mostWords;
  return texts.slice(0, mostWords).join(', ') + (rest > 0 ? `, and ${rest} more` : '');
}

function sentences(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.filter((part) => part !== undefined).join(' ') || undefined;
}

function problem(
  { source }: Context,
  path: Path,
  message: string,
  help: string | undefined,
  options: PlaceOptions = {},
): Problem {
  return source.problemAt(path, message, { ...options, ...(help === undefined ? {} : { help }) });
}

function missingKey(context: Context, path: Path): Problem {
  const key = String(path.at(-1));
  const description = descriptionAt(context.schema, path);
  const help = description === undefined ? `add ${key}: …` : `add ${key}: … (${description})`;
  const only = onlyValueAt(context.schema, path);
  return problem(context, path, `the key "${key}" is missing`, help, {
    ...(only === undefined ? {} : { set: { path, value: only } }),
  });
}

/** `expected` in words, e.g. ["string", "object"]. The help for the usual slips with YAML's types. */
function wrongType(context: Context, path: Path, expected: readonly string[]): Problem {
  const value = valueAt(context.value, path);
  if (value === undefined) return missingKey(context, path);
  const wanted = [...new Set(expected.map((type) => typeWords[type] ?? type))].join(' or ');
  const written = context.source.writtenAt(path) ?? '';
  let help: string | undefined;
  let instead: string | undefined;
  const boolean = expected.includes('boolean') ? meantBoolean(value) : undefined;
  if (boolean !== undefined) {
    instead = boolean;
    help = `write ${boolean}`;
  } else if (value === null) {
    help = path.length === 0 ? undefined : 'write a value after the colon, or remove the key';
  } else if (expected.includes('false')) {
    // The word that is allowed is no text.
    help = undefined;
  } else if (expected.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) {
    instead = JSON.stringify(written);
    help = `put it in quotes: ${instead}`;
  } else if (
    typeof value === 'string' &&
    /^[\w$-]+(?:\s+|:)[^\s:]+$/.test(value) &&
    !expected.includes('string')
  ) {
    const [key, rest] = value.split(/\s+|:/);
    help = `a key and its value have a colon and a blank between them: ${key}: ${rest}`;
    instead = `{ ${key}: ${rest} }`;
  } else if (typeof value === 'string' && written.includes('${')) {
    help = 'what the environment gives is always text: write the value itself here';
  } else if (typeof value === 'string' && expected.some((type) => /^(number|int|boolean)$/.test(type))) {
    help = 'write it without quotes';
    if (/^(-?\d+(\.\d+)?|true|false)$/.test(value)) instead = value;
  }
  return problem(context, path, `expected ${wanted}, found ${found(context, path, value)}`, help, {
    ...(instead === undefined ? {} : { instead }),
  });
}

/** YAML 1.1 had more words for true and false, and so have other languages. */
function meantBoolean(value: Json): 'true' | 'false' | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^(?:yes|on|y)$/i.test(value)) return 'true';
  return /^(?:no|off|n)$/i.test(value) ? 'false' : undefined;
}

function wrongWord(context: Context, path: Path, values: readonly unknown[]): Problem {
  const value = valueAt(context.value, path);
  if (value === undefined) return missingKey(context, path);
  const sameText = values.find((allowed) => typeof allowed !== typeof value && String(allowed) === value);
  if (sameText !== undefined) {
    const message = `expected ${typeof sameText === 'number' ? 'the number ' : ''}${sameText}, found ${found(context, path, value)}`;
    return problem(context, path, message, `write ${sameText} without quotes`, { instead: String(sameText) });
  }
  const written = typeof value === 'string' ? (context.source.writtenAt(path) ?? '') : '';
  const near = didYouMean(written, values.map(String));
  const one = values.length === 1;
  const message = one
    ? `expected ${words(values)}, found ${found(context, path, value)}`
    : `${found(context, path, value)} is not allowed here`;
  const instead = one && typeof values[0] === 'number' ? { instead: String(values[0]) } : {};
  return problem(
    context,
    path,
    message,
    sentences(near, one ? undefined : `allowed: ${words(values)}`),
    instead,
  );
}

function unknownKeys(context: Context, path: Path, keys: readonly string[]): readonly Problem[] {
  const allowed = keysAt(context.schema, path);
  const given = valueAt(context.value, path);
  // What is there already cannot have been meant once more.
  const left = allowed.filter((key) => !isPlainObject(given) || !Object.hasOwn(given, key));
  return keys.slice(0, mostIssues).map((key) => {
    // Editors and web pages put them in, and nobody sees them.
    if (/^[^\S ]/.test(key)) {
      const message = `the key begins with a blank that is no space (U+${hexOf(key)})`;
      return problem(context, [...path, key], message, 'indent with plain spaces', { at: 'key' });
    }
    const help =
      elsewhere(context, path, key) ??
      didYouMean(key, left) ??
      givenAlready(key, allowed) ??
      `known here: ${words(allowed)}`;
    return problem(context, [...path, key], `unknown key "${key}"`, help, { at: 'key' });
  });
}

function givenAlready(key: string, allowed: readonly string[]): string | undefined {
  const near = suggest(key, allowed);
  return near === undefined ? undefined : `is it "${near}", which is given already?`;
}

/** Where a key that is known stands, when it is one level too high or too low. */
function elsewhere({ schema }: Context, path: Path, key: string): string | undefined {
  const inside = keysAt(schema, path).filter((each) => keysAt(schema, [...path, each]).includes(key));
  const above = path.length > 0 && keysAt(schema, path.slice(0, -1)).includes(key);
  const places = [
    ...inside.slice(0, 3).map((each) => `inside ${each}`),
    ...(above ? [`beside ${String(path.at(-1))}`] : []),
  ];
  return places.length > 0 ? `it stands ${places.join(', or ')}` : undefined;
}

function hexOf(text: string): string {
  return text.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}

function rebase(issues: Issues, path: Path): Issues {
  return issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

/** Whether a branch of a union was left already for the type of the value, not for something inside it. */
function wrongKind(branch: Issues, given: Json | undefined): boolean {
  return branch.some(
    ({ code, path, ...rest }) =>
      path.length === 0 &&
      (code === 'invalid_type' ||
        code === 'custom' ||
        (code === 'invalid_value' &&
          (rest as { values: unknown[] }).values.every((value) => typeof value !== typeof given))),
  );
}

/** What each branch of a union wants, e.g. ["string", "false"]. */
function expectations(branches: readonly Issues[]): readonly string[] {
  return branches.flat().flatMap((issue): readonly string[] => {
    if (issue.path.length > 0) return [];
    if (issue.code === 'invalid_type') return [issue.expected];
    if (issue.code === 'invalid_value') return issue.values.map(String);
    return issue.code === 'invalid_union' ? expectations(issue.errors) : [];
  });
}

/** The issues of the branch that was meant: the one of the value's type, with the fewest issues. */
function union(context: Context, path: Path, branches: readonly Issues[]): readonly Problem[] {
  const given = valueAt(context.value, path);
  const fitting = branches.filter((branch) => !wrongKind(branch, given));
  const [meant] = [...fitting].sort((a, b) => a.length - b.length);
  return meant && !isOneWord(meant)
    ? describe(context, rebase(meant, path))
    : [wrongType(context, path, expectations(branches))];
}

/** `get: true`: one word is allowed there, and another kind of value beside it. */
function isOneWord(branch: Issues): boolean {
  const [issue] = branch;
  return issue?.code === 'invalid_value' && issue.path.length === 0 && issue.values.length === 1;
}

function bound(issue: Issue & { code: 'too_small' | 'too_big' }): string {
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  if (issue.code === 'too_small') return issue.inclusive ? `at least ${limit}` : `more than ${limit}`;
  return issue.inclusive ? `at most ${limit}` : `less than ${limit}`;
}

function describeOne(context: Context, issue: Issue): readonly Problem[] {
  const path = steps(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(context, path, issue.keys);
    case 'invalid_type':
      return [wrongType(context, path, [issue.expected])];
    case 'invalid_value':
      return [wrongWord(context, path, issue.values)];
    case 'invalid_union':
      return union(context, path, issue.errors);
    case 'too_small':
    case 'too_big':
      return [problem(context, path, `must be ${bound(issue)}`, undefined)];
    case 'invalid_key': {
      const message = issue.issues[0]?.message ?? 'not a key that is allowed here';
      return [problem(context, path, message, undefined, { at: 'key' })];
    }
    default:
      return [problem(context, path, issue.message, undefined)];
  }
}

function describe(context: Context, issues: Issues): readonly Problem[] {
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.slice(0, mostIssues).map((key) => ({ key, parent: issue.path }))
      : [],
  );
  // A misspelled required key is both unknown and missing: the first of the two says it all.
  const misspelled = (issue: Issue): boolean =>
    valueAt(context.value, steps(issue.path)) === undefined &&
    unknown.some(
      ({ key, parent }) =>
        parent.join('\n') === issue.path.slice(0, -1).join('\n') &&
        suggest(key, keysAt(context.schema, steps(parent))) === issue.path.at(-1),
    );
  return issues.filter((issue) => !misspelled(issue)).flatMap((issue) => describeOne(context, issue));
}

export type Validated<T> =
  | { readonly value: T; readonly problems: readonly [] }
  | { readonly value: undefined; readonly problems: readonly Problem[] };

/** Checks `value`, as parsed from `source`, and gives it the schema's type or says all that is wrong. */
export function validate<T>(schema: z.ZodType<T>, value: Json, source: SourceFile): Validated<T> {
  // To compile the checks of each shape takes longer than checking a few files.
  const result = schema.safeParse(value, { jitless: true });
  if (result.success) return { value: result.data, problems: [] };
  const { issues } = result.error;
  const problems = describe({ schema, value, source }, issues.slice(0, mostIssues)).slice(0, mostIssues);
  return { value: undefined, problems };
}

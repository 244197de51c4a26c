/** Reads and checks the operands of filter operators (protocol sections 7.1, 7.3, 7.6). */
import { dateValue, hasDateShape, instantOf } from '../dates.js';
import { isObject, type Json, member } from '../json.js';
import type { Reader } from './reader.js';
import type { FilterOperator, MatchPart } from './tree.js';

/** Characters that stand for a dash in a URL segment. */
const dashCharacters = ' \t\n-';

type Read = (raw: unknown, source: string, depth: number, reader: Reader) => Json;

/** Any JSON value, copied and frozen; dates normalised at the top, left as they are deeper inside. */
const readValue: Read = (raw, source, depth, reader) => {
  if (hasDateShape(raw)) {
    const instant = instantOf(raw);
    if (instant !== undefined) return dateValue(instant);
    reader.reject(source, raw, 'must hold an existing date in ISO 8601 form');
    return null;
  }
  return copyValue(raw, source, depth, reader);
};

const copyValue: Read = (raw, source, depth, reader) => {
  if (raw === undefined || raw === null) return null;
  if (typeof raw === 'string' || typeof raw === 'boolean') return raw;
  if (typeof raw === 'number') {
    // JSON.parse reads 1e999 as Infinity, which would become null on its way upstream.
    if (!Number.isFinite(raw)) reader.reject(source, String(raw), 'must be a finite number');
    return Number.isFinite(raw) ? raw : null;
  }
  if (typeof raw !== 'object') {
    reader.reject(source, typeof raw, 'must be a JSON value');
    return null;
  }
  if (depth > reader.limits.depth) {
    reader.reject(source, raw, `must not be nested deeper than ${reader.limits.depth} levels`);
    return null;
  }
  if (Array.isArray(raw)) {
    if (raw.length > reader.limits.list) {
      reader.reject(source, undefined, `must have at most ${reader.limits.list} elements`);
      return null;
    }
    reader.count(1);
    return Object.freeze(raw.map((each) => copyValue(each, source, depth + 1, reader)));
  }
  const entries = Object.entries(raw);
  reader.count(entries.length + 1);
  // fromEntries defines members, so that a key __proto__ stays an ordinary one.
  return Object.freeze(
    Object.fromEntries(entries.map(([key, each]) => [key, copyValue(each, source, depth + 1, reader)])),
  );
};

const readScalar: Read = (raw, source, depth, reader) => {
  const scalar = typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean';
  if (scalar || hasDateShape(raw)) return readValue(raw, source, depth, reader);
  reader.reject(source, raw, 'must be a text, a number, a boolean or a date');
  return null;
};

const readList: Read = (raw, source, depth, reader) => {
  if (!Array.isArray(raw)) {
    reader.reject(source, raw, 'must be a list');
    return null;
  }
  if (raw.length > reader.limits.list) {
    reader.reject(source, undefined, `must have at most ${reader.limits.list} elements`);
    return null;
  }
  return Object.freeze(raw.map((each) => readValue(each, source, depth + 1, reader)));
};

const readText: Read = (raw, source, _depth, reader) => {
  if (typeof raw === 'string') return raw;
  reader.reject(source, raw, 'must be a text');
  return null;
};

const readBoolean: Read = (raw, source, _depth, reader) => {
  if (typeof raw === 'boolean') return raw;
  reader.reject(source, raw, 'must be true or false');
  return null;
};

function patternOf(parts: readonly MatchPart[]): Json {
  const kept = parts.filter((part) => part.kind === 'anyOf' || part.text !== '');
  return Object.freeze({ ignoreCase: true, parts: Object.freeze(kept.map((part) => Object.freeze(part))) });
}

const readMatches: Read = (raw, source, _depth, reader) => {
  const spec = isObject(raw) ? member(raw, 'spec') : undefined;
  if (!isObject(raw) || member(raw, 'ignoreCase') !== true || !Array.isArray(spec)) {
    reader.reject(source, raw, 'must be { ignoreCase: true, spec: [ … ] }');
    return null;
  }
  reader.count(spec.length);
  return patternOf(
    spec.flatMap((part: unknown, index): MatchPart[] => {
      const [type, value] = isObject(part) ? [member(part, 'type'), member(part, 'value')] : [];
      if (type === 'literal' && typeof value === 'string') return [{ kind: 'literal', text: value }];
      if (type === 'anyOf' && typeof value === 'string' && value !== '')
        return [{ kind: 'anyOf', characters: value }];
      reader.reject(`${source}.spec.${index}`, part, 'must be a literal or an anyOf with a text value');
      return [];
    }),
  );
};

const readUrlized: Read = (raw, source, _depth, reader) => {
  const texts = typeof raw === 'string' ? raw.split('-') : raw;
  if (!Array.isArray(texts) || !texts.every((each) => typeof each === 'string')) {
    reader.reject(source, raw, 'must be a text or a list of texts');
    return null;
  }
  reader.count(texts.length);
  return patternOf(
    texts.flatMap((text: string, index): MatchPart[] => {
      const literal: MatchPart = { kind: 'literal', text };
      return index === 0 ? [literal] : [{ kind: 'anyOf', characters: dashCharacters }, literal];
    }),
  );
};

export interface OperatorReader {
  readonly operator: FilterOperator;
  readonly read: Read;
}

const entry = (operator: FilterOperator, read: Read): [string, OperatorReader] => [
  `$${operator}`,
  Object.freeze({ operator, read }),
];

/** Field operators by their spelling in requests. */
export const operatorReaders: ReadonlyMap<string, OperatorReader> = new Map([
  entry('eq', readValue),
  entry('ne', readValue),
  entry('gt', readScalar),
  entry('gte', readScalar),
  entry('lt', readScalar),
  entry('lte', readScalar),
  entry('in', readList),
  entry('nin', readList),
  entry('hasSome', readList),
  entry('hasAll', readList),
  entry('startsWith', readText),
  entry('endsWith', readText),
  entry('contains', readText),
  entry('exists', readBoolean),
  entry('isEmpty', readBoolean),
  entry('matches', readMatches),
  ['$urlized', Object.freeze({ operator: 'matches' as const, read: readUrlized })],
]);

/** Reads the operand of an implicit `$eq`. */
export const readImplicit: Read = readValue;

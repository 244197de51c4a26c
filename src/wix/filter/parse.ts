/** Parses Wix's filter language (protocol sections 7.1 to 7.3) into the tree. */
import { isMissing, isObject } from '../json.js';
import { operatorReaders, readImplicit } from './operand.js';
import { createReader, defaultFilterLimits, type FilterLimits, type Reader } from './reader.js';
import { and, condition, everything, type Filter, not, nothing, or } from './tree.js';

export interface ParseFilterOptions {
  readonly limits?: Partial<FilterLimits>;
  /** Prefix of every fieldPath, such as `finalFilter`. */
  readonly at?: string;
}

const longestPath = 1000;

/**
 * The filter that `raw` says; a missing one matches everything. Anything that is not in the grammar is
 * refused, never ignored: all violations come as one VALIDATION_ERROR, each with its fieldPath (`price.$gt`)
 * and the rejected value.
 */
export function parseFilter(raw: unknown, options: ParseFilterOptions = {}): Filter {
  if (isMissing(raw)) return everything;
  const at = options.at ?? '';
  const limits = options.limits ? { ...defaultFilterLimits, ...options.limits } : defaultFilterLimits;
  const reader = createReader(limits, at);
  const prefix = at === '' ? '' : `${at}.`;
  const filter = parseObject(raw, '', 1, reader, prefix);
  reader.finish();
  return filter;
}

function parseObject(raw: unknown, where: string, depth: number, reader: Reader, prefix: string): Filter {
  if (!isObject(raw)) {
    reader.reject(where, raw, 'must be an object');
    return nothing;
  }
  if (tooDeep(raw, where, depth, reader)) return nothing;
  const entries = Object.entries(raw);
  if (entries.length === 0) reader.count(1);
  const filters = entries.map(([key, value]) =>
    key.startsWith('$')
      ? parseLogical(key, value, where === '' ? key : `${where}.${key}`, depth, reader, prefix)
      : parseField(key, value, depth, reader, prefix),
  );
  return filters.length === 1 ? filters[0]! : and(filters);
}

function parseLogical(
  key: string,
  raw: unknown,
  where: string,
  depth: number,
  reader: Reader,
  prefix: string,
): Filter {
  const parse = (each: unknown, at: string) => parseObject(each, at, depth + 1, reader, prefix);
  reader.count(1);
  switch (key) {
    case '$and':
    case '$or': {
      if (!Array.isArray(raw)) {
        reader.reject(where, raw, 'must be a list of filters');
        return nothing;
      }
      const filters = raw.map((each, index) => parse(each, `${where}.${index}`));
      return key === '$and' ? and(filters) : or(filters);
    }
    case '$not':
      if (!Array.isArray(raw)) return not(parse(raw, where));
      if (raw.length === 1) return not(parse(raw[0], `${where}.0`));
      reader.reject(where, raw, 'must be a filter or a list of exactly one filter');
      return nothing;
    default:
      reader.reject(where, raw, 'is not a logical operator: $and, $or, $not');
      return nothing;
  }
}

function parseField(path: string, raw: unknown, depth: number, reader: Reader, prefix: string): Filter {
  if (path === '' || path.length > longestPath) {
    reader.reject(path, undefined, `is not a field name: it must have 1 to ${longestPath} characters`);
    return nothing;
  }
  if (isOperators(raw)) return parseOperators(path, path, raw, depth, reader, prefix);
  reader.conditions(1);
  return condition(path, 'eq', readImplicit(raw, path, depth + 1, reader), prefix + path);
}

function parseOperators(
  path: string,
  where: string,
  raw: Record<string, unknown>,
  depth: number,
  reader: Reader,
  prefix: string,
): Filter {
  if (tooDeep(raw, where, depth, reader)) return nothing;
  const entries = Object.entries(raw);
  reader.conditions(entries.length);
  const filters = entries.map(([key, operand]): Filter => {
    const source = `${where}.${key}`;
    if (key === '$not') {
      if (isOperators(operand)) return not(parseOperators(path, source, operand, depth + 1, reader, prefix));
      reader.reject(source, operand, 'must be an object of operators');
      return nothing;
    }
    const found = operatorReaders.get(key);
    if (found !== undefined)
      return condition(path, found.operator, found.read(operand, source, depth + 1, reader), prefix + source);
    reader.reject(source, operand, unknownOperator(key));
    return nothing;
  });
  return filters.length === 1 ? filters[0]! : and(filters);
}

/** An object is operators as soon as any key starts with $, unless it is a date or an encrypted value (7.3). */
function isOperators(raw: unknown): raw is Record<string, unknown> {
  if (!isObject(raw)) return false;
  const keys = Object.keys(raw);
  if (keys.length === 1 && (keys[0] === '$date' || keys[0] === '$encrypted')) return false;
  return keys.some((key) => key.startsWith('$'));
}

function unknownOperator(key: string): string {
  if (key === '$regex') return 'is not supported: use $contains, $startsWith or $endsWith';
  if (!key.startsWith('$')) return 'stands among operators: plain members cannot be mixed with them';
  return 'is not a known operator';
}

function tooDeep(raw: unknown, where: string, depth: number, reader: Reader): boolean {
  if (depth <= reader.limits.depth) return false;
  reader.reject(where, raw, `must not be nested deeper than ${reader.limits.depth} levels`);
  return true;
}

/** What an aggregation asks for, and how its results are named (protocol section 4.3). */
import { type Violation, violationsError } from './errors.js';
import { isMissing, isObject, member } from './json.js';
import { resolveSystemField } from './system-fields.js';

export const aggregateFunctions = ['average', 'min', 'max', 'sum', 'count'] as const;
export type AggregateFunction = (typeof aggregateFunctions)[number];

export interface AggregateOperation {
  readonly resultFieldName: string;
  readonly function: AggregateFunction;
  /** The field that the function reads; absent for count. */
  readonly path?: string;
}

export interface Aggregation {
  /** Their names in the results, literally as they were asked for. */
  readonly groupingFields: readonly string[];
  /** Where their values are read, if not under their names (`id` is another name of `_id`). */
  readonly groupingPaths?: readonly string[];
  readonly operations: readonly AggregateOperation[];
}

/** Names on the wire; `count` is an older spelling of `itemCount`. */
const functionNames: ReadonlyMap<string, AggregateFunction> = new Map([
  ['average', 'average'],
  ['min', 'min'],
  ['max', 'max'],
  ['sum', 'sum'],
  ['itemCount', 'count'],
  ['count', 'count'],
]);

const mostNames = 1000;

/**
 * Reads `{ groupingFields?, operations? }`; `undefined` when it is missing or has neither of them, which makes the request an
 * ordinary query: clients send both lists empty and walk the items (protocol section 4.3).
 * @throws VALIDATION_ERROR for operations without exactly one function, without names, or with names given
 * twice.
 */
export function parseAggregation(raw: unknown, at = 'aggregation'): Aggregation | undefined {
  if (isMissing(raw)) return undefined;
  const violations: Violation[] = [];
  const reject = (name: string, value: unknown, message: string) =>
    violations.push({ fieldPath: name === '' ? at : `${at}.${name}`, rejectedValue: value, message });
  const list = (name: string): readonly unknown[] => {
    const value = isObject(raw) ? member(raw, name) : undefined;
    if (isMissing(value)) return [];
    if (Array.isArray(value) && value.length <= mostNames) return value;
    reject(name, value, `must be a list of at most ${mostNames} elements`);
    return [];
  };
  if (!isObject(raw)) reject('', raw, 'must be an object');

  const groupingFields = new Set<string>();
  for (const [index, each] of list('groupingFields').entries()) {
    if (typeof each === 'string' && each !== '') groupingFields.add(each);
    else reject(`groupingFields.${index}`, each, 'must be a field name');
  }

  const names = new Set(groupingFields);
  const operations = list('operations').flatMap((each, index): AggregateOperation[] => {
    const where = `operations.${index}`;
    const operation = parseOperation(each);
    if (typeof operation === 'string') {
      reject(where, each, operation);
      return [];
    }
    if (names.has(operation.resultFieldName))
      reject(`${where}.resultFieldName`, operation.resultFieldName, 'names another result or grouping field');
    names.add(operation.resultFieldName);
    return [operation];
  });

  if (violations.length > 0) throw violationsError('Invalid aggregation', violations);
  if (groupingFields.size === 0 && operations.length === 0) return undefined;
  return Object.freeze({
    groupingFields: Object.freeze([...groupingFields]),
    operations: Object.freeze(operations),
  });
}

/** The operation, or what is wrong with it. */
function parseOperation(raw: unknown): AggregateOperation | string {
  if (!isObject(raw)) return 'must be an object';
  const resultFieldName = member(raw, 'resultFieldName');
  if (typeof resultFieldName !== 'string' || resultFieldName === '') return 'must have a resultFieldName';
  const given = [...functionNames].filter(([name]) => !isMissing(member(raw, name)));
  const found = given[0];
  if (found === undefined || given.length > 1)
    return 'must have exactly one of average, min, max, sum, itemCount';
  const [name, kind] = found;
  if (kind === 'count') return Object.freeze({ resultFieldName, function: kind });
  const options = member(raw, name);
  const path = isObject(options) ? member(options, 'itemFieldName') : undefined;
  if (typeof path !== 'string' || path === '') return `must have ${name}.itemFieldName`;
  return Object.freeze({ resultFieldName, function: kind, path });
}

/**
 * The member of a result that `path` means in finalFilter and sort. Wix's public API shows group keys under
 * `_id`: unless that is a name of its own, `_id` is the only grouping field and `_id.x` the grouping field x.
 */
export function finalFieldPath(aggregation: Aggregation, path: string): string {
  const { groupingFields, operations } = aggregation;
  const taken = (name: string) =>
    groupingFields.includes(name) || operations.some((each) => each.resultFieldName === name);
  if (taken(path)) return path;
  const systemField = resolveSystemField(path, taken);
  if (systemField !== path) return systemField;
  if (path === '_id') return groupingFields.length === 1 ? groupingFields[0]! : path;
  if (!path.startsWith('_id.') || taken('_id')) return path;
  const inner = path.slice('_id.'.length);
  return groupingFields.includes(inner) ? inner : path;
}

/** True if the (final) path names a result, or something inside one. */
export function isResultPath(aggregation: Aggregation, path: string): boolean {
  const names = [
    ...aggregation.groupingFields,
    ...aggregation.operations.map((each) => each.resultFieldName),
  ];
  return names.some((name) => path === name || path.startsWith(`${name}.`));
}

/**
 * `where` and the filters of `whereFor` against the fields of their file. A condition that no item can meet makes an empty collection without a word, so
 * each is judged where it stands.
 */

import type { FieldMapping } from '../../mapping/schema.js';
import type { Path } from '../../mapping/source.js';
import { didYouMean, suggest } from '../../mapping/suggest.js';
import { writtenAs } from '../../mapping/written-as.js';
import { factNames } from '../../upstream/transport/context.js';
import { compareValues, equalValues } from '../../wix/compare.js';
import { AdapterError } from '../../wix/errors.js';
import { coerceFilter } from '../../wix/filter/coerce.js';
import { parseFilter } from '../../wix/filter/parse.js';
import { type Condition, everything, type Filter, listOperand } from '../../wix/filter/tree.js';
import { isObject, type Json } from '../../wix/json.js';
import type { FieldType } from '../../wix/protocol.js';
import type { FieldModel } from '../model.js';
import type { BindContext } from './context.js';
import { fitsType, valueWords } from './value-fits.js';
import { whereFaults } from './where-faults.js';

type Fields = ReadonlyMap<string, FieldModel>;

/**
 * A filter of the mapping's own. Conditions that cannot be true, and names that are not there, are reported to the context.
 * @param at where it stands: `where`, or a member of `whereFor`
 */
export function bindWhere(where: Json | undefined, at: Path, fields: Fields, context: BindContext): Filter {
  if (where === undefined) return everything;
  const read = (raw: unknown): Filter =>
    coerceFilter(parseFilter(raw, { at: at.join('.') }), (path) => fields.get(path)?.type);
  try {
    const filter = read(where);
    const conjuncts: Condition[] = [];
    for (const { key, value, at: place, always } of entriesOf(where, at, true)) {
      const conditions = conditionsOf(read({ [key]: value }));
      for (const each of conditions) judge(each, fields, { at: place, context });
      if (always) conjuncts.push(...positive(read({ [key]: value })));
    }
    judgeTogether(conjuncts, at, fields, context);
    return filter;
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    for (const { path, message, ...place } of whereFaults(where, at, error))
      context.problem(path, message, place);
    return everything;
  }
}

interface Entry {
  readonly key: string;
  readonly value: Json;
  readonly at: Path;
  /** Every item must meet it: it stands neither in an alternative nor in a negation. */
  readonly always: boolean;
}

/** Fields with their conditions, and where they stand. */
function entriesOf(raw: Json, at: Path, always: boolean): Entry[] {
  if (!isObject(raw)) return [];
  return Object.entries(raw as Readonly<Record<string, Json>>).flatMap(([key, value]): Entry[] => {
    const here = [...at, key];
    if (!key.startsWith('$')) return [{ key, value, at: here, always }];
    const inside = always && key === '$and';
    if (!Array.isArray(value)) return entriesOf(value, here, inside);
    return value.flatMap((each: Json, index) => entriesOf(each, [...here, index], inside));
  });
}

function conditionsOf(filter: Filter): readonly Condition[] {
  if (filter.kind === 'condition') return [filter];
  return filter.kind === 'not' ? conditionsOf(filter.filter) : filter.filters.flatMap(conditionsOf);
}

/** Those that hold together, not the negated ones. */
function positive(filter: Filter): readonly Condition[] {
  if (filter.kind === 'condition') return [filter];
  return filter.kind === 'and' ? filter.filters.flatMap(positive) : [];
}

interface Place {
  readonly at: Path;
  readonly context: BindContext;
}

function judge(each: Condition, fields: Fields, { at, context }: Place): void {
  const field = fields.get(each.path);
  if (!field) {
    const first = each.path.split('.')[0]!;
    // A field that is there and could not be bound has its own problem.
    if (fields.has(first) || Object.hasOwn(context.located.value.fields, first)) return;
    const help = didYouMean(each.path, fields.keys());
    const message = `${at[0]} names "${each.path}", which is not a field of this file`;
    context.problem(at, message, { at: 'key', ...(help ? { help } : {}) });
    return;
  }
  const operator = `$${each.operator}`;
  if (field.source.kind === 'elsewhere')
    context.problem(at, `${each.path} refers to items of another collection; where reads this one`, {
      at: 'key',
    });
  const report = ({ message, help, meant }: OperandFault, value?: Json): void => {
    const within = typeof value === 'string' || typeof value === 'number' ? { within: String(value) } : {};
    const helped = help === undefined ? within : { ...within, help };
    const place = each.source.endsWith(operator) ? [...at, operator] : at;
    const isPlain = !textOperators.includes(each.operator) && !declaredOf(each.path, context).values;
    const other = value === undefined || !isPlain ? undefined : writtenAs(value, field.type);
    if (meant !== undefined) context.problem(place, message, { ...helped, instead: meant });
    // One of several values is not all that is marked.
    else if (other !== undefined && !listOperators.includes(each.operator))
      context.problem(place, message, { instead: other });
    else context.problem(place, message, helped);
  };
  if (each.operator === 'in' && listOperand(each).length === 0)
    report({ message: 'no value is in an empty list, so no item is found' });
  for (const value of operandsOf(each)) {
    const fault =
      factFault(value) ?? operandFault(each.operator, value, field, declaredOf(each.path, context));
    if (fault !== undefined) report(fault, value);
  }
}

function operandsOf(each: Condition): readonly Json[] {
  switch (each.operator) {
    case 'in':
    case 'nin':
    case 'hasSome':
    case 'hasAll':
      return listOperand(each);
    case 'exists':
    case 'isEmpty':
    case 'matches':
      return [];
    case 'eq':
    case 'ne':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return [each.operand];
  }
}

/** What is wrong with one operand. */
interface OperandFault {
  readonly message: string;
  readonly help?: string | undefined;
  /** The value that is to stand there instead. */
  readonly meant?: string | undefined;
}

/** A text that begins with a dollar sign may be meant as it is, unless it is nearly a fact. */
function factFault(value: Json): OperandFault | undefined {
  if (typeof value !== 'string' || !value.startsWith('$') || factNames.includes(value)) return undefined;
  const help = didYouMean(value, factNames);
  return help === undefined
    ? undefined
    : { message: `${value} is no fact of a request`, help, meant: suggest(value, factNames) };
}

/** What the facts of requests look like: ids are UUIDs (protocol section 3). */
const exampleFacts: Readonly<Record<string, string>> = { $language: 'en', '$identity.type': 'MEMBER' };
const exampleId = '00000000-0000-4000-8000-000000000000';

const listOperators: readonly string[] = ['in', 'nin', 'hasSome', 'hasAll'];
const textOperators: readonly string[] = ['contains', 'startsWith', 'endsWith'];
const orderOperators: readonly string[] = ['gt', 'gte', 'lt', 'lte'];

/** Why an operand is none that a value of the field could ever meet. */
function operandFault(
  operator: string,
  given: Json,
  field: FieldModel,
  own: Declared,
): OperandFault | undefined {
  const fact = typeof given === 'string' && factNames.includes(given);
  const value = fact ? (exampleFacts[given] ?? exampleId) : given;
  if (value === null || Array.isArray(value) || isMixed(field.type, own)) return undefined;
  const { source } = field;
  const named = `${field.key} (${field.type})`;
  const never = fact ? `${named} is never ${given}` : `${named} is never ${JSON.stringify(value)}`;
  const labels = own.values && Object.values(own.values);
  if (textOperators.includes(operator)) {
    const text = labels !== undefined || !['NUMBER', 'BOOLEAN', 'DATETIME', 'OBJECT'].includes(field.type);
    return text ? undefined : { message: `$${operator} looks into texts, and ${named} holds none` };
  }
  if (source.kind === 'path' && equalValues(source.default ?? null, value)) return undefined;
  if (orderOperators.includes(operator)) {
    const written = typeof value === 'string' && ['DATE', 'TIME'].includes(field.type);
    const element = source.kind === 'path' && source.codec.element !== undefined;
    if (labels !== undefined || written || element || fitsType(value, field.type)) return undefined;
    return { message: `${never}: write ${valueWords(field.type)}` };
  }
  if (labels !== undefined) {
    if (labels.includes(value as string)) return undefined;
    const known = labels.map(String);
    const meant = typeof value === 'string' ? suggest(value, known) : undefined;
    const help = meant === undefined ? `its values: ${known.join(', ')}` : didYouMean(String(value), known);
    return { message: never, help, meant };
  }
  const codec = source.kind === 'path' ? (source.codec.element ?? source.codec) : undefined;
  if (codec === undefined || codec === (source.kind === 'path' && source.codec)) {
    if (!fitsType(value, field.type)) return { message: `${never}: write ${valueWords(field.type)}` };
  }
  return codec?.equality(value)?.kind === 'never' ? { message: `${never}, by its type upstream` } : undefined;
}

type Declared = Pick<FieldMapping, 'values' | 'inexact'>;

function declaredOf(key: string, context: BindContext): Declared {
  const field = context.located.value.fields[key];
  return typeof field === 'object' ? field : {};
}

/** Values of several types may come: texts instead of numbers that a double cannot hold, whatever JSON says. */
function isMixed(type: FieldType, own: Declared): boolean {
  if (type === 'NUMBER') return own.inexact === 'text';
  return ['ANY', 'ARRAY', 'ARRAY_DOCUMENT', 'MEDIA_GALLERY', 'ADDRESS', 'RICH_CONTENT'].includes(type);
}

/** Conditions of one field that each could be met, but not all of them. */
function judgeTogether(
  conjuncts: readonly Condition[],
  at: Path,
  fields: Fields,
  context: BindContext,
): void {
  for (const path of new Set(conjuncts.map((each) => each.path))) {
    const field = fields.get(path);
    const one = field && field.source.kind === 'path' && !field.source.codec.element;
    const own = conjuncts.filter((each) => each.path === path);
    if (one && !isMixed(field.type, declaredOf(path, context)) && contradict(own))
      context.problem([...at, path], `no item meets all conditions of "${path}"`, { at: 'key' });
  }
}

function contradict(conditions: readonly Condition[]): boolean {
  const those = (...operators: readonly string[]) =>
    conditions.filter((each) => operators.includes(each.operator));
  const equal = those('eq').map((each) => each.operand);
  const lower = those('gt', 'gte');
  const upper = those('lt', 'lte');
  /** @param sign which way the value must not lie */
  const misses = (value: Json, { operator, operand }: Condition, sign: 1 | -1): boolean => {
    const order = compareValues(value, operand);
    return order !== undefined && (order * sign > 0 || (order === 0 && !operator.endsWith('e')));
  };
  return (
    equal.some((value) => !equalValues(value, equal[0])) ||
    equal.some((value) => lower.some((each) => misses(value, each, -1))) ||
    equal.some((value) => upper.some((each) => misses(value, each, 1))) ||
    lower.some(({ operand }) => upper.some((each) => misses(operand, each, 1)))
  );
}

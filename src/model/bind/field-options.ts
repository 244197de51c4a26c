/** Options of a field that cannot be meant: they would do nothing, or make each of its values an error. */

import type { FieldMapping } from '../../mapping/schema.js';
import { didYouMean } from '../../mapping/suggest.js';
import type { Json } from '../../wix/json.js';
import type { FieldType } from '../../wix/protocol.js';
import { parseDecimal } from '../codecs/decimal.js';
import type { ScalarKind } from '../codecs/scalars.js';
import type { BindContext } from './context.js';
import type { FieldPlace } from './field-checks.js';
import type { OutputPath } from './output.js';
import { fitsType, valueWords } from './value-fits.js';

/** What a field is made of. */
export interface FieldMake {
  readonly type: FieldType;
  readonly scalar: ScalarKind;
  readonly output: OutputPath;
}

/**
 * Reports options of a field (type, scale, values, none, default) that do not fit the values that the upstream
 * gives.
 */
export function checkOptions(
  make: FieldMake,
  mapping: FieldMapping,
  place: FieldPlace,
  context: BindContext,
): void {
  checkType(make, mapping, place, context);
  checkNumbers(make, mapping, place, context);
  checkNone(make, mapping, place, context);
  if (mapping.values) checkValues(make, mapping.values, place, context);
  checkDefault(make.type, mapping, place, context);
}

/** Reports a field that has both a path and a template: it takes its value from one source. */
export function checkSource(mapping: FieldMapping, place: FieldPlace, context: BindContext): void {
  if (mapping.path !== undefined && mapping.template !== undefined)
    context.problem([...place.at, 'template'], `"${place.key}" has a path and a template`, {
      at: 'key',
      help: 'write the path as a field of its own, and name that field in the template',
    });
}

const addressTypes: ReadonlySet<FieldType> = new Set(['IMAGE', 'VIDEO', 'AUDIO', 'DOCUMENT', 'URL']);
const momentTypes: ReadonlySet<FieldType> = new Set(['DATETIME', 'DATE']);
const numberKinds: ReadonlySet<ScalarKind> = new Set([
  'int32',
  'float',
  'single',
  'decimal',
  'bigint',
  'epochSeconds',
  'epochMilliseconds',
]);
/** Kinds of which no value is an address. */
const neverAddress: ReadonlySet<ScalarKind> = new Set([
  ...numberKinds,
  'boolean',
  'dateTime',
  'localDateTime',
  'date',
  'time',
  'timetz',
]);

function checkType(
  { type, scalar, output }: FieldMake,
  mapping: FieldMapping,
  place: FieldPlace,
  context: BindContext,
): void {
  if (mapping.type === undefined) return;
  const at = [...place.at, 'type'];
  const one = !output.isList && (output.leafKind === 'object' || !['json', 'unknown'].includes(scalar));
  if (one && (type === 'ARRAY_STRING' || type === 'MULTI_REFERENCE'))
    context.problem(at, `${type} is made of a list, and this is one value (${output.typeName})`);
  else if (!output.isList && output.leafKind === 'object' && (addressTypes.has(type) || isPlain(type)))
    context.problem(at, `${type} cannot be made of an object (${output.typeName})`, {
      help: `name a field of it: ${output.members.slice(0, 10).join(', ')}`,
    });
  else if (mapping.values === undefined && addressTypes.has(type) && neverAddress.has(scalar))
    context.problem(at, `no value of ${output.typeName} is an address, which ${type} needs`, {
      severity: 'warning',
    });
  else if (scalar === 'int32' && momentTypes.has(type) && (mapping.scale ?? 1000) <= 1)
    context.problem([...place.at, 'scale'], 'milliseconds since 1970 in an Int end in January 1970', {
      severity: 'warning',
      help: 'write scale: 1000 for seconds, 86400000 for days',
    });
}

function isPlain(type: FieldType): boolean {
  return ['NUMBER', 'BOOLEAN', 'DATETIME', 'DATE', 'TIME', 'REFERENCE', 'LANGUAGE'].includes(type);
}

function checkNumbers(
  { type, scalar }: FieldMake,
  mapping: FieldMapping,
  place: FieldPlace,
  context: BindContext,
): void {
  const list = type === 'ARRAY' && numberKinds.has(scalar);
  const scaled = type === 'NUMBER' || list || (momentTypes.has(type) && numberKinds.has(scalar));
  if (mapping.scale !== undefined && (!scaled || mapping.values))
    context.problem([...place.at, 'scale'], `scale does nothing: ${reasonOf(type, mapping)}`, {
      at: 'key',
    });
  if (mapping.inexact !== undefined && ((type !== 'NUMBER' && !list) || mapping.values))
    context.problem([...place.at, 'inexact'], `inexact does nothing: ${reasonOf(type, mapping)}`, {
      at: 'key',
    });
}

/** `none` is about single values, and `values` say of each what becomes of it. */
function checkNone(
  { type, scalar, output }: FieldMake,
  mapping: FieldMapping,
  place: FieldPlace,
  context: BindContext,
): void {
  if (mapping.format !== undefined && mapping.values)
    context.problem([...place.at, 'format'], `format does nothing: ${reasonOf(type, mapping)}`, {
      at: 'key',
    });
  const labels = mapping.none?.filter((each) => Object.hasOwn(mapping.values ?? {}, String(each))) ?? [];
  if (labels.length > 0)
    context.problem(
      [...place.at, 'none'],
      `${JSON.stringify(labels[0])} has a value in values and none here`,
    );
  if (mapping.none === undefined || output.leafKind === 'object') return;
  if (output.isList && !elementTypes.has(type))
    context.problem([...place.at, 'none'], `none does nothing: ${type} takes the list as it is`, {
      at: 'key',
    });
  for (const [index, value] of mapping.none.entries()) {
    const fits =
      scalar === 'boolean'
        ? typeof value === 'boolean'
        : scalar === 'enum'
          ? isEnumValue(value, output)
          : true;
    const known = output.typeName === 'String' ? typeof value === 'string' : fits;
    if (!known)
      context.problem(
        [...place.at, 'none', index],
        `${JSON.stringify(value)} is never a value of ${output.typeName}`,
      );
  }
}

const elementTypes: ReadonlySet<FieldType> = new Set(['ARRAY', 'ARRAY_STRING', 'MULTI_REFERENCE']);

function isEnumValue(value: string | number | boolean, { enumValues = [] }: OutputPath): boolean {
  return typeof value === 'string' && enumValues.includes(value);
}

function reasonOf(type: FieldType, mapping: FieldMapping): string {
  return mapping.values ? 'values say what becomes of each value' : `${type} is not worked out of numbers`;
}

function checkValues(
  { type, scalar, output }: FieldMake,
  values: NonNullable<FieldMapping['values']>,
  place: FieldPlace,
  context: BindContext,
): void {
  const at = [...place.at, 'values'];
  const { enumValues, typeName } = output;
  for (const value of Object.keys(values)) {
    if (enumValues && !enumValues.includes(value)) {
      context.problem([...at, value], `the enum ${typeName} has no value "${value}"`, {
        at: 'key',
        help: didYouMean(value, enumValues) ?? `its values: ${enumValues.slice(0, 30).join(', ')}`,
      });
    } else if (numberKinds.has(scalar) && parseDecimal(value) === undefined) {
      context.problem([...at, value], `"${value}" is never a value of ${typeName}: write a number`, {
        at: 'key',
      });
    } else if (scalar === 'boolean' && value !== 'true' && value !== 'false') {
      context.problem([...at, value], `"${value}" is never a value of ${typeName}: true or false`, {
        at: 'key',
      });
    }
  }
  for (const [value, label] of Object.entries(values)) {
    if (output.isList || fitsType(label, type)) continue;
    context.problem(
      [...at, value],
      `a ${type} is never ${JSON.stringify(label)}: write ${valueWords(type)}`,
      { help: 'or set a type that holds all of the values' },
    );
  }
  const labels = Object.values(values);
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twice !== undefined) {
    context.problem(
      at,
      `two upstream values become ${JSON.stringify(twice)}; each needs a value of its own`,
      { at: 'key' },
    );
  }
  const left = enumValues?.filter((value) => !Object.hasOwn(values, value)) ?? [];
  // Items that where leaves out do not come.
  const limited = JSON.stringify(context.located.value.where ?? {}).includes(`"${place.key}":`);
  // One that is spelled wrong is said already.
  const misspelt = Object.keys(values).some((value) => enumValues?.includes(value) === false);
  if (left.length > 0 && !misspelt && !limited) {
    context.problem(at, `values lacks ${left.join(', ')} of ${typeName}: items with them are refused`, {
      at: 'key',
      severity: 'warning',
      set: { path: at, value: { ...values, ...Object.fromEntries(left.map((each) => [each, each])) } },
    });
  }
}

function checkDefault(type: FieldType, mapping: FieldMapping, place: FieldPlace, context: BindContext): void {
  const value = mapping.default as Json | undefined;
  if (value === undefined || (type === 'NUMBER' && mapping.inexact === 'text')) return;
  const labels = mapping.values && Object.values(mapping.values);
  if (fitsType(value, type) || labels?.includes(value as string)) return;
  const words = type === 'DATETIME' ? '{ $date: "2024-01-15T10:00:00.000Z" }' : valueWords(type);
  context.problem([...place.at, 'default'], `a ${type} is never ${JSON.stringify(value)}: write ${words}`);
}

/** From an item of the request to what is sent of it, or to what is wrong with it. */
import { ConversionError } from '../../model/codecs/types.js';
import type { CollectionModel } from '../../model/model.js';
import { type SystemKey, systemKeys, type VerbModel, type WrittenField } from '../../model/writes.js';
import { onceForEach } from '../../once-for-each.js';
import type { Json } from '../../styles/vocabulary.js';
import { equalValues } from '../../wix/compare.js';
import { dateValue, instantOf } from '../../wix/dates.js';
import { type AdapterError, type Violation, violationsError } from '../../wix/errors.js';
import type { Item } from '../../wix/json.js';
import { referenceId } from '../../wix/reference-id.js';
import { resolveSystemField } from '../../wix/system-fields.js';
import { builtInput, clearValue, createInput, type ItemInput, setValue } from './input.js';
import type { SentValue } from './shown.js';

export interface Prepared {
  /** undefined: nothing is to be changed. */
  readonly input: Json | undefined;
  readonly sent: readonly SentValue[];
}

/** Fields that are called as something that every object has: `constructor` and the like. */
const shadowingFields = onceForEach(({ fields }: CollectionModel) =>
  [...fields.keys()].filter((key) => key in Object.prototype),
);

/** Members by the names of the collection: the SDK writes `createdDate` where everything else says `_createdDate`. */
export function namedItem(model: CollectionModel, given: Item): Item {
  const known = (key: string): boolean => model.fields.has(key);
  const absent = shadowingFields(model).filter((key) => !Object.hasOwn(given, key));
  const without = absent.map((key) => [key, undefined] as const);
  const item: Item = absent.length === 0 ? given : { ...given, ...Object.fromEntries(without) };
  if (!Object.keys(item).some((key) => resolveSystemField(key, known) !== key)) return item;
  const named: Record<string, Json | undefined> = {};
  for (const [key, value] of Object.entries(item)) {
    const name = resolveSystemField(key, known);
    if (name === key || !Object.hasOwn(item, name)) named[name] = value;
  }
  return named;
}

/**
 * @param hidden values of fields that Wix does not see
 * @returns the error of an item that cannot be written
 */
export function prepareInsert(
  model: CollectionModel,
  verb: VerbModel,
  given: Item,
  id: string | undefined,
  now: number,
  hidden: ReadonlyMap<string, Json> = new Map(),
): Prepared | AdapterError {
  const input = createInput(false);
  const sent: SentValue[] = [];
  const violations: Violation[] = [];
  const item = stamped(model, verb, given, now, false);
  if (id !== undefined && verb.newId && verb.newId.place.kind === 'path' && verb.newId.place.path.length > 0)
    put(verb.newId, id, input, sent, violations);
  for (const key of Object.keys(item)) {
    const value = item[key];
    if (value === undefined || key === '_id') continue;
    const field = verb.fields.get(key);
    if (field === undefined) {
      const fault = value === null ? undefined : readOnlyFault(model, verb, key, value, undefined);
      if (fault) violations.push(fault);
    } else if (value === null) clearValue(input, field);
    else put(field, value, input, sent, violations);
  }
  // No answer shows them, so they are not among what is compared with what is stored.
  for (const [key, value] of hidden) put(verb.hidden.get(key)!, value, input, [], violations);
  for (const field of verb.fields.values()) {
    if (!field.required) continue;
    const value = item[field.key];
    if (value !== undefined && value !== null) continue;
    if (field.clear.kind === 'raw') clearValue(input, field);
    else violations.push({ fieldPath: field.key, message: 'is missing: the API takes no item without it' });
  }
  return violations.length > 0
    ? violationsError('Invalid item', violations)
    : { input: builtInput(input) ?? {}, sent };
}

/**
 * @param stored the item as it is; undefined: it was not looked at (see needsStored)
 * @returns the error of an item that cannot be written
 */
export function prepareUpdate(
  model: CollectionModel,
  verb: VerbModel,
  given: Item,
  stored: Item | undefined,
  now: number,
): Prepared | AdapterError {
  const input = createInput(verb.changes);
  const sent: SentValue[] = [];
  const violations: Violation[] = [];
  const item = stamped(model, verb, given, now, true);
  for (const [key, value] of Object.entries(item)) {
    if (key === '_id' || value === undefined || value === null || verb.fields.has(key)) continue;
    const fault = readOnlyFault(model, verb, key, value, stored);
    if (fault) violations.push(fault);
  }
  for (const field of verb.fields.values()) {
    const { key } = field;
    const value = item[key];
    if (value !== undefined && value !== null) {
      if (stored && (field.lossy || verb.changes) && isSame(field, value, stored[key])) continue;
      put(field, value, input, sent, violations);
      continue;
    }
    if (isKept(model, key, value)) continue;
    const has = stored === undefined ? undefined : (stored[key] ?? null) !== null;
    if (has === false && (verb.changes || field.clear.kind === 'refused')) continue;
    if (clearValue(input, field)) sent.push({ field, value: null });
    else
      violations.push({
        fieldPath: key,
        message: `cannot be without a value: ${field.clear.kind === 'refused' ? field.clear.reason : ''}`,
      });
  }
  if (violations.length > 0) return violationsError('Invalid item', violations);
  return { input: builtInput(input), sent };
}

/** Why an update can only be made of the item as it is stored. */
export function needsStored(
  model: CollectionModel,
  verb: VerbModel,
  given: Item,
  now: number,
): readonly string[] {
  const item = stamped(model, verb, given, now, true);
  const why = new Set<string>();
  for (const [key, value] of Object.entries(item)) {
    if (key === '_id' || value === undefined || value === null) continue;
    const field = verb.fields.get(key);
    if (field === undefined && model.fields.has(key)) why.add(`${key} is read-only`);
    else if (field?.lossy) why.add(`${key} is not written back unchanged`);
  }
  let sends = false;
  for (const field of verb.fields.values()) {
    const value = item[field.key];
    if (value !== undefined && value !== null) sends ||= !field.lossy;
    else if (!isKept(model, field.key, value)) {
      if (field.clear.kind === 'refused') why.add(`${field.key} cannot be cleared`);
      else sends = true;
    }
  }
  if (!sends) why.add('perhaps nothing changes');
  return [...why];
}

/** Absent members that an update leaves as they are. */
export function isKept(model: CollectionModel, key: string, value: Json | undefined): boolean {
  if ((systemKeys as readonly string[]).includes(key)) return true;
  if (value !== undefined) return false;
  // It stands in an item only where it was included: its absence says nothing.
  return model.fields.get(key)?.type === 'MULTI_REFERENCE' || model.writes?.missing === 'merge';
}

/** The item with the dates and the owner that are written; what the API keeps, or has not got, is passed over. */
function stamped(model: CollectionModel, verb: VerbModel, item: Item, now: number, update: boolean): Item {
  const stamps = systemKeys.map((key): readonly [SystemKey, Json | undefined] => {
    const written = model.writes?.system[key] === 'written' && verb.fields.has(key);
    return [key, written ? stampOf(key, item[key], now, update) : undefined];
  });
  if (stamps.every(([key, value]) => item[key] === undefined && value === undefined)) return item;
  return { ...item, ...Object.fromEntries(stamps) };
}

function stampOf(key: SystemKey, value: Json | undefined, now: number, update: boolean): Json | undefined {
  switch (key) {
    case '_createdDate':
      if (update) return undefined;
      return instantOf(value) === undefined ? dateValue(now) : value;
    case '_updatedDate':
      return dateValue(now);
    case '_owner':
      return value ?? undefined;
  }
}

function put(
  field: WrittenField,
  value: Json,
  input: ItemInput,
  sent: SentValue[],
  violations: Violation[],
): void {
  try {
    setValue(input, field, field.encode(value));
    sent.push({ field, value });
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    violations.push({ fieldPath: field.key, rejectedValue: value, message: `must be ${error.expected}` });
  }
}

function isSame(field: WrittenField, value: Json, stored: Json | undefined): boolean {
  try {
    return equalValues(field.shown(value), stored);
  } catch (error) {
    if (error instanceof ConversionError) return false;
    throw error;
  }
}

/** A read-only field may come along unchanged. */
function readOnlyFault(
  model: CollectionModel,
  verb: VerbModel,
  key: string,
  value: Json,
  stored: Item | undefined,
): Violation | undefined {
  const field = model.fields.get(key);
  if (field === undefined || field.hidden)
    return { fieldPath: key, rejectedValue: value, message: `the collection ${model.id} has no such field` };
  if (field.type === 'MULTI_REFERENCE' && Array.isArray(value) && value.length === 0) return undefined;
  if (stored && equalValues(field.type === 'REFERENCE' ? referenceId(value) : value, stored[key]))
    return undefined;
  return {
    fieldPath: key,
    rejectedValue: value,
    message: `is read-only: ${verb.readOnly.get(key) ?? 'this mutation does not write it'}`,
  };
}

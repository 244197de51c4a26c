/**
 * New items that a mutation tells apart by a field of theirs (a unique key), not by their ids: it would change the item that has the
 * same value, so it is looked first, and a value that is there is no new item.
 */
import { ConversionError } from '../../model/codecs/types.js';
import type { CollectionModel } from '../../model/model.js';
import type { VerbModel } from '../../model/writes.js';
import { equalValues } from '../../wix/compare.js';
import { AdapterError, itemAlreadyExists, violationsError } from '../../wix/errors.js';
import { condition } from '../../wix/filter/tree.js';
import type { Item, Json } from '../../wix/json.js';
import type { Source } from '../nodes.js';
import type { Planning } from '../planning.js';
import { pushDown, pushDownWhole } from '../pushdown/pushdown.js';
import { visibleKeys } from '../request/fields.js';
import { sourceOf } from '../tree/sources.js';

/** The field that no two items share, by which an item without an id can be found. */
export function identifyingKey({ writes }: CollectionModel): string | undefined {
  const identify = writes?.identify;
  return typeof identify === 'object' && 'key' in identify ? identify.key : undefined;
}

/** The field by which an upsert tells items apart; undefined: by their ids, or it makes new items alone. */
export function upsertKey(model: CollectionModel, verb: VerbModel): string | undefined {
  const apart = verb.verb === 'insert' && verb.upsert && verb.newId === undefined;
  return apart ? identifyingKey(model) : undefined;
}

/**
 * The items that have one of these values.
 * @param among those that the collection has for the request, or all of the API: a mutation may change what is hidden from it
 */
export function keySource(
  planning: Planning,
  key: string,
  values: readonly Json[],
  among: 'own' | 'all',
): Source {
  const push = among === 'own' ? pushDown : pushDownWhole;
  const pushdown = push(planning, { filter: condition(key, 'in', values, key), sort: [] });
  const keys = visibleKeys(planning.model, undefined);
  return sourceOf(planning, pushdown, { keys, evaluated: [key], whole: true, enough: values.length });
}

/** The value as it would be stored; an error: the item has none, or one that the field does not take. */
export function keyValue(verb: VerbModel, key: string, item: Item): Json | AdapterError {
  const given = item[key];
  const refused = (message: string): AdapterError =>
    violationsError('Invalid item', [
      { fieldPath: key, ...(given === undefined ? {} : { rejectedValue: given }), message },
    ]);
  if (given === undefined || given === null || given === '')
    return refused('is missing: the mutation changes the item that has the same value');
  try {
    return verb.fields.get(key)!.shown(given);
  } catch (error) {
    if (error instanceof ConversionError) return refused(`must be ${error.expected}`);
    throw error;
  }
}

/** Why this is no new item; undefined: it is. @param stored what was read before */
export function taken(
  verb: VerbModel,
  key: string,
  item: Item,
  stored: Iterable<Item>,
): AdapterError | undefined {
  const value = keyValue(verb, key, item);
  if (value instanceof AdapterError) return value;
  for (const each of stored) if (equalValues(each[key], value)) return itemAlreadyExists(String(value));
  return undefined;
}

/**
 * References as pairs of ids, whichever collection holds them: a REFERENCE its own, the reverse of one that of the items
 * which are referred to, a join a third one.
 */
import { whereOf } from '../../model/identity-rules.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import { AdapterError, validationError } from '../../wix/errors.js';
import { everything } from '../../wix/filter/tree.js';
import type { Planning } from '../planning.js';

export interface Edges {
  /** The collection whose items hold the pairs. */
  readonly planning: Planning;
  /** Keys of its fields with the ids of the referring and of the referenced item. */
  readonly from: string;
  readonly to: string;
  /** Key of the field that says when a pair was made; undefined: nothing says it. */
  readonly order: string | undefined;
}

/**
 * @returns undefined: the ids, or the items, stand in the referring item itself
 * @throws VALIDATION_ERROR where the collection or the fields that the mapping names cannot be used
 */
export function edgesOf(planning: Planning, field: FieldModel): Edges | undefined {
  const { pairs, collection } = field.relation!;
  const refuse = (message: string): Error => unreadable(field, message);
  if (field.type === 'REFERENCE') return edges(planning, '_id', field.key, field);
  if (pairs === undefined || pairs.kind === 'list' || pairs.kind === 'argument') return undefined;
  const holder = pairs.kind === 'reverse' ? collection : pairs.collection;
  const there = planning.other(holder);
  if (!there) throw refuse(`the collection ${holder} is not served here`);
  const [from, to] = pairs.kind === 'reverse' ? [pairs.key, '_id'] : [pairs.from, pairs.to];
  const ends = [
    [from, planning.model.id],
    [to, collection],
  ] as const;
  for (const [key, refersTo] of ends) {
    if (key === '_id') continue;
    const end = there.model.fields.get(key);
    if (!end) throw refuse(`${holder} has no field "${key}"`);
    if (end.type !== 'REFERENCE' || end.relation?.collection !== refersTo)
      throw refuse(`${key} of ${holder} is no REFERENCE to ${refersTo}`);
  }
  const { order } = field.relation!;
  if (order !== undefined && !there.model.fields.has(order))
    throw refuse(`${holder} has no field "${order}" (order)`);
  return edges(there, from, to, field);
}

/** Whether it can be looked up which items refer to given ones: they hold the ids, or a collection that is served leads back to them. */
export function leadsBack(planning: Planning, field: FieldModel): boolean {
  const kind = field.relation?.pairs?.kind;
  if (kind === 'list' || kind === 'argument') return false;
  try {
    return kind === undefined || edgesOf(planning, field) !== undefined;
  } catch (error) {
    if (error instanceof AdapterError) return false;
    throw error;
  }
}

/** The mapping of a reference field leads nowhere. */
export function unreadable({ key, position }: FieldModel, message: string): Error {
  return validationError(`The references of ${key} cannot be read: ${message}. See ${position}.`, [
    { fieldPath: key, message },
  ]);
}

function edges(planning: Planning, from: string, to: string, { relation }: FieldModel): Edges {
  return { planning, from, to, order: orderOf(planning.model, relation!.order) };
}

/** Key of the field that says when references were made: the one that is named, or the date of their items where the API has it. */
export function orderOf({ fields }: CollectionModel, named: string | undefined): string | undefined {
  if (named !== undefined) return named;
  return fields.get('_createdDate')?.source.kind === 'path' ? '_createdDate' : undefined;
}

/** Whether each item of its type belongs to the collection: nothing hides some, and no argument decides which there are. */
export function showsAll({ model, facts }: Pick<Planning, 'model' | 'facts'>): boolean {
  return whereOf(model, facts) === everything && !hasOwnArguments(model.list);
}

/** Whether arguments of the mapping's own decide which items there are. */
export function hasOwnArguments({ constants }: CollectionModel['list']): boolean {
  return [...constants.values()].some((each) => Object.keys(each).length > 0);
}

/** Whether the items of a MULTI_REFERENCE can be found at all. */
export function isElsewhere(field: FieldModel | undefined): boolean {
  return field?.source.kind === 'elsewhere';
}

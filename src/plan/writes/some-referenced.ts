/** Items that are to be referred to, where their collection has only some of the API's, or of them for whoever asks: what is hidden is not referred to. */
import { whereOf } from '../../model/identity-rules.js';
import type { FieldModel } from '../../model/model.js';
import { everything } from '../../wix/filter/tree.js';
import type { Source } from '../nodes.js';
import type { Planning } from '../planning.js';
import { fieldsRead } from '../request/wanted.js';
import { itemsById } from '../tree/sources.js';

export interface SomeReferenced {
  readonly planning: Planning;
  /** With the fields that tell whether they are among those that the collection has. */
  readonly items: Source;
}

/** @returns undefined: nothing is hidden there */
export function someReferenced(
  planning: Planning,
  { relation }: FieldModel,
  ids: readonly string[],
): SomeReferenced | undefined {
  const there = planning.other(relation!.collection);
  if (!there) return undefined;
  const where = whereOf(there.model, there.facts);
  if (where === everything) return undefined;
  return { planning: there, items: itemsById(there, ids, [], fieldsRead(where, [], there.model)) };
}

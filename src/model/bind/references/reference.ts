/** What a reference field is bound to: how the items that it refers to are found. */
import type { FieldMapping } from '../../../mapping/schema.js';
import type { FieldType } from '../../../wix/protocol.js';
import type { ScalarKind } from '../../codecs/scalars.js';
import type { ReferenceModel } from '../../references.js';
import type { BindContext } from '../context.js';
import { checkReference, type FieldPlace } from '../field-checks.js';
import { bindNestedPath } from './nested-path.js';
import { bindPairs } from './pairs.js';

/** What values of these kinds hold identifies nothing. */
const noIds: ReadonlySet<ScalarKind> = new Set(['boolean', 'single', 'dateTime', 'html', 'color']);

/** @returns undefined for fields that refer to nothing */
export function bindReference(
  type: FieldType,
  scalar: ScalarKind,
  mapping: FieldMapping,
  place: FieldPlace,
  context: BindContext,
): ReferenceModel | undefined {
  checkReference(type, mapping, place, context);
  if ((type !== 'REFERENCE' && type !== 'MULTI_REFERENCE') || mapping.collection === undefined)
    return undefined;
  if (noIds.has(scalar))
    context.problem(place.pathAt, `"${mapping.path}" is ${scalar}: no item has such an id`, {
      help: 'name the foreign key, or the id of the related object: brand.id',
    });
  const include = type === 'REFERENCE' ? mapping.include : undefined;
  const nested = include === undefined ? undefined : bindNestedPath(include, mapping, place, context);
  return Object.freeze({ collection: mapping.collection, nested });
}

/**
 * Binds a MULTI_REFERENCE whose pairs are in another collection.
 * @returns undefined where the mapping is wrong, which is reported
 */
export function bindThrough(
  mapping: FieldMapping,
  place: FieldPlace,
  context: BindContext,
): ReferenceModel | undefined {
  if (mapping.type !== 'MULTI_REFERENCE') {
    context.problem([...place.at, 'through'], 'through belongs to MULTI_REFERENCE', {
      at: 'key',
      help: 'add type: MULTI_REFERENCE',
    });
    return undefined;
  }
  checkReference('MULTI_REFERENCE', mapping, place, context);
  const ways = bindPairs(mapping, place, context);
  const { collection, through } = mapping;
  if (ways === undefined || collection === undefined) return undefined;
  return Object.freeze({ collection, nested: undefined, ...ways, order: through?.order });
}

/** Which fields of an item a request wants to see (protocol section 5.4). */
import type { CollectionModel } from '../../model/model.js';
import type { QueryRequest } from '../../wix/requests.js';
import { resolveSystemField } from '../../wix/system-fields.js';

/** Fields of an item: those asked for, or all but multi-references, which stand in an item only when included. */
export function visibleKeys(
  model: CollectionModel,
  fields: readonly string[] | undefined,
): readonly string[] {
  const own = (key: string): boolean =>
    isVisible(model, key) && model.fields.get(key)!.type !== 'MULTI_REFERENCE';
  if (fields === undefined || fields.length === 0) return [...model.fields.keys()].filter(own);
  const keys = systemFields(model, fields)!.map((path) =>
    model.fields.has(path) ? path : path.split('.')[0]!,
  );
  return [...new Set(keys)].filter(own);
}

/** Whether Wix knows of the field. */
export function isVisible(model: CollectionModel, key: string): boolean {
  return model.fields.get(key)?.hidden === false;
}

/** The names of the projection; what is included belongs to it, whether it is named or not. */
export function projectedFields(
  model: CollectionModel,
  { fields, includeReferencedItems }: Pick<QueryRequest, 'fields' | 'includeReferencedItems'>,
): readonly string[] | undefined {
  const named = systemFields(model, fields);
  const keys = includeReferencedItems.map((each) => each.fieldKey);
  return named && [...named, ...keys.filter((key) => !named.some((path) => path.split('.')[0] === key))];
}

/** The names of the projection, with the system fields by their own names. */
export function systemFields(
  model: CollectionModel,
  fields: readonly string[] | undefined,
): readonly string[] | undefined {
  return fields?.map((path) => resolveSystemField(path, (key) => model.fields.has(key)));
}

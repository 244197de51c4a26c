/** The ids of items that are written, as the upstream is asked for them. */
import { ConversionError } from '../../model/codecs/types.js';
import type { CollectionModel } from '../../model/model.js';
import type { Json } from '../../styles/vocabulary.js';

export interface WriteId {
  readonly raw: Json;
  /** The upstream takes this id for no other: without it, the item is looked at before. */
  readonly exact: boolean;
}

/** undefined: no item has this id. */
export function writeId(model: CollectionModel, id: string): WriteId | undefined {
  const { source } = model.fields.get('_id')!;
  if (source.kind !== 'path') return undefined;
  const { codec } = source;
  const constraint = codec.equality(id);
  if (constraint?.kind === 'never') return undefined;
  if (constraint?.kind === 'compare' && constraint.value !== null && constraint.value !== '')
    return { raw: constraint.value, exact: constraint.wide !== true };
  try {
    const raw = codec.encode?.(id);
    return raw === undefined || raw === null || raw === '' ? undefined : { raw, exact: false };
  } catch (error) {
    if (error instanceof ConversionError) return undefined;
    throw error;
  }
}

/** What an item will show of what was sent of it: what is stored is compared with it. */
import type { CollectionModel } from '../../model/model.js';
import type { WrittenField } from '../../model/writes.js';
import type { Json } from '../../styles/vocabulary.js';
import { equalValues } from '../../wix/compare.js';
import type { Item } from '../../wix/json.js';

/** A field that was sent, with its value in Wix; null: the value is taken away. */
export interface SentValue {
  readonly field: WrittenField;
  readonly value: Json;
}

/**
 * By field. Worked out where it is asked for: most answers hold the item, and nothing is compared then.
 * What a codec has encoded it also decodes (the laws of the codecs), so nothing is thrown here.
 */
export function shownOf(
  model: CollectionModel,
  { sent }: { readonly sent: readonly SentValue[] },
): Readonly<Record<string, Json>> {
  return Object.fromEntries(sent.map((each) => [each.field.key, shownValue(model, each)]));
}

/** Whether the item shows all that was sent, whatever its id. */
export function showsSent(shown: Readonly<Record<string, Json>>, item: Item): boolean {
  return Object.entries(shown).every(([key, value]) => key === '_id' || equalValues(value, item[key]));
}

function shownValue(model: CollectionModel, { field, value }: SentValue): Json {
  if (value !== null) return field.shown(value);
  const { source } = model.fields.get(field.key)!;
  return source.kind === 'path' ? (source.default ?? null) : null;
}

/** Without the fields that Wix never sees. */
export function withoutHidden(model: CollectionModel, item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([key]) => model.fields.get(key)?.hidden === false));
}

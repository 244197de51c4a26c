/** A reference is its id, and an object that is given for it stands for its `_id` (protocol section 7.2). */
import { isObject, type Json } from './json.js';

/** @returns null for an object that has no id; whatever is no object as it is */
export function referenceId(value: Json): Json {
  if (!isObject(value)) return value;
  return (value._id ?? value.id ?? null) as Json;
}

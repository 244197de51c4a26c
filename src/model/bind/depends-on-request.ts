/** Arguments of a field that hold facts of the request: its values are then not the same for every request. */
import { isPlainObject, type Json } from '../../json.js';
import { factNames, languageMapOf } from '../../upstream/transport/context.js';

/** Whether a fact of the request, or a map of languages, stands anywhere in the value. */
export function dependsOnRequest(value: Json | undefined): boolean {
  if (typeof value === 'string') return factNames.includes(value);
  if (Array.isArray(value)) return value.some((each: Json) => dependsOnRequest(each));
  if (value === undefined || !isPlainObject(value)) return false;
  return languageMapOf(value) !== undefined || Object.values(value).some((each) => dependsOnRequest(each));
}

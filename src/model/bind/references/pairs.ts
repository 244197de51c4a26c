/** A MULTI_REFERENCE whose ids are not in its own rows: where the pairs are. */
import type { FieldMapping } from '../../../mapping/schema.js';
import type { PairsOf } from '../../references.js';
import type { BindContext } from '../context.js';
import type { FieldPlace } from '../field-checks.js';
import { bindNestedList } from './nested-list.js';

/** @returns undefined where the mapping says no way, or several, which is reported */
export function bindPairs(
  mapping: FieldMapping,
  place: FieldPlace,
  context: BindContext,
): PairsOf | undefined {
  const { at } = place;
  const { reverse, join, list } = mapping.through ?? {};
  if (mapping.path !== undefined || mapping.template !== undefined) {
    context.problem([...at, 'through'], 'through stands where no path leads to the ids', {
      at: 'key',
      help: 'take out path or through',
    });
    return undefined;
  }
  if ([reverse, join, list].filter((each) => each !== undefined).length !== 1) {
    context.problem([...at, 'through'], 'through needs one of reverse, join and list', { at: 'key' });
    return undefined;
  }
  if (list !== undefined) {
    const found = bindNestedList(list, mapping, place, context);
    return found && Object.freeze({ kind: 'list', list: found });
  }
  return join === undefined
    ? Object.freeze({ kind: 'reverse', key: reverse! })
    : Object.freeze({ kind: 'join', ...join });
}

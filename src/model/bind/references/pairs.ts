/** A MULTI_REFERENCE whose ids are not in its own rows: where the pairs are. */
import type { FieldMapping } from '../../../mapping/schema.js';
import { parseAddress } from '../../../upstream/document/argument-path.js';
import { isMissing, locate, typeAt } from '../../../upstream/document/location.js';
import type { PairsOf, ReferenceModel } from '../../references.js';
import type { BindContext } from '../context.js';
import type { FieldPlace } from '../field-checks.js';
import { bindNestedList } from './nested-list.js';

/** Ways to the pairs; `listed` is a list in the rows beside another way. */
export type BoundPairs = Pick<ReferenceModel, 'pairs' | 'listed'>;

/** @returns undefined where the mapping says no way, or several, which is reported */
export function bindPairs(
  mapping: FieldMapping,
  place: FieldPlace,
  context: BindContext,
): BoundPairs | undefined {
  const { at } = place;
  const { reverse, join, argument, list } = mapping.through ?? {};
  if (mapping.path !== undefined || mapping.template !== undefined) {
    context.problem([...at, 'through'], 'through stands where no path leads to the ids', {
      at: 'key',
      help: 'take out path or through',
    });
    return undefined;
  }
  const others = [reverse, join, argument].filter((each) => each !== undefined).length;
  if (others > 1 || (others === 0 && list === undefined)) {
    context.problem(
      [...at, 'through'],
      'through needs one of reverse, join, argument and list, or list and one of the others',
      { at: 'key' },
    );
    return undefined;
  }
  const pairs = others === 0 ? undefined : otherPairs(mapping, place, context);
  if (others > 0 && !pairs) return undefined;
  if (list === undefined) return { pairs: pairs! };
  const found = bindNestedList(list, mapping, place, context);
  if (!found) return undefined;
  return pairs ? { pairs, listed: found } : { pairs: Object.freeze({ kind: 'list', list: found }) };
}

function otherPairs(mapping: FieldMapping, { at }: FieldPlace, context: BindContext): PairsOf | undefined {
  const { reverse, join, argument } = mapping.through!;
  if (reverse !== undefined) return Object.freeze({ kind: 'reverse', key: reverse });
  if (join !== undefined) return Object.freeze({ kind: 'join', ...join });
  if (typeof argument === 'string')
    return Object.freeze({ kind: 'argument', at: parseAddress(argument), location: undefined });
  const { list, name } = argument!;
  const location = locate(context.schema, list);
  const place = [...at, 'through', 'argument'];
  if (isMissing(location)) {
    context.problem([...place, 'list'], `${location.typeName} has no field "${location.name}"`);
    return undefined;
  }
  const address = parseAddress(name);
  if (!typeAt(location, address)) {
    context.problem([...place, 'name'], `"${list}" has no argument "${name}"`);
    return undefined;
  }
  return Object.freeze({ kind: 'argument', at: address, location });
}

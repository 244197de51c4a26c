/** The line that makes a false claim true, as a place in the collection's file and a value. */
import type { CollectionModel } from '../../model/model.js';
import { upstreamOperators } from '../../styles/vocabulary.js';
import type { FalseClaim, Fix } from './false-claim.js';

/** undefined: a person has to find out what is meant. */
export function fixOf(
  { claim, fix }: Pick<FalseClaim, 'claim' | 'fix'>,
  { list }: CollectionModel,
): Fix | undefined {
  if (fix) return fix;
  const [what, key = '', operator = ''] = claim.split(' ');
  switch (what) {
    case 'filter':
      if (key === 'or' || key === 'and' || key === 'not')
        return { line: ['list', 'filter', key], value: null };
      if (key === '_id') return { line: ['list', 'filter', 'operators', 'id', operator], value: null };
      // A search language spells its operators itself.
      return list.filter?.style.style !== 'search' && upstreamOperators.some((each) => each === operator)
        ? { line: ['fields', key, 'operators', operator], value: null }
        : { line: ['fields', key, 'filter'], value: false };
    case 'sort':
      if (key === 'keys') return { line: ['list', 'sort', 'max'], value: 1 };
      return key === '_id'
        ? { line: ['list', 'sort'], value: null }
        : { line: ['fields', key, 'sort'], value: false };
    case 'ties':
      return { line: ['list', 'sort', 'unique'], value: false };
    case 'total':
      return { line: ['list', 'count'], value: null };
    case 'aggregate':
      return { line: ['aggregate'], value: false };
    default:
      return undefined;
  }
}

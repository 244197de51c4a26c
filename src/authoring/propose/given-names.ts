/** Names that were given on the command line: which lists they are of, and which are of none. */
import type { DetectedList, Detection } from '../detect/collections.js';
import { takesConstant } from './constants.js';
import { collectionName } from './names.js';
import type { ProposalOptions, Unknown } from './proposal.js';

/** @param collections ids of the proposed collections */
export function unknownNames(
  { only = [], exclude = [], set = [], ids = new Map() }: ProposalOptions,
  { lists, skipped }: Detection,
  collections: readonly string[],
): Unknown {
  const known = [
    ...lists.flatMap((each) => [collectionName(each), each.field, each.itemType]),
    ...skipped.map((each) => each.field),
    ...collections,
  ];
  return {
    only: unmatched(only, known),
    exclude: unmatched(exclude, known),
    set: set
      .filter((each) => !lists.some((list) => takesConstant(list, each)))
      .map(({ argument }) => argument),
    id: unknownIds(ids, lists),
  };
}

/** Names that no list has, and paths that the items of none have. */
function unknownIds(ids: ReadonlyMap<string, string>, lists: readonly DetectedList[]): readonly string[] {
  return [...ids].flatMap(([name, path]) => {
    const named = lists.filter((each) => each.itemType === name || each.field === name);
    if (named.length === 0) return [name];
    return named.some(({ keys }) => keys[0]?.path === path) ? [] : [`${name}=${path}`];
  });
}

function unmatched(patterns: readonly string[], names: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => !names.some(matcher(pattern)));
}

/** A pattern with * for any characters; letters' case does not count. */
export function matcher(pattern: string): (name: string) => boolean {
  const parts = pattern
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return (name) => expression.test(name.toLowerCase());
}

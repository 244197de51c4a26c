/** Items of a MULTI_REFERENCE that came inside the rows, and whether they are all. */
import { upstreamError } from '../../calls/failures.js';
import { includedKey } from '../../model/references.js';
import type { Inclusion } from '../../plan/nodes.js';
import type { Item, Json } from '../../wix/json.js';
import { compileSort } from '../../wix/sort.js';
import { showing } from './batch.js';

/** What a row's reader gives of a list inside it. */
export interface NestedGroup {
  readonly items: readonly Item[];
  /** The upstream gave all of them. */
  readonly whole: boolean;
}

/** Takes the group of a field out of a row that was read with it. */
export function nestedGroup(item: Item, key: string): NestedGroup {
  return item[includedKey(key)] as unknown as NestedGroup;
}

/** The refusal of a list that the upstream cut. */
export function cutList(item: Item, key: string, position?: string): Error {
  const remedy = position === undefined ? '' : `. Map it through reverse or join instead (${position})`;
  return upstreamError(
    `The upstream API gives only some of the ${key} of the item ${String(item._id)}${remedy}`,
    502,
    `the list of ${key} is cut`,
  );
}

/**
 * The items that are shown of each row.
 * @throws AdapterError (502) where more are wanted than the upstream gave, and there are more
 */
export function listedItemsOf(inclusion: Extract<Inclusion, { how: 'listed' }>): (item: Item) => Json {
  const { key, limit, order, position } = inclusion;
  const show = showing(inclusion);
  const compare = order === undefined ? undefined : compileSort([{ path: order, order: 'ASC' }]);
  return (item) => {
    const { items, whole } = nestedGroup(item, key);
    const sorted = compare ? [...items].sort(compare) : items;
    const shown = sorted
      .map(show)
      .filter((each) => each !== undefined)
      .slice(0, limit);
    // A part of a list has the first ones only in the order in which it came.
    if (!whole && limit > 0 && (compare !== undefined || shown.length < limit))
      throw cutList(item, key, position);
    return shown as readonly Json[];
  };
}

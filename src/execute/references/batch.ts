/** Items of another collection by their ids, as they are shown inside others. */
import type { Inclusion } from '../../plan/nodes.js';
import { itemsById } from '../../plan/tree/sources.js';
import { compileFilter } from '../../wix/filter/evaluate.js';
import { everything } from '../../wix/filter/tree.js';
import type { Item } from '../../wix/json.js';
import { type Execution, planningOf } from '../execution.js';
import { readPages } from '../pages.js';

/** What of an item is shown inside another; undefined: it is not to be shown. */
export type Show = (item: Item) => Item | undefined;

export type Shown = Pick<Extract<Inclusion, { how: 'nested' }>, 'shown' | 'filter'>;

const asItIs: Show = (item) => item;

/**
 * Keeps the fields that are shown, of items that the filter lets through.
 * @param sorted a field was read to sort by, perhaps one that is not shown
 */
export function showing({ shown, filter }: Shown, sorted = false): Show {
  // Then nothing but the fields that are shown was read.
  if (filter === everything && !sorted) return asItIs;
  const matches = compileFilter(filter);
  const keys = new Set(['_id', ...shown]);
  return (item) => {
    if (!matches(item)) return undefined;
    const entries = Object.entries(item);
    return entries.every(([key]) => keys.has(key))
      ? item
      : Object.fromEntries(entries.filter(([key]) => keys.has(key)));
  };
}

/** By id; those that are gone or not to be shown are left out. Ids are not repeated. */
export async function itemsOfBatch(
  execution: Execution,
  inclusion: Shown & Pick<Extract<Inclusion, { how: 'batched' }>, 'collection' | 'filtered'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Item>> {
  const { collection, shown, filtered } = inclusion;
  const other = execution.runtime.collection(collection);
  const found = new Map<string, Item>();
  if (other === undefined || ids.length === 0) return found;
  const show = showing(inclusion);
  for await (const page of readPages(
    execution,
    other,
    itemsById(planningOf(execution, other), ids, shown, filtered),
  )) {
    for (const item of page) {
      const included = show(item);
      if (included) found.set(String(item._id), included);
    }
  }
  return found;
}

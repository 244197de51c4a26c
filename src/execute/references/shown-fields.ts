/** What is shown of an item. */
import type { Item } from '../../wix/json.js';

/** The id and the named fields. */
export function only(item: Item, shown: readonly string[]): Item {
  const keys = new Set(['_id', ...shown]);
  return Object.fromEntries(Object.entries(item).filter(([key]) => keys.has(key)));
}

/** Included references: what came inside the rows takes the place of its id, the rest is read from its collection at once. */
import { upstreamError } from '../../calls/failures.js';
import type { CollectionModel } from '../../model/model.js';
import { includedKey } from '../../model/references.js';
import type { Inclusion, Rows } from '../../plan/nodes.js';
import type { Item, Json } from '../../wix/json.js';
import type { Execution } from '../execution.js';
import type { FindRows } from '../found.js';
import { measured } from '../measured.js';
import { inParallel } from '../parallel.js';
import { askedGroups } from './asked.js';
import { itemsOfBatch, showing } from './batch.js';
import { listedItemsOf } from './listed.js';
import { groupOf, groupsOfEdges, groupsOfLists } from './several.js';

/** What takes the place of an item's id; undefined: the id stays. */
type Find = (item: Item) => Json | undefined;

/** Items with the ones that they refer to in place of ids. */
export async function includeItems(
  execution: Execution,
  model: CollectionModel,
  { inclusions }: Extract<Rows, { kind: 'include' }>,
  items: readonly Item[],
  find: FindRows,
): Promise<readonly Item[]> {
  const finds = await inParallel(model.limits.concurrency, inclusions, (each) =>
    measured(execution, each, (noted) => findIncluded(noted, model, each, items, find)),
  );
  const found = new Map<string, Find>();
  const aside = new Set<string>();
  for (const [index, { key }] of inclusions.entries()) {
    const find = finds[index];
    if (!find) continue;
    found.set(key, find);
    aside.add(includedKey(key));
  }
  return found.size === 0 ? items : items.map((item) => withIncluded(item, found, aside));
}

async function findIncluded(
  execution: Execution,
  model: CollectionModel,
  inclusion: Inclusion,
  items: readonly Item[],
  find: FindRows,
): Promise<Find | undefined> {
  switch (inclusion.how) {
    case 'left':
      return undefined;
    case 'nested':
      return nestedItem(inclusion);
    case 'listed':
      return listedItemsOf(execution, model, inclusion, items, find);
    case 'edges':
      return groupOf(await groupsOfEdges(execution, model, inclusion, items, find));
    case 'asked':
      return groupOf(await askedGroups(execution, model, inclusion, items));
    case 'held':
      return groupOf(await groupsOfLists(execution, inclusion, items));
    case 'batched': {
      const { key } = inclusion;
      const ids = new Set(items.map((item) => item[key]));
      const named = [...ids].filter((id): id is string => typeof id === 'string' && id !== '');
      const found = await itemsOfBatch(execution, inclusion, named);
      return (item) => found.get(item[key] as string) as Json | undefined;
    }
  }
}

/**
 * An item that is not there, or not to be shown, leaves its id. One pass over the item, whatever is included in it: this is done
 * for each row.
 * @param aside keys that stand beside the ids until now
 */
function withIncluded(item: Item, finds: ReadonlyMap<string, Find>, aside: ReadonlySet<string>): Item {
  const shown: Record<string, Json> = {};
  for (const name in item) if (!aside.has(name)) shown[name] = item[name]!;
  for (const [key, find] of finds) {
    const found = find(item);
    if (found !== undefined) shown[key] = found;
  }
  return shown;
}

function nestedItem(inclusion: Extract<Inclusion, { how: 'nested' }>): Find {
  const { key, collection } = inclusion;
  const show = showing(inclusion);
  return (item) => {
    const found = item[includedKey(key)] as Item | null;
    if (found === null) return undefined;
    if (found._id !== item[key])
      throw upstreamError(
        `The upstream API's related object is another than its id says: ${key} of the item ${String(item._id)} is ${String(item[key])}, and the object in the row is ${String(found._id)} of ${collection}`,
        502,
        `${key} and its include lead to different items`,
      );
    return show(found) as Json | undefined;
  };
}

/** Items of a MULTI_REFERENCE that came inside the rows, and whether they are all. */
import { upstreamError } from '../../calls/failures.js';
import type { CollectionModel } from '../../model/model.js';
import { includedKey } from '../../model/references.js';
import type { Inclusion } from '../../plan/nodes.js';
import type { Item, Json } from '../../wix/json.js';
import { compileSort } from '../../wix/sort.js';
import { compileEvidence } from '../evidence.js';
import type { Execution } from '../execution.js';
import type { FindRows } from '../found.js';
import { createWork } from '../work.js';
import { askedGroups } from './asked.js';
import { showing } from './batch.js';
import { groupsOfEdges } from './several.js';

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
 * The items that are shown of each row. Those of rows that have only some are read in another way, for all such rows together.
 * @throws AdapterError (502) where more are wanted than the upstream gave, there are more, and no other way leads to them
 */
export async function listedItemsOf(
  execution: Execution,
  model: CollectionModel,
  inclusion: Extract<Inclusion, { how: 'listed' }>,
  items: readonly Item[],
  find: FindRows,
): Promise<(item: Item) => Json> {
  const { key, collection, limit, order, position, evidence, otherwise } = inclusion;
  const show = showing(inclusion, true);
  const other = execution.runtime.collection(collection);
  const look = compileEvidence(other ?? model, evidence);
  const work = createWork(execution);
  const compare = order === undefined ? undefined : compileSort([{ path: order, order: 'ASC' }]);
  const shown = new Map<string, readonly Item[]>();
  const cut: Item[] = [];
  for (const item of items) {
    const { items: group, whole } = nestedGroup(item, key);
    if (work.pay(1 + group.length)) await work.rest();
    await look(group, work);
    const sorted = compare ? [...group].sort(compare) : group;
    const first = sorted
      .map(show)
      .filter((each) => each !== undefined)
      .slice(0, limit);
    // A part of a list has the first ones only in the order in which it came.
    if (whole || limit === 0 || (compare === undefined && first.length === limit))
      shown.set(String(item._id), first);
    else if (otherwise) cut.push(item);
    else throw cutList(item, key, position);
  }
  const groups =
    otherwise === undefined || cut.length === 0
      ? undefined
      : otherwise.how === 'edges'
        ? await groupsOfEdges(execution, model, otherwise, cut, find)
        : await askedGroups(execution, model, otherwise, cut);
  return (item) => (shown.get(String(item._id)) ?? groups?.get(String(item._id)) ?? []) as readonly Json[];
}

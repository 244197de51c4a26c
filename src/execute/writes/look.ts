/** Items as they are stored now, in one batch: what is sent is made of them, and what was sent is seen in them. */

import { untrustworthy } from '../../calls/failures.js';
import { whereOf } from '../../model/identity-rules.js';
import type { CollectionModel } from '../../model/model.js';
import type { Source } from '../../plan/nodes.js';
import { visibleKeys } from '../../plan/request/fields.js';
import { fieldsRead } from '../../plan/request/wanted.js';
import { getNode } from '../../plan/tree/sources.js';
import { keySource } from '../../plan/writes/by-key.js';
import { compileFilter } from '../../wix/filter/evaluate.js';
import { everything } from '../../wix/filter/tree.js';
import type { Item, Json } from '../../wix/json.js';
import { Contradiction } from '../evidence.js';
import { type Execution, planningOf } from '../execution.js';
import { readPages } from '../pages.js';

/**
 * @param where which of them are there. Default: those that the collection has for the request
 * @throws AdapterError where the items cannot be read
 */
export async function readStored(
  execution: Execution,
  model: CollectionModel,
  rows: Source,
  where = whereOf(model, execution.scope),
): Promise<ReadonlyMap<string, Item>> {
  try {
    const items = await readAll(execution, model, rows);
    // Items of the API that do not belong to the collection are not there.
    const own = where === everything ? items : items.filter(compileFilter(where));
    return new Map(own.map((item) => [item._id as string, item]));
  } catch (error) {
    // A plan of writes is not made anew: what was sent is sent.
    throw error instanceof Contradiction ? untrustworthy(error.message) : error;
  }
}

/** The visible fields of these items; undefined: they cannot be read. */
export async function lookAt(
  execution: Execution,
  model: CollectionModel,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Item> | undefined> {
  const planning = planningOf(execution, model);
  const scope = fieldsRead(whereOf(model, execution.scope), [], model);
  const reader = planning.knowledge.reader([...visibleKeys(model, undefined), ...scope]);
  try {
    return await readStored(execution, model, getNode(planning, ids, reader, []));
  } catch {
    return undefined;
  }
}

/** Items whose field has one of these values; undefined: they cannot be read. */
export async function lookByKey(
  execution: Execution,
  model: CollectionModel,
  key: string,
  values: readonly Json[],
): Promise<readonly Item[] | undefined> {
  try {
    return await readAll(execution, model, keySource(planningOf(execution, model), key, values, 'own'));
  } catch {
    return undefined;
  }
}

async function readAll(execution: Execution, model: CollectionModel, source: Source): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of readPages(execution, model, source)) items.push(...page);
  return items;
}

/** One item read through the mapping's getter alone, to see whether the getter gives what it is asked for. */

import { encodeId } from '../calls/ids-request.js';
import type { CollectionModel } from '../model/model.js';
import { createBudget } from './budget.js';
import { fetchByGetter } from './ids.js';
import { createMemory } from './memory.js';
import type { RequestContext, Run } from './run.js';

/** The ids of what comes; undefined: there is no getter, or it cannot be asked for this id. */
export async function rereadById(
  model: CollectionModel,
  id: string,
  context: RequestContext,
): Promise<readonly unknown[] | undefined> {
  const encoded = encodeId(model, id);
  if ((!model.get.one && !model.get.many) || encoded === undefined || encoded === null) return undefined;
  const budget = createBudget(context.world, model.limits, model.limitFile, () => []);
  const run: Run = { model, context, memory: createMemory(), budget };
  const reader = model.rows([]);
  const rows = await fetchByGetter(run, [encoded], { reader, evaluated: ['_id'] });
  return rows.map((row) => reader.read(row)._id);
}

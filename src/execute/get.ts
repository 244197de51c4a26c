/** Items by id, many at once. Never one request an id. */
import type { Call } from '../calls/call.js';
import { untrustworthy } from '../calls/failures.js';
import { fewerIds } from '../calls/fewer-ids.js';
import { type AskedId, encodeId, getterCall, type WantedRows } from '../calls/ids.js';
import type { CollectionModel } from '../model/model.js';
import { type Claim, claimText } from '../plan/claims/claims.js';
import type { IdBatch, Source } from '../plan/nodes.js';
import type { Item } from '../wix/json.js';
import { Contradiction } from './evidence.js';
import type { Execution } from './execution.js';
import { inParallel } from './parallel.js';
import { readRange } from './range.js';
import { scanRows } from './scan.js';
import { send } from './send.js';
import { tolerating } from './tolerate.js';

/** Items with the ids of the node, in the order of the ids; absent ones are left out. */
export async function getItems(
  execution: Execution,
  model: CollectionModel,
  { ids, batches, reader, evaluated }: Extract<Source, { kind: 'get' }>,
): Promise<readonly Item[]> {
  const found = new Map<string, Item>();
  const tolerate = tolerating(execution, model, evaluated);
  await inParallel(model.limits.concurrency, batches, async (batch) => {
    const meant = new Set(batch.asked.map(([id]) => id));
    // Worked out for the rare row that nobody asked for.
    const isLike = (id: string): boolean => batch.asked.some(([each]) => loose(each) === loose(id));
    for (const row of await readBatch(execution, model, batch, { reader, evaluated })) {
      // An item that the upstream hides.
      if (row === null) continue;
      const item = reader.read(row, tolerate);
      const id = item._id as string;
      // Where the upstream takes several ids for the same, others come along.
      if (!meant.has(id)) {
        if (batch.kind === 'list' && !batch.all && !isLike(id)) throw unasked(model, id);
        continue;
      }
      if (found.has(id)) throw untrustworthy(`the id ${id} belongs to two rows`);
      found.set(id, item);
    }
  });
  return ids.map((id) => found.get(id)).filter((item) => item !== undefined);
}

/** Ids that an API may take for the same: zeros in front, letters of either case, UUIDs with and without hyphens. */
function loose(id: string): string {
  return id
    .toLowerCase()
    .replace(/[-{}]/g, '')
    .replace(/^0+(?=\d)/, '');
}

/** A row that nobody asked for: the filter by id was not heeded, and then absent ids prove nothing. */
function unasked(model: CollectionModel, id: string): Contradiction {
  const claim: Claim = { kind: 'filter', field: '_id', operator: 'in' };
  return new Contradiction(model, [claim], `${claimText(claim)} (item ${id})`);
}

async function readBatch(
  execution: Execution,
  model: CollectionModel,
  batch: IdBatch,
  wanted: WantedRows,
): Promise<readonly unknown[]> {
  if (batch.kind === 'call') {
    execution.budget.rows(batch.asked.length);
    return readByGetter(execution, batch.call, batch.asked, wanted);
  }
  const { read, all } = batch;
  const reading = { execution, model, query: read.query, flaws: { seen: false } };
  if (!all) return (await readRange(reading, { read, offset: 0, limit: batch.asked.length })).rows;
  const rows: unknown[] = [];
  for await (const page of scanRows(reading, read, true)) rows.push(...page);
  return rows;
}

/** Where the document is refused for its size, or for an id that nothing has, the rest is asked again. */
async function readByGetter(
  execution: Execution,
  call: Call<readonly unknown[]>,
  asked: readonly AskedId[],
  wanted: WantedRows,
): Promise<readonly unknown[]> {
  try {
    return await send(execution, call);
  } catch (error) {
    const parts = fewerIds(call.model, asked, error);
    if (parts === undefined) throw error;
    const rows: unknown[] = [];
    for (const part of parts) {
      const values = part.map(([, value]) => value);
      const smaller = getterCall(call.model, values, wanted, execution.scope);
      rows.push(...(await readByGetter(execution, smaller, part, wanted)));
    }
    return rows;
  }
}

/**
 * What the mapping's getter alone gives for an id, to see whether it gives what it is asked for.
 * @returns the ids of what comes; undefined: there is no getter, or it cannot be asked for this id
 */
export async function rereadById(
  execution: Execution,
  model: CollectionModel,
  id: string,
): Promise<readonly unknown[] | undefined> {
  const encoded = encodeId(model, id);
  if ((!model.get.one && !model.get.many) || encoded === undefined || encoded === null) return undefined;
  const reader = execution.runtime.knowledge(model).reader([]);
  execution.budget.rows(1);
  const call = getterCall(model, [encoded], { reader, evaluated: ['_id'] }, execution.scope);
  return (await send(execution, call)).map((row) => reader.read(row)._id);
}

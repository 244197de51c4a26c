/** Fetching items by id, many at once. Never one request an id. */

import {
  type CallsRequest,
  idChunks,
  prepareGetter,
  prepareIds,
  type WantedRows,
} from '../calls/ids-request.js';
import { operationName } from '../calls/list.js';
import type { RowReader } from '../model/model.js';
import type { Json } from '../styles/vocabulary.js';
import type { Item } from '../wix/json.js';
import { untrustworthy } from './failures.js';
import { inParallel } from './parallel.js';
import { readRange } from './range.js';
import type { Run } from './run.js';
import { scanRows } from './scan.js';
import { send } from './send.js';
import { tolerating } from './tolerate.js';

/**
 * Items with these ids, in the order of the ids; absent ones are left out.
 * @param evaluated keys of the fields that are worked with here
 */
export async function fetchByIds(
  run: Run,
  ids: readonly string[],
  reader: RowReader,
  evaluated: readonly string[],
): Promise<readonly Item[]> {
  const found = new Map<string, Item>();
  const tolerate = tolerating(run, evaluated);
  await inParallel(run.model.limits.concurrency, idChunks(run.model, ids), async (chunk) => {
    const meant = new Set(chunk.map(([id]) => id));
    const values = chunk.map(([, value]) => value);
    for (const row of await fetchChunk(run, values, { reader, evaluated })) {
      const item = reader.read(row, tolerate);
      const id = item._id as string;
      // Where the upstream takes several ids for the same, others come along.
      if (!meant.has(id)) continue;
      if (found.has(id)) throw untrustworthy(`the id ${id} belongs to two rows`);
      found.set(id, item);
    }
  });
  return ids.map((id) => found.get(id)).filter((item) => item !== undefined);
}

async function fetchChunk(run: Run, ids: readonly Json[], wanted: WantedRows): Promise<readonly unknown[]> {
  const request = prepareIds(run.model, ids, wanted, run.context.scope);
  if (request.kind === 'list') {
    const { query } = request;
    if (!request.whole)
      return (await readRange(run, query, { offset: 0, limit: ids.length, count: false })).rows;
    const rows: unknown[] = [];
    for await (const page of scanRows(run, query, { whole: true, first: 0 })) rows.push(...page);
    return rows;
  }
  return sendCalls(run, request, ids.length);
}

/** Rows as the mapping's getter gives them, whatever else could find them. There must be one. */
export function fetchByGetter(
  run: Run,
  ids: readonly Json[],
  wanted: WantedRows,
): Promise<readonly unknown[]> {
  return sendCalls(run, prepareGetter(run.model, ids, wanted, run.context.scope), ids.length);
}

async function sendCalls(run: Run, request: CallsRequest, rows: number): Promise<readonly unknown[]> {
  const calls = request.expected.map((each) => each.call);
  const operation = run.model.upstream.operations(operationName(run.model), calls);
  run.budget.request();
  run.budget.rows(rows);
  return request.read(await send(run, operation, request.expected));
}

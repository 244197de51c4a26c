/** The items of a source, a page at a time: one function for each kind of node that gives rows without an order. */
import { untrustworthy } from '../calls/failures.js';
import type { ListQuery } from '../calls/list.js';
import type { CellFault } from '../model/cell-fault.js';
import { copiedRow, itemOf } from '../model/copied-row.js';
import type { CollectionModel } from '../model/model.js';
import type { Source } from '../plan/nodes.js';
import { compileFilter } from '../wix/filter/evaluate.js';
import type { Item } from '../wix/json.js';
import { compileEvidence } from './evidence.js';
import type { Execution } from './execution.js';
import { getItems } from './get.js';
import { measuredPages } from './measured.js';
import { scanRows } from './scan.js';
import { tolerating } from './tolerate.js';
import { createWork, filterSteps } from './work.js';

export type Pages = AsyncGenerator<readonly Item[], void>;

/** Every item of a source, a page at a time. Two rows with one id are refused. */
export function readPages(execution: Execution, model: CollectionModel, source: Source): Pages {
  return measuredPages(execution, source, (each) => readNode(each, model, source));
}

async function* readNode(execution: Execution, model: CollectionModel, source: Source): Pages {
  switch (source.kind) {
    case 'empty':
      return;
    case 'get':
      yield await getItems(execution, model, source);
      return;
    case 'scan':
      yield* scanItems(execution, model, source);
      return;
    case 'filter':
      yield* filterItems(execution, model, source);
  }
}

async function* scanItems(
  execution: Execution,
  model: CollectionModel,
  { read, whole, evidence }: Extract<Source, { kind: 'scan' }>,
): Pages {
  const seen = new Set<string>();
  const { query } = read;
  const flaws = { seen: false };
  const toItem = rowReader(execution, model, query, flaws);
  const look = compileEvidence(model, evidence);
  const work = createWork(execution);
  try {
    for await (const rows of scanRows({ execution, model, query, flaws }, read, whole)) {
      const items = await itemsOf(execution, query, rows, toItem);
      refuseRepeated(items, seen);
      if (!flaws.seen) await look(items, work);
      yield items;
    }
  } finally {
    const { requestId, observe } = execution;
    observe({ kind: 'rows scanned', requestId, collection: model.id, rows: seen.size });
  }
}

async function* filterItems(
  execution: Execution,
  model: CollectionModel,
  { input, residual }: Extract<Source, { kind: 'filter' }>,
): Pages {
  const matches = compileFilter(residual);
  const steps = filterSteps(residual);
  const work = createWork(execution);
  for await (const page of readPages(execution, model, input)) {
    work.reserve(steps * page.length);
    const kept: Item[] = [];
    for (const item of page) {
      if (work.pay(steps)) await work.rest();
      if (matches(item)) kept.push(item);
    }
    yield kept;
  }
}

/** Makes items of the rows of a query; a value that is missing for a fault is told to `flaws`. */
export function rowReader(
  execution: Execution,
  model: CollectionModel,
  { reader, evaluated = [] }: ListQuery,
  flaws: { seen: boolean },
): (row: unknown) => Item {
  const { read } = reader!;
  const tolerate = tolerating(execution, model, evaluated);
  const note = (fault: CellFault): void => {
    flaws.seen = true;
    tolerate(fault);
  };
  return (row) => {
    const copied = copiedRow(row);
    return copied ? itemOf(copied) : read(row, note);
  };
}

/** Rows as items, in pieces: a page may be wide. */
export async function itemsOf(
  execution: Execution,
  { reader }: ListQuery,
  rows: readonly unknown[],
  toItem: (row: unknown) => Item,
): Promise<Item[]> {
  const work = createWork(execution);
  const items: Item[] = [];
  for (const row of rows) {
    // An item that the upstream hides.
    if (row === null) continue;
    if (work.tick(4 * (reader?.size ?? 1))) await work.rest();
    items.push(toItem(row));
  }
  return items;
}

/** Pages that overlap show the same item twice. */
export function refuseRepeated(items: readonly Item[], seen: Set<string>): void {
  for (const { _id } of items) {
    if (seen.has(_id as string)) throw untrustworthy(`the row with id ${String(_id)} came twice`);
    seen.add(_id as string);
  }
}

/** One page of a list, and what it tells of the next ones. */
import type { Call } from '../calls/call.js';
import { untrustworthy } from '../calls/failures.js';
import { type ListQuery, listCall, type Page, type PageRequest } from '../calls/list.js';
import type { CopyRow } from '../model/copied-row.js';
import type { CollectionModel } from '../model/model.js';
import type { ListRead } from '../plan/nodes.js';
import type { ListMembers } from '../read-one-list.js';
import type { Execution } from './execution.js';
import { send } from './send.js';

/** A list query of one execution: what its pages are asked with. */
export interface Reading {
  readonly execution: Execution;
  readonly model: CollectionModel;
  readonly query: ListQuery;
  /** Whether something in an answer failed: a value that is missing in the rows may then be there upstream. */
  readonly flaws: { seen: boolean };
  /** Copies rows while they are text, where an answer is as it mostly is. */
  readonly copy?: CopyRow | undefined;
  /** The first page, where it came beside that of another list. */
  readonly came?: Page | undefined;
}

/** A stretch of rows of a list query. */
export interface Range {
  readonly rows: readonly unknown[];
  /** Number of all matching rows, when it was asked for and the upstream gave it. */
  readonly count: number | undefined;
  /** No rows come after these. false: more may come. */
  readonly end: boolean;
  /** Upstream cursor after the last row, when the list was read by cursor. */
  readonly cursor: string | null;
}

/** The rows wanted, and the read that the plan made of them. */
export interface RangeRequest {
  readonly read: ListRead;
  readonly offset: number;
  readonly limit: number;
  /** Upstream cursor that stands at `offset`. */
  readonly cursor?: string | undefined;
}

/** The page that the plan names as the first. */
export async function fetchFirst(reading: Reading, read: ListRead): Promise<Page> {
  return received(reading, reading.came ?? (await ask(reading, read.call)), read.first.size);
}

/**
 * Asks for one page of the list and charges its rows to the budget.
 * @param again so many of its rows came before, and were charged
 * @throws AdapterError (502) when more rows come than were asked for
 */
export async function fetchPage(reading: Reading, request: PageRequest, again = 0): Promise<Page> {
  const { execution, model, query } = reading;
  const call = listCall(model, query, request, execution.scope);
  return received(reading, await ask(reading, call), request.size, again);
}

function ask({ execution, model, query, flaws, copy }: Reading, call: Call<Page>): Promise<Page> {
  const told = (): void => {
    flaws.seen = true;
  };
  return send(execution, call, told, copy && query.reader && membersOf(model, call, copy));
}

/** The plan of a question is kept, and the call of its first page with it. */
const known = new WeakMap<Call<Page>, ListMembers | undefined>();

function membersOf(model: CollectionModel, call: Call<Page>, read: CopyRow): ListMembers | undefined {
  const found = known.get(call);
  if (found?.read === read) return found;
  const members = findMembers(model, call, read);
  known.set(call, members);
  return members;
}

/** Of rows that are the elements of the list themselves. */
function findMembers(
  { list }: CollectionModel,
  { roots }: Call<Page>,
  read: CopyRow,
): ListMembers | undefined {
  const { items, row } = list.rows;
  if (row.names.length > 0) return undefined;
  const steps = list.location.steps.slice(1).map(({ name }) => name);
  return { path: [roots[0]!.alias, ...steps, ...items.names], read };
}

/**
 * More rows than asked for are the upstream's fault: the size is not heeded, and then nobody knows which rows these are. The
 * caller's budget is not charged for them.
 */
function received(
  { execution, model, query }: Reading,
  page: Page,
  size: number | undefined,
  again = 0,
): Page {
  const most = size ?? model.list.page.fixed;
  if (most !== undefined && page.rows.length > most)
    throw untrustworthy(
      `a page of ${most} rows came with ${page.rows.length}; set list.page.fixed or list.page.max`,
    );
  execution.budget.rows(Math.max(0, page.rows.length - again));
  execution.runtime.knowledge(model).received(query, page.rows.length);
  return page;
}

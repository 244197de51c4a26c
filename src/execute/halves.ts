/** Rows of two lists of which one stands behind the other: those with a value and those without one. */
import { untrustworthy } from '../calls/failures.js';
import { asksTooMuch } from '../calls/fewer-ids.js';
import type { Page } from '../calls/list.js';
import type { CollectionModel } from '../model/model.js';
import type { Half, Rows } from '../plan/nodes.js';
import { readStretch } from '../plan/tree/reads.js';
import type { Item } from '../wix/json.js';
import { type Execution, planningOf } from './execution.js';
import type { Found } from './found.js';
import { send } from './send.js';

type Halves = Extract<Rows, { kind: 'halves' }>;
type PageNode = Extract<Rows, { kind: 'page' }>;

/** How one page of a list is carried out; `came`: its first page is there already. */
export type FindPage = (
  execution: Execution,
  model: CollectionModel,
  page: PageNode,
  came?: CamePage,
) => Promise<Found>;

/** A page that came beside another one. */
export interface CamePage {
  readonly page: Page;
  /** Something in the answer failed. */
  readonly flawed: boolean;
}

/**
 * One page of the two lists together. The first page of each comes in one request; only a page that begins behind the
 * first list's rows needs another one, since its place is not known before.
 * @returns undefined: the upstream does not tell how many rows the first list has, or refuses two lists in one document
 */
export async function findHalves(
  execution: Execution,
  model: CollectionModel,
  { first, second, call, offset, limit }: Halves,
  findPage: FindPage,
): Promise<Found | undefined> {
  let flawed = false;
  const note = (): void => {
    flawed = true;
  };
  let pages: readonly [Page, Page];
  try {
    pages = await send(execution, call, note);
  } catch (error) {
    // Some servers allow one list in a document.
    if (asksTooMuch(error)) return undefined;
    throw error;
  }
  const [before, behind] = pages;
  const size = before.count;
  if (size === undefined) return undefined;
  const from = await findPage(execution, model, nodeOf(first, offset, limit), { page: before, flawed });
  const total = behind.count === undefined ? undefined : size + behind.count;
  if (size > offset + limit) return { items: from.items, total, end: false, cursor: null };
  const start = Math.max(0, offset - size);
  const rest =
    start === 0
      ? await findPage(execution, model, nodeOf(second, 0, limit), { page: behind, flawed })
      : await findPage(execution, model, laterPage(execution, model, second, start, limit));
  const room = limit - from.items.length;
  const items = [...from.items, ...rest.items.slice(0, room)];
  refuseShared(from.items, rest.items);
  return { items, total, end: rest.end && rest.items.length <= room, cursor: null };
}

function nodeOf({ read, evidence }: Half, offset: number, limit: number): PageNode {
  return { kind: 'page', read, offset, limit, cursor: undefined, evidence };
}

function laterPage(
  execution: Execution,
  model: CollectionModel,
  { read: { query }, evidence }: Half,
  offset: number,
  limit: number,
): PageNode {
  const read = readStretch(planningOf(execution, model), query, { offset, limit, count: true });
  return { kind: 'page', read, offset, limit, cursor: undefined, evidence };
}

/** A row has a value or none. */
function refuseShared(some: readonly Item[], others: readonly Item[]): void {
  const ids = new Set(some.map(({ _id }) => _id));
  const shared = others.find(({ _id }) => ids.has(_id));
  if (shared) throw untrustworthy(`the row with id ${String(shared._id)} came with a value and without`);
}

/**
 * Items that a list gives for the id of the item that refers to them. The lists of several ids come in one document, each under a
 * name of its own, page after page until each has as many as are wanted.
 */

import type { Call } from '../../calls/call.js';
import { asksTooMuch } from '../../calls/fewer-ids.js';
import type { Page, PageRequest } from '../../calls/list.js';
import { allInOneDocument } from '../../calls/together.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import type { ArgumentWish, Inclusion } from '../../plan/nodes.js';
import { type ByArgument, byArgument, mostLists, nextPage } from '../../plan/tree/by-argument.js';
import { pagingKind } from '../../plan/tree/page-size.js';
import { compileFilter } from '../../wix/filter/evaluate.js';
import { everything } from '../../wix/filter/tree.js';
import type { Item } from '../../wix/json.js';
import { compileSort } from '../../wix/sort.js';
import { compileEvidence } from '../evidence.js';
import { type Execution, planningOf } from '../execution.js';
import { itemsOf, refuseRepeated, rowReader } from '../pages.js';
import { inParallel } from '../parallel.js';
import { send } from '../send.js';
import { createWork } from '../work.js';
import type { Groups } from './several.js';

interface Group {
  readonly id: string;
  readonly items: Item[];
  readonly seen: Set<string>;
  /** Rows that came. */
  rows: number;
  cursor: string | undefined;
  page: number;
  done: boolean;
}

/** @param limit items of each that are enough; undefined: all are wanted */
export async function groupsByArgument(
  execution: Execution,
  model: CollectionModel,
  field: FieldModel,
  wish: ArgumentWish & { readonly limit: number | undefined },
  ids: readonly string[],
): Promise<Groups> {
  const by = byArgument(planningOf(execution, model), field, wish);
  const groups = ids.map(
    (id): Group => ({
      id,
      items: [],
      seen: new Set(),
      rows: 0,
      cursor: undefined,
      page: 0,
      done: wish.limit === 0,
    }),
  );
  // Where nothing is left to be done here, the first ones are enough.
  const enough = by.sort === undefined ? wish.limit : undefined;
  for (;;) {
    const open = groups.filter(({ done }) => !done);
    if (open.length === 0) break;
    const documents: Group[][] = [];
    for (let start = 0; start < open.length; start += mostLists)
      documents.push(open.slice(start, start + mostLists));
    await inParallel(by.model.limits.concurrency, documents, (each) =>
      readPagesOf(execution, by, each, enough),
    );
  }
  const compare =
    by.sort === undefined ? undefined : compileSort([...by.sort, { path: '_id', order: 'ASC' }]);
  return new Map(
    groups.map(({ id, items }) => [id, (compare ? [...items].sort(compare) : items).slice(0, wish.limit)]),
  );
}

/** The next page of each. */
async function readPagesOf(
  execution: Execution,
  by: ByArgument,
  groups: readonly Group[],
  enough: number | undefined,
): Promise<void> {
  const asked: { readonly group: Group; readonly request: PageRequest; readonly call: Call<Page> }[] = [];
  for (const group of groups) {
    const request = nextPage(by, { ...group, found: group.items.length }, groups.length, enough);
    const call = by.call(group.id, request);
    // No item has such an id, so nothing refers from it.
    if (call) asked.push({ group, request, call });
    else group.done = true;
  }
  const [first, ...rest] = asked;
  if (!first) return;
  let flawed = false;
  const note = (): void => {
    flawed = true;
  };
  let pages: readonly Page[];
  try {
    pages =
      rest.length === 0
        ? [await send(execution, first.call, note)]
        : await send(execution, allInOneDocument([first.call, ...rest.map(({ call }) => call)]), note);
  } catch (error) {
    if (asked.length === 1 || !asksTooMuch(error)) throw error;
    const middle = Math.ceil(asked.length / 2);
    const parts = [asked.slice(0, middle), asked.slice(middle)];
    for (const part of parts)
      await readPagesOf(
        execution,
        by,
        part.map(({ group }) => group),
        enough,
      );
    return;
  }
  for (const [index, { group, request }] of asked.entries())
    await take(execution, by, group, request, pages[index]!, flawed, enough);
}

async function take(
  execution: Execution,
  by: ByArgument,
  group: Group,
  request: PageRequest,
  page: Page,
  flawed: boolean,
  enough: number | undefined,
): Promise<void> {
  const { model, query, residual, evidence } = by;
  const flaws = { seen: flawed };
  const items = await itemsOf(execution, query, page.rows, rowReader(execution, model, query, flaws));
  refuseRepeated(items, group.seen);
  const work = createWork(execution);
  if (!flaws.seen) await compileEvidence(by.planning.model, evidence)(items, work);
  const matches = residual === everything ? undefined : compileFilter(residual);
  for (const item of items) {
    if (work.pay(1)) await work.rest();
    if (!matches || matches(item)) group.items.push(item);
  }
  group.rows += page.rows.length;
  group.page += 1;
  group.cursor = page.next ?? undefined;
  group.done = isLast(by, group, request, page) || (enough !== undefined && group.items.length >= enough);
}

/** A page that comes short may have been cut, where nothing says that it is the last one. */
function isLast(
  { model, planning, query }: ByArgument,
  { rows }: Group,
  { size }: PageRequest,
  page: Page,
): boolean {
  const how = pagingKind(model.list.page, Number.POSITIVE_INFINITY);
  if (how === 'whole') return true;
  if (page.count !== undefined && rows >= page.count) return true;
  if (how === 'cursor') return page.next === null;
  if (page.more !== undefined) return !page.more;
  if (page.count !== undefined) return page.rows.length === 0;
  const short = size !== undefined && page.rows.length < size;
  return page.rows.length === 0 || (short && planning.knowledge.trustedSize(query) >= size);
}

/** The items that an include shows, for each that refers to them. */
export async function askedGroups(
  execution: Execution,
  model: CollectionModel,
  inclusion: Extract<Inclusion, { how: 'asked' }>,
  items: readonly Item[],
): Promise<Groups> {
  const { key, shown, filter, limit } = inclusion;
  const ids = [...new Set(items.map((item) => String(item._id)))];
  const wish = { keys: shown, filter, ordered: true, limit };
  const groups = await groupsByArgument(execution, model, model.fields.get(key)!, wish, ids);
  const shownKeys = new Set(['_id', ...shown]);
  const only = (item: Item): Item =>
    Object.fromEntries(Object.entries(item).filter(([name]) => shownKeys.has(name)));
  return new Map([...groups].map(([id, group]) => [id, group.map(only)]));
}

/** One caller who knows what each of its things may be now, and holds every answer against that. */
import type { HttpAnswer } from '../cli/harness.js';

/** `undefined`: there is none. */
type State = { readonly amount: number; readonly text: string | null } | undefined;

export interface WorkerReport {
  readonly requests: number;
  /** Answers of 5xx, and items whose outcome is unknown. */
  readonly failed: number;
  /** What contradicts what this caller was told before. */
  readonly wrong: readonly string[];
}

export interface WorkerOptions {
  readonly owner: string;
  readonly draw: () => number;
  readonly ask: (path: string, request: Readonly<Record<string, unknown>>) => Promise<HttpAnswer>;
  /** Whether to go on. */
  readonly more: () => boolean;
}

type Slot = { readonly item?: Item; readonly error?: { readonly errorCode: string } };
type Item = {
  readonly _id: string;
  readonly owner?: string;
  readonly amount?: number;
  readonly text?: string | null;
};

const mostThings = 30;
const readsAtTheEnd = 6;

export async function work({ owner, draw, ask, more }: WorkerOptions): Promise<WorkerReport> {
  const known = new Map<string, readonly State[]>();
  const wrong: string[] = [];
  const report = { requests: 0, failed: 0 };
  let made = 0;

  const statesOf = (id: string): readonly State[] => known.get(id) ?? [undefined];
  const note = (what: string): void => {
    if (wrong.length < 20) wrong.push(`${owner}: ${what}`);
  };
  const stateOf = (item: Item): State => ({ amount: item.amount ?? Number.NaN, text: item.text ?? null });
  /** What was seen is what it is. */
  const see = (id: string, state: State, where: string): void => {
    if (!statesOf(id).some((each) => same(each, state)))
      note(`${where}: ${id} is ${JSON.stringify(state)}, and may be ${JSON.stringify(statesOf(id))}`);
    known.set(id, [state]);
  };
  const send = async (path: string, request: Readonly<Record<string, unknown>>) => {
    report.requests += 1;
    const answer = await ask(path, request);
    if (answer.status >= 500) report.failed += 1;
    else if (answer.status !== 200) note(`${path}: status ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.status === 200 ? answer.body : undefined;
  };

  const insertOrUpdate = async (kind: 'insert' | 'update', id: string): Promise<void> => {
    const state = { amount: Math.floor(draw() * 1000), text: draw() < 0.3 ? null : `text ${made}` };
    const before = statesOf(id);
    const item = {
      _id: id,
      owner,
      amount: state.amount,
      ...(state.text === null ? {} : { text: state.text }),
    };
    const body = await send(`/v3/items/${kind}`, { collectionId: 'things', items: [item] });
    const slot = (body?.results as Slot[] | undefined)?.[0];
    if (slot?.item) {
      if (kind === 'update' && !before.some((each) => each)) note(`update of ${id}, which is not there`);
      if (!same(stateOf(slot.item), state)) note(`${kind} ${id}: stored as ${JSON.stringify(slot.item)}`);
      known.set(id, [state]);
      return;
    }
    const code = slot?.error?.errorCode;
    if (code === 'ITEM_ALREADY_EXISTS' && kind === 'insert' && before.some((each) => each)) return;
    if (code === 'ITEM_NOT_FOUND' && kind === 'update' && before.includes(undefined)) {
      known.set(id, [undefined]);
      return;
    }
    if (code === 'ITEM_ALREADY_EXISTS' || code === 'ITEM_NOT_FOUND') note(`${kind} ${id}: ${code}`);
    if (code !== undefined) report.failed += 1;
    known.set(id, [...before, state]);
  };
  const remove = async (id: string): Promise<void> => {
    const before = statesOf(id);
    const body = await send('/v3/items/remove', { collectionId: 'things', itemIds: [id] });
    const slot = (body?.results as Slot[] | undefined)?.[0];
    const code = slot?.error?.errorCode;
    // Whose answer was lost, and which was then found gone, has an id and nothing else.
    const whole = slot?.item && Object.keys(slot.item).length > 1;
    if (slot?.item && whole) see(id, stateOf(slot.item), 'remove');
    if (code === 'ITEM_NOT_FOUND' && !before.includes(undefined)) note(`remove ${id}: ${code}`);
    if (slot?.item || code === 'ITEM_NOT_FOUND') known.set(id, [undefined]);
    else {
      if (code !== undefined) report.failed += 1;
      known.set(id, [...before, undefined]);
    }
  };
  /** Own things only: nobody else writes them. */
  const list = async (collectionId: string): Promise<void> => {
    const query = {
      filter: { owner: { $eq: owner } },
      sort: [{ fieldName: 'amount', order: 'ASC' }],
      paging: { limit: 50, offset: 0 },
    };
    const body = await send('/v3/items/query', { collectionId, query, returnTotalCount: true });
    if (!body) return;
    const items = body.items as readonly Item[];
    const found = new Map(items.map((item) => [item._id, item]));
    const amounts = items.map(({ amount }) => amount!);
    if (amounts.some((amount, at) => at > 0 && amounts[at - 1]! > amount))
      note(`${collectionId}: not sorted`);
    const { total } = body.pagingMetadata as { total?: number };
    if (total !== items.length) note(`${collectionId}: total ${total} of ${items.length} items`);
    for (const id of known.keys()) {
      const item = found.get(id);
      see(id, item && stateOf(item), collectionId);
      found.delete(id);
    }
    for (const id of found.keys()) note(`${collectionId}: ${id}, which nobody made`);
  };
  const count = async (): Promise<void> => {
    const certain = [...known.values()].every((states) => states.length === 1);
    const body = await send('/v3/items/count', { collectionId: 'kept', filter: { owner: { $eq: owner } } });
    const there = [...known.values()].filter(([state]) => state).length;
    if (body && certain && body.totalCount !== there) note(`count ${body.totalCount} of ${there}`);
  };

  while (more()) {
    const ids = [...known.keys()];
    const some = ids[Math.floor(draw() * ids.length)];
    const which = draw();
    if (some === undefined || (which < 0.2 && ids.length < mostThings)) {
      made += 1;
      await insertOrUpdate('insert', `${owner}-${made}`);
    } else if (which < 0.4) await insertOrUpdate('update', some);
    else if (which < 0.5) await remove(some);
    else if (which < 0.65) await list('things');
    else if (which < 0.9) await list('kept');
    else await count();
  }
  // Now that nobody writes any more answers are given again, and some are asked for once more in the background.
  for (let again = 0; again < readsAtTheEnd; again++) await list('kept');
  return { ...report, wrong };
}

function same(one: State, other: State): boolean {
  return one?.amount === other?.amount && one?.text === other?.text;
}

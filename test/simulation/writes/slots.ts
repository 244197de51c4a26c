/** The items of a history's requests, what was said of them, and what the API did for them. */
import type { Book } from '../../upstreams/writes/shelf.js';
import type { Applied, Sent, State } from './api.js';
import type { Played, Run, WriteResult } from './play.js';

export type OutcomeKind = 'done' | 'refused' | 'unknown';

/** What a result says. */
export function outcomeOf({ item, error }: WriteResult): OutcomeKind {
  if (item) return 'done';
  return /^The outcome is unknown|^The item is stored, and|^The item is written, but/.test(
    error!.errorMessage,
  )
    ? 'unknown'
    : 'refused';
}

/** One item of a request, and what was said of it. */
export interface Slot {
  readonly played: Played;
  readonly index: number;
  readonly verb: 'insert' | 'update' | 'remove';
  readonly id: string | undefined;
  readonly title: string | undefined;
  /** undefined: nobody was told, since the replica died. */
  readonly outcome: OutcomeKind | undefined;
  readonly result: WriteResult | undefined;
  /** A removal twice in one request is the effect of the first. */
  readonly effects: readonly Applied[];
  /** Requests upstream of the Wix request that carried the item. */
  readonly sent: readonly Sent[];
}

/** The items of the requests of a history, with what came of each. */
export function slotsOf({ played, api }: Run): readonly Slot[] {
  return played.flatMap((each): Slot[] => {
    const { operation, results, error, request } = each;
    const { kind } = operation;
    const slot = (index: number, id: string | undefined, title: string | undefined): Slot => {
      const result = results?.[index];
      const again = kind === 'remove' && operation.ids.indexOf(id!) !== index;
      return {
        played: each,
        index,
        verb: kind as Slot['verb'],
        id,
        title,
        outcome: result ? outcomeOf(result) : error ? 'refused' : undefined,
        result,
        effects: again ? [] : api.applied.filter((effect) => isEffectOf(effect, kind, request, id, title)),
        sent: again ? [] : carriers(api.sent, request, JSON.stringify(kind === 'remove' ? id : title)),
      };
    };
    if (operation.kind === 'insert' || operation.kind === 'update')
      return operation.items.map((item, index) => slot(index, item._id, item.title));
    if (operation.kind === 'remove') return operation.ids.map((id, index) => slot(index, id, undefined));
    return [];
  });
}

/** What inserts and updates write has a title of its own; a removal is recognised by its request. */
function isEffectOf(
  effect: Applied,
  kind: string,
  request: string,
  id: string | undefined,
  title: string | undefined,
): boolean {
  if (effect.kind !== kind) return false;
  return kind === 'remove' ? effect.id === id && effect.request === request : effect.title === title;
}

export const named = (slot: Slot): string =>
  `${slot.played.request}[${slot.index}] ${slot.verb} ${slot.title ?? slot.id}: ${slot.outcome} ${JSON.stringify(slot.result ?? null)}`;

/** The states between two moments, with the one at the first of them. */
export function statesIn(states: readonly State[], from: number, to: number): readonly State[] {
  const first = states.findLastIndex(({ at }) => at < from);
  return states.slice(Math.max(0, first)).filter(({ at }) => at <= to);
}

/** The book as an item of the collection, reduced to the members that the item has. */
export function shows(book: Book | undefined, item: Readonly<Record<string, unknown>>): boolean {
  if (!book) return false;
  const price = book.price === null ? null : Number(book.price);
  const { label } = item;
  const all: Record<string, unknown> = { ...book, _id: book.id, price, label };
  return Object.entries(item).every(([key, value]) => (all[key] ?? null) === (value ?? null));
}

function carriers(sent: readonly Sent[], of: string, mark: string): readonly Sent[] {
  return sent.filter(
    ({ request, kind, variables }) => kind === 'mutation' && request === of && variables.includes(mark),
  );
}

/** Its answer did not come, though it was perhaps sent. */
export function isLost({ answered, turnedAway }: Sent): boolean {
  return answered === undefined && !turnedAway;
}

/** References by writes of items: of those that join two, of the other ones, or of the lists in the referring ones. */
import type { VerbModel } from '../../../model/writes.js';
import type { Edges } from '../../../plan/request/edges.js';
import { planChanges } from '../../../plan/writes/patch.js';
import { type EndpointWrite, planWrite, type Stamps } from '../../../plan/writes/plan.js';
import type { ReferenceAction, ReferenceWay, ReferenceWritePlan } from '../../../plan/writes/references.js';
import {
  type AdapterError,
  itemNotFound,
  referenceAlreadyExists,
  referenceNotFound,
} from '../../../wix/errors.js';
import type { Item } from '../../../wix/json.js';
import { type Execution, planningOf } from '../../execution.js';
import { executeWrite } from '../execute.js';
import type { WriteOutcome } from '../outcome.js';
import type { OpenPair, PairOutcome, PairSlot } from './outcome.js';
import type { ReferencesThere } from './there.js';

type Outcomes = ReadonlyMap<number, PairOutcome>;

const pairOf = ({ from, to }: PairSlot) => ({ referringItemId: from, referencedItemId: to });

/** An item that joins the two, for each. */
export async function addJoins(
  execution: Execution,
  { planning, from, to }: Edges,
  open: readonly OpenPair[],
  stamps: Stamps,
): Promise<Outcomes> {
  const items = open.map(({ pair }) => ({ [from]: pair.from, [to]: pair.to }));
  const write = { kind: 'insert', items: items.map(given), silent: true } as const;
  const outcomes = await writeItems(execution, planning.model, write, stamps);
  return outcomesOf(open, outcomes, ({ error, absent }, pair) => {
    if (error.code === 'ITEM_ALREADY_EXISTS') return referenceAlreadyExists(pairOf(pair));
    // The referring item was seen a moment before.
    return absent || error.code === 'ITEM_NOT_FOUND' ? itemNotFound(pair.to) : error;
  });
}

/** All items that join the two: a pair can be there several times. */
export async function removeJoins(
  execution: Execution,
  { planning }: Edges,
  open: readonly OpenPair[],
  there: ReferencesThere,
  stamps: Stamps,
): Promise<Outcomes> {
  const held = open.map(({ pair }) => there.holders(pair.from, pair.to));
  const ids = held.flat().map((id) => ({ kind: 'id', id }) as const);
  const outcomes = await writeItems(execution, planning.model, { kind: 'remove', ids, silent: true }, stamps);
  let start = 0;
  const found = new Map<number, PairOutcome>();
  for (const [index, { slot, pair }] of open.entries()) {
    const end = start + held[index]!.length;
    found.set(slot, removedPair(pair, outcomes.slice(start, end)));
    start = end;
  }
  return found;
}

function removedPair(pair: PairSlot, outcomes: readonly WriteOutcome[]): PairOutcome {
  const unknown = outcomes.find((each) => each.kind === 'unknown');
  if (unknown) return unknown;
  const absent = ({ code }: AdapterError): boolean => code === 'ITEM_NOT_FOUND';
  const refused = outcomes.find((each) => each.kind === 'refused' && !absent(each.error));
  if (refused) return refused as PairOutcome;
  // Somebody else may have removed them meanwhile.
  if (outcomes.every(({ kind }) => kind === 'refused'))
    return { kind: 'refused', error: referenceNotFound(pairOf(pair)) };
  return { kind: 'done' };
}

/** The other item's REFERENCE is set to the one that refers to it, or cleared. */
export async function setReverse(
  execution: Execution,
  { edges, verb }: Extract<ReferenceWay, { kind: 'reverse' }>,
  action: ReferenceAction,
  open: readonly OpenPair[],
  stamps: Stamps,
): Promise<Outcomes> {
  const items = open.map(({ pair }) => ({ _id: pair.to, [edges.from]: action === 'add' ? pair.from : null }));
  const write = { kind: 'update', verb, items: items.map(given), silent: true } as const;
  const outcomes = await writeItems(execution, edges.planning.model, write, stamps);
  return outcomesOf(open, outcomes, ({ error }, { to }) =>
    error.code === 'ITEM_NOT_FOUND' ? itemNotFound(to) : error,
  );
}

/** One write for each referring item, with its list as it was read and changed. */
export async function changeLists(
  execution: Execution,
  { model, key, action }: ReferenceWritePlan,
  verb: VerbModel,
  open: readonly OpenPair[],
  there: ReferencesThere,
  stamps: Stamps,
): Promise<Outcomes> {
  const ids = [...new Set(open.map(({ pair }) => pair.from))];
  const changes = ids.map((id) => {
    const wanted = open.flatMap(({ pair }) => (pair.from === id ? [pair.to] : []));
    const list = (there.referring.get(id)![key] ?? []) as readonly string[];
    const changed = action === 'add' ? [...list, ...wanted] : list.filter((each) => !wanted.includes(each));
    return { _id: id, [key]: changed };
  });
  const plan = planChanges(planningOf(execution, model), verb, changes, there.referring, stamps);
  const outcomes = await executeWrite(execution, plan);
  const byId = new Map(ids.map((id, index) => [id, outcomes[index]!]));
  return outcomesOf(
    open,
    open.map(({ pair }) => byId.get(pair.from)!),
    ({ error }) => error,
  );
}

function given(item: Item): { readonly kind: 'item'; readonly item: Item } {
  return { kind: 'item', item };
}

function writeItems(
  execution: Execution,
  model: Edges['planning']['model'],
  write: EndpointWrite,
  stamps: Stamps,
): Promise<readonly WriteOutcome[]> {
  return executeWrite(execution, planWrite(planningOf(execution, model), write, stamps));
}

function outcomesOf(
  open: readonly OpenPair[],
  outcomes: readonly WriteOutcome[],
  errorOf: (refused: Extract<WriteOutcome, { kind: 'refused' }>, pair: PairSlot) => AdapterError,
): Outcomes {
  return new Map(
    open.map(({ slot, pair }, index): [number, PairOutcome] => {
      const outcome = outcomes[index]!;
      if (outcome.kind === 'refused') return [slot, { kind: 'refused', error: errorOf(outcome, pair) }];
      return [slot, outcome.kind === 'done' ? { kind: 'done' } : { kind: 'unknown', why: outcome.why }];
    }),
  );
}

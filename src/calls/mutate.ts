/** One document of mutations: for one item, for several under aliases, or for a list of them. Nothing is sent here. */
import type { CollectionModel, RowReader } from '../model/model.js';
import type { IdempotencyPlace, MutationModel, PayloadPath } from '../model/writes.js';
import type { Slots } from '../styles/template.js';
import { type ArgumentValues, assign } from '../upstream/document/argument-path.js';
import { callResult, type PrintedSelection, type RootCall } from '../upstream/document/operation.js';
import type { RequestScope } from '../upstream/transport/context.js';
import { fillArguments } from './arguments.js';
import type { Call } from './call.js';
import { guardOneItem } from './guard.js';

/** The values of each root's slots: `id`, `ids`, `item`, `items`, `actions`, `version`. */
export interface Mutation {
  readonly slots: Slots;
  /** It is about items that are there: its id is guarded. */
  readonly guarded: boolean;
  /** Key of a write that the API does once. */
  readonly key?: string | undefined;
}

/** What the root fields gave, in the order of the mutations. */
export type Payloads = readonly unknown[];

/**
 * @param reader of the items in the answer, where it holds them; undefined: nothing is read of them
 * @throws UNKNOWN_ERROR for a mutation that could be about every item (see guard.ts); BAD_REQUEST for a missing fact
 */
export function mutationCall(
  model: CollectionModel,
  mutation: MutationModel,
  mutations: readonly Mutation[],
  reader: RowReader | undefined,
  facts: RequestScope,
): Call<Payloads> {
  const { location } = mutation;
  const selection = selectionOf(model, mutation, reader);
  const [first] = location.steps;
  const { idempotency } = model.writes!;
  const roots = mutations.map(({ slots, guarded, key }, index): RootCall => {
    if (guarded) guardOneItem(mutation, slots);
    const values = fillArguments(model, mutation.arguments, facts, slots);
    return {
      alias: mutations.length === 1 ? first!.name : writeAlias(index),
      location,
      arguments: withKey(new Map([['', values]]), idempotency, key),
      selection,
      ...(idempotency?.kind === 'directive' && key !== undefined
        ? { directive: { ...idempotency, value: key } }
        : {}),
    };
  });
  const [{ key } = {}] = mutations;
  const headers =
    idempotency?.kind === 'header' && key !== undefined
      ? { [idempotency.name.toLowerCase()]: key }
      : undefined;
  return {
    model,
    kind: 'mutation',
    ...(headers ? { headers } : {}),
    roots,
    expected: [],
    cells: undefined,
    read: (data) => roots.map((root) => callResult(data, root)),
  };
}

/** Response key of the mutation at this place, where a document has several. */
export function writeAlias(index: number): string {
  return `write${index}`;
}

function withKey(
  values: ArgumentValues,
  place: IdempotencyPlace | undefined,
  key: string | undefined,
): ArgumentValues {
  if (place?.kind === 'argument' && key !== undefined) assign(values, place.at, key);
  return values;
}

function selectionOf(
  model: CollectionModel,
  { name, answer }: MutationModel,
  reader: RowReader | undefined,
): PrintedSelection | null {
  const { item, beside } = answer;
  const inner = item && reader ? around(item, reader.selection.text) : '';
  const text = [inner, beside].filter((each) => each !== '').join(' ');
  if (text === '') return null;
  return {
    id: `${model.id}|${name}|${reader && item ? reader.selection.id : ''}|${beside}`,
    text,
    variables: reader && item ? reader.selection.variables : [],
  };
}

function around({ around: [before, after] }: PayloadPath, text: string): string {
  return `${before}${text}${after}`;
}

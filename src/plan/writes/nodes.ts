/**
 * The plan of a write: for every item of the request the mutation that carries it, or why none does. What is sent can depend
 * on the items as they are stored; then they are read before, in one batch, and the steps are made of what came.
 */
import type { Call } from '../../calls/call.js';
import type { Payloads } from '../../calls/mutate.js';
import type { CollectionModel } from '../../model/model.js';
import type { VerbModel } from '../../model/writes.js';
import type { Json } from '../../styles/vocabulary.js';
import type { AdapterError } from '../../wix/errors.js';
import type { Item } from '../../wix/json.js';
import type { Source } from '../nodes.js';
import type { ResidualReason } from '../pushdown/residual-reasons.js';
import type { SentValue } from './shown.js';
import type { SomeReferenced } from './some-referenced.js';

/** One item of the request. */
export type WriteSlot =
  | { readonly kind: 'refused'; readonly error: AdapterError }
  /** `raw`: the id as the upstream is asked for it; undefined for a new item. */
  | {
      readonly kind: 'write';
      readonly id: string | undefined;
      readonly raw: Json | undefined;
      readonly item: Item;
    };

/** What is sent of one item. */
export interface PreparedWrite {
  /** Place in the request. */
  readonly slot: number;
  readonly id: string | undefined;
  readonly raw: Json | undefined;
  /** The input, or the list of changes. */
  readonly input: Json | undefined;
  readonly version: Json | undefined;
  /** Each field that is sent, with its value in Wix (see shownOf). */
  readonly sent: readonly SentValue[];
  /** The id of the item that is referred to, where the mutation is about a pair. */
  readonly referenced?: Json;
  /** Same for every attempt at this write. */
  readonly key: string | undefined;
}

/** One request upstream. */
export interface WriteStep {
  readonly form: 'single' | 'aliases' | 'list';
  readonly call: Call<Payloads>;
  readonly writes: readonly PreparedWrite[];
}

/** What becomes of an item without a mutation of its own. */
export type WriteShortcut =
  | { readonly kind: 'refused'; readonly error: AdapterError }
  /** Nothing would change: the item as it is stored. */
  | { readonly kind: 'unchanged'; readonly item: Item };

export interface WriteSteps {
  readonly steps: readonly WriteStep[];
  readonly settled: ReadonlyMap<number, WriteShortcut>;
}

/** Writes of which no two are about the same item: they may be under way together. */
export interface WriteRound {
  readonly slots: readonly number[];
  /** The items as they are stored: by id, or by the field that tells new items apart. */
  readonly before: { readonly rows: Source; readonly why: readonly string[] } | undefined;
  /** undefined: they are made of what is read before. */
  readonly ready: WriteSteps | undefined;
}

/** One reference of an item of the request. */
export interface HeldReference {
  readonly slot: number;
  readonly key: string;
  /** Of the item that is referred to. */
  readonly id: string;
  /** Its collection. */
  readonly collection: string;
}

export interface HeldReferences {
  readonly held: readonly HeldReference[];
  /** By collection; undefined: whoever writes may read none of its items. */
  readonly lookups: ReadonlyMap<string, SomeReferenced | undefined>;
  /** The changed items as they are stored, read where they refer to something hidden: they may keep what they hold. */
  readonly stored: Source | undefined;
}

export interface WritePlan {
  readonly kind: 'write';
  readonly model: CollectionModel;
  readonly verb: VerbModel;
  /** One for each item of the request, in its order. */
  readonly slots: readonly WriteSlot[];
  /** References of the items that are looked at before anything is sent. */
  readonly referenced: HeldReferences | undefined;
  /** One after another: later writes of an id wait for the earlier ones. */
  readonly rounds: readonly WriteRound[];
  /** Epoch milliseconds that stamps are made of. */
  readonly now: number;
  /** Removed items are not given back. */
  readonly silent: boolean;
  /** Keys of idempotency, by slot. */
  readonly keys: readonly (string | undefined)[];
  /** Items whose mutation answers without them are read back together. */
  readonly readsBack: boolean;
  readonly reasons: readonly ResidualReason[];
}

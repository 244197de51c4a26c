/** What became of one item of a writing request: a closed set, one for each item, in the order of the request. */
import type { AdapterError } from '../../wix/errors.js';
import type { Item } from '../../wix/json.js';

export type WriteOutcome =
  /** It is stored, or removed; `item` as it is stored, or was. */
  | { readonly kind: 'done'; readonly by: DoneBy; readonly item: Item }
  /** It had no effect. `absent`: the API says that something is not there; of an insert, what the new item refers to. */
  | { readonly kind: 'refused'; readonly error: AdapterError; readonly absent?: true }
  /** It was sent, and nobody knows whether it had an effect. */
  | { readonly kind: 'unknown'; readonly why: string; readonly error: AdapterError };

/** How it is known: by the answer, because nothing was to be changed, by a second attempt, or by looking. */
export type DoneBy = 'answer' | 'no change' | 'replay' | 'read back';

/** What the answer to one mutation says of one item. */
export type WriteVerdict =
  /** `row`: the item as the answer has it; undefined: it has none. */
  | { readonly kind: 'done'; readonly row: unknown; readonly id?: unknown }
  /** `unrun`: it did not come to be run, so it says nothing of an earlier attempt. */
  | { readonly kind: 'refused'; readonly error: AdapterError; readonly unrun?: true; readonly absent?: true }
  | { readonly kind: 'unknown'; readonly why: string };

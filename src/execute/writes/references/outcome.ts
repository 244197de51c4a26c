/** What became of one reference of a request: a closed set, one for each, in the order of the request. */
import type { ReferenceSlot } from '../../../plan/writes/references.js';
import type { AdapterError } from '../../../wix/errors.js';

export type ReferenceOutcome =
  | { readonly kind: 'done' }
  /** It had no effect. */
  | { readonly kind: 'refused'; readonly error: AdapterError }
  /** It was sent, and nobody knows whether it had an effect. */
  | { readonly kind: 'unknown'; readonly why: string; readonly error: AdapterError };

export type PairSlot = Extract<ReferenceSlot, { kind: 'pair' }>;

/** One reference that is to be sent, and its place in the request. */
export interface OpenPair {
  readonly slot: number;
  readonly pair: PairSlot;
}

/** What is known of one reference that was sent; `unknown` is looked at again. */
export type PairOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly error: AdapterError }
  | { readonly kind: 'unknown'; readonly why: string };

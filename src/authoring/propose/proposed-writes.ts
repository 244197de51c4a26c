/** Writes as they are proposed for a file, and why others are not. */
import type { WriteVerb } from '../../model/writes.js';
import type { WriteStyle, WriteStyles } from '../../styles/vocabulary.js';

export interface ProposedWrites {
  /** Facts and verbs that bind, and that write all that the API demands. */
  readonly whole: WriteStyles;
  /** Verbs that bind, and need something of an item that no field of the file writes: a person has to add it. */
  readonly partial: Readonly<
    Partial<Record<WriteVerb, { readonly style: WriteStyle; readonly needs: string }>>
  >;
  /** The input takes an id, and nothing tells whether the API heeds it. */
  readonly takesId: boolean;
  /** Why a verb is not in `whole`. */
  readonly why: Readonly<Partial<Record<WriteVerb, WhyNot>>>;
}

export type WhyNot =
  | { readonly kind: 'no mutation' }
  | { readonly kind: 'demands'; readonly what: string }
  | { readonly kind: 'ambiguous'; readonly what: string }
  | { readonly kind: 'nothing to write'; readonly what: string }
  | { readonly kind: 'no id told'; readonly what: string };

export const noWrites: ProposedWrites = { whole: {}, partial: {}, takesId: false, why: {} };

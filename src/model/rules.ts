/** Rules of a collection by who asks, as frozen data (see identity-rules.ts for what they do). */
import type { Filter } from '../wix/filter/tree.js';
import type { IdentityKind, RuledOperation } from '../wix/identity.js';

/** Each with its place, `orders.yaml:9:3`, for refusals and `explain`. */
export interface IdentityRules {
  /** An operation that is not named is anybody's. */
  readonly allow: Readonly<Partial<Record<RuledOperation, AllowRule>>>;
  /** By who asks, beside `where`; undefined: it is the same for all. */
  readonly whereFor: WhereForRule | undefined;
  /** `where` holds facts of the request, as mappings write them; undefined: it holds none. */
  readonly factsInWhere: { readonly position: string } | undefined;
}

export interface AllowRule {
  readonly kinds: readonly IdentityKind[];
  readonly position: string;
}

export interface WhereForRule {
  readonly filters: ReadonlyMap<IdentityKind, { readonly filter: Filter; readonly position: string }>;
  readonly position: string;
}

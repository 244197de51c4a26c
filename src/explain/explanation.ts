/** The plan of a request as plain data. */
import type { ResolvedLimits } from '../model/model.js';
import type { Plan } from '../plan/plan.js';
import type { ResidualReason } from '../plan/translate.js';
import type { SortKey } from '../wix/sort.js';

export interface Explanation {
  readonly collection: string;
  readonly request: string;
  /** empty, ids, page or scan. */
  readonly access: Plan['access']['kind'];
  readonly summary: string;
  readonly pushed: { readonly filter: boolean; readonly sort: readonly string[]; readonly total: boolean };
  /** Where the number of all matching items comes from, as text. */
  readonly total: string;
  /** The first document that is sent; undefined: none is. */
  readonly document: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly residual: { readonly filter: unknown; readonly sort: readonly SortKey[] };
  readonly reasons: readonly ResidualReason[];
  /** Expected upstream requests, as text: "1", "1 to 3", "1 for each 1000 rows". */
  readonly requests: string;
  readonly budget: ResolvedLimits;
}

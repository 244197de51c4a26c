/** The plan of a request as plain data, for people and programs. */

import type { NodeRun } from '../execute/measure.js';
import type { ResolvedLimits } from '../model/model.js';
import type { Access } from '../plan/pushdown/pushdown.js';
import type { ResidualReason } from '../plan/pushdown/residual-reasons.js';
import type { SortKey } from '../wix/sort.js';

export interface Explanation {
  readonly collection: string;
  /** query, count, aggregate or distinct. */
  readonly request: string;
  /** Which rules apply to whoever asks, a line each (see explainRules). */
  readonly rules: readonly string[];
  readonly access: Access['kind'];
  readonly summary: string;
  readonly pushed: { readonly filter: boolean; readonly sort: readonly string[]; readonly total: boolean };
  /** Where the number of all matching items comes from, as text. */
  readonly total: string;
  /** The first document that is sent; undefined: none is. */
  readonly document: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  /** What is sent at the same time, before the first answer has come; in the order in which it is started. */
  readonly together: readonly ExplainedCall[];
  readonly residual: { readonly filter: unknown; readonly sort: readonly SortKey[] };
  readonly reasons: readonly ExplainedReason[];
  /** Expected upstream requests, as text: "1", "1 to 3", "1 for each 1000 rows, at most 200". */
  readonly requests: string;
  /** The same as numbers; `most` null: as many as the rows need. */
  readonly upstreamRequests: { readonly least: number; readonly most: number | null };
  /** The nodes of the plan, the one that gives the answer first. */
  readonly plan: ExplainedNode;
  readonly budget: ResolvedLimits;
}

/** Why something is done here, with what to do about it as data; no actions: no line of the mapping changes it. */
export interface ExplainedReason extends ResidualReason {
  /** A page of the documentation, as an OpenPage of problems. */
  readonly actions?: readonly { readonly kind: 'open'; readonly page: string }[];
}

/** One request upstream. */
export interface ExplainedCall {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface ExplainedNode {
  /** Kind of the node and what it does, e.g. `scan products, 1000 rows at a time`. */
  readonly node: string;
  readonly inputs: readonly ExplainedNode[];
  /** What it took, together with its inputs; undefined: it was not carried out, or is only told of. */
  readonly ran?: Readonly<NodeRun>;
}

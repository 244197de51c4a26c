/** What happens to mapping files, schemas and generations. Part of the one closed type, see observation.ts. */

/** A problem of a mapping file, as far as observers need it. */
export interface ObservedProblem {
  /** The path as the integrator gave it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly column: number;
  /** One sentence, without values from the environment. */
  readonly message: string;
  readonly severity: 'error' | 'warning';
  /** The text of the line, as in the file. Absent where there is no file to show. */
  readonly sourceLine?: string;
  /** How many code units from `column` on the problem covers. */
  readonly length?: number;
  /** What to do about it. */
  readonly help?: string;
}

/** Mapping files, upstreams and the generations that are made of them. */
export type ConfigurationObservation =
  | { readonly kind: 'problem found'; readonly problem: ObservedProblem }
  /** Found before, and gone with a reload or a later attempt. */
  | { readonly kind: 'problem resolved'; readonly problem: ObservedProblem }
  | {
      readonly kind: 'generation swapped';
      /** The one that serves from now on. */
      readonly generation: number;
      readonly fingerprint: string;
      readonly collections: number;
      /** Collections whose last good model serves on, because their file or their upstream cannot be used. */
      readonly kept: readonly string[];
      /** Files with errors. */
      readonly broken: readonly string[];
    }
  | {
      readonly kind: 'reload failed';
      /** The one that serves on. */
      readonly generation: number;
      readonly reason: string;
    }
  /** Mapping files, or saved schemas, look otherwise than when they were read: they are read again. */
  | { readonly kind: 'files changed' }
  /** The schema of an upstream could not be looked at again: what is bound serves on. Told once for each reason. */
  | { readonly kind: 'look failed'; readonly upstream: string; readonly reason: string }
  /** The schema of an upstream is another one now; its collections are bound to it. */
  | {
      readonly kind: 'schema changed';
      readonly upstream: string;
      /** Collections that do not fit it: their last good state serves on. */
      readonly kept: readonly string[];
    }
  /** The environment's address stands in for the one of the file. */
  | { readonly kind: 'address replaced'; readonly file: string }
  | {
      readonly kind: 'upstream bound';
      readonly upstream: string;
      /** Origin and path, without secrets. */
      readonly address: string;
      readonly schema: 'live' | 'saved';
      /** Why the preferred source of the schema was not used. */
      readonly instead: string | undefined;
      /** How many collections are bound to it. */
      readonly collections: number;
    }
  | {
      readonly kind: 'upstream unreachable';
      readonly upstream: string;
      readonly reason: string;
      readonly retryMilliseconds: number;
    }
  | {
      readonly kind: 'defect';
      /** What was done, as in "while a collection was bound". */
      readonly during: string;
      /** File or upstream that provoked it. */
      readonly at: string;
      readonly error: unknown;
    };

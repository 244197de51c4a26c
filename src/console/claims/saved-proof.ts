/** What `prove` found the last time, as it is kept for the console. */

export interface SavedProof {
  readonly collection: string;
  /** When it was found, ISO 8601. */
  readonly at: string;
  readonly questions: number;
  readonly unasked: number;
  readonly requests: number;
  readonly items: number;
  readonly whole: boolean;
  /** The collection's file was changed since: it may be true no more. */
  readonly isOld: boolean;
  readonly faults: readonly SavedClaim[];
}

export interface SavedClaim {
  readonly claim: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly mend: string;
  readonly question: Readonly<Record<string, unknown>>;
}

/** What happens to kept answers, and what is told of changes. Part of the one closed type, see observation.ts. */
export type KeepingObservation =
  /** A collection keeps its answers: how this one came about. */
  | {
      readonly kind: 'cache used';
      readonly requestId: string | undefined;
      readonly collection: string;
      /**
       * `stale`: a renewal is under way; `on error`: the upstream cannot answer; `joined`: another request asked it; `past`: something
       * writes, or the store of answers fails; `asked anew`: the caller wanted what is there now.
       */
      readonly use: 'hit' | 'stale' | 'on error' | 'miss' | 'joined' | 'past' | 'asked anew';
      /** Milliseconds for which it is fresh; negative: so long it is not any more. */
      readonly leftMilliseconds: number;
    }
  /** A kept answer was asked for once more. `different`: it had changed, and nobody had told of it; `failed`: it could not be asked. */
  | {
      readonly kind: 'cache checked';
      readonly collection: string;
      readonly outcome: 'same' | 'different' | 'failed';
    }
  /** An API told of a change. */
  | {
      readonly kind: 'hook received';
      /** Its name in the mapping. */
      readonly hook: string;
      /** `ended`: kept answers of its collections are given no more; `refused`: the signature is not right. */
      readonly outcome: 'ended' | 'repeated' | 'unknown topic' | 'refused';
      readonly topic: string | undefined;
    }
  /** The site was told that collections have changed, or did not take it after several tries. */
  | {
      readonly kind: 'site told';
      readonly collections: readonly string[];
      /** Why not. */
      readonly reason: string | undefined;
    }
  /** The store of kept answers failed: reads go without it. */
  | { readonly kind: 'store failed'; readonly reason: string }
  /** `open`: it does not answer in time and is left alone; `trying`: one request finds out; `closed`: it is asked again. */
  | { readonly kind: 'store breaker changed'; readonly state: 'closed' | 'open' | 'trying' };

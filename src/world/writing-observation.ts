/** What becomes of items that are written. Part of the one closed type, see observation.ts. */
export type WriteOperation =
  | 'insert'
  | 'update'
  | 'remove'
  | 'truncate'
  | 'insert-references'
  | 'remove-references';

export type WritingObservation =
  /** A request to write has its outcomes, one for each item. */
  | {
      readonly kind: 'items written';
      readonly requestId: string | undefined;
      readonly collection: string;
      readonly operation: WriteOperation;
      readonly done: number;
      readonly refused: number;
      readonly unknown: number;
    }
  /** An item was sent upstream, and nobody knows whether it had an effect. */
  | {
      readonly kind: 'write unknown';
      readonly requestId: string | undefined;
      readonly collection: string;
      readonly operation: WriteOperation;
      /** Of the item; undefined: the API makes the ids, and none came. */
      readonly item: string | undefined;
      readonly why: string;
      /** Epoch milliseconds. */
      readonly at: number;
    }
  /** The API refused items with an error that no rule speaks of, or could not be asked. Told once for each reason. */
  | {
      readonly kind: 'write refused';
      readonly requestId: string | undefined;
      readonly collection: string;
      readonly operation: WriteOperation;
      readonly message: string;
      /** What the API said. */
      readonly reason: string | undefined;
      readonly items: number;
    }
  /** Somebody has looked what became of a write whose outcome was unknown, and says it. */
  | {
      readonly kind: 'unknown settled';
      readonly requestId: string | undefined;
      readonly collection: string;
      readonly operation: WriteOperation;
      readonly item: string | undefined;
      readonly outcome: 'done' | 'not done';
    };

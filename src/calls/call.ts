/** A call: what one upstream request asks, how its errors are judged, and how its answer is read. Nothing is sent here. */
import type { CollectionModel, RowReader } from '../model/model.js';
import type { Predicate } from '../styles/predicate.js';
import type { RootCall } from '../upstream/document/operation.js';
import type { ResultPath } from '../upstream/document/result-path.js';

export interface Call<Answer> {
  /** Whose upstream is asked, within whose limits. */
  readonly model: CollectionModel;
  /** Default query. A mutation is sent once, whatever happens. */
  readonly kind?: 'mutation';
  /** Sent beside those of the mapping. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Root fields of the one document; at least one. */
  readonly roots: readonly RootCall[];
  /** The filter that is sent; undefined: none. An error about its operands is told by it (see operands.ts). */
  readonly predicate?: Predicate | undefined;
  /** What the answer has to give, so that its errors can be judged (see judge.ts). */
  readonly expected: readonly Expected[];
  /** Most values that a right answer holds (rows times fields), lists and JSON counted as one; undefined: that is not known. */
  readonly cells: number | undefined;
  /** @throws AdapterError (502) when the answer has not the promised form */
  read(data: Readonly<Record<string, unknown>>): Answer;
}

/** What one root field has to give. */
export interface Expected {
  readonly root: RootCall;
  /** Rows below the root's value; undefined: none, and every error there counts. */
  readonly rows?: ExpectedRows | undefined;
}

export interface ExpectedRows {
  /** From the root's value to the list, e.g. `nodes`. */
  readonly list?: ResultPath;
  /** From an element of the list to the row, e.g. `node`; without a list, from the root's value. */
  readonly row: ResultPath;
  readonly single?: boolean;
  readonly reader: RowReader | undefined;
  /** Keys of the fields whose values are worked with here: without one of them the answer would be another. */
  readonly evaluated?: readonly string[] | undefined;
  /** An error that says that there is no such item stands for its absence. */
  readonly absentIsError?: boolean;
  /** A row that is null, and whose error says that the caller may not see it, is an item that the upstream hides. */
  readonly hidden?: boolean;
}

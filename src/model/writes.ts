/** How a bound collection is written: mutations with every path compiled, as frozen data. */
import type { FailureRule, Identify, Template } from '../styles/vocabulary.js';
import type { ArgumentPath } from '../upstream/document/argument-path.js';
import type { Location } from '../upstream/document/location.js';
import type { Json } from '../wix/json.js';

export const writeVerbs = ['insert', 'update', 'remove'] as const;
export type WriteVerb = (typeof writeVerbs)[number];

/** A field of the item in the input of one mutation. */
export interface WrittenField {
  readonly key: string;
  /**
   * The raw value, as the input takes it.
   * @throws ConversionError for a value that the field cannot hold exactly
   */
  readonly encode: (value: Json) => Json;
  /** What the item shows of a value that was written: what is sent and what is stored are compared by it. */
  readonly shown: (value: Json) => Json;
  readonly place: WrittenPlace;
  readonly clear: Clearing;
  /** Written back unchanged it would lose something that Wix does not see. */
  readonly lossy: boolean;
  /** The input is refused without it. */
  readonly required: boolean;
}

export type WrittenPlace =
  /** Members from the item's input to the value. */
  | { readonly kind: 'path'; readonly path: readonly string[]; readonly value: Template | undefined }
  /** Members of the item's input, with `$value`; or one action. */
  | { readonly kind: 'template'; readonly send: Template };

/** How a value is taken away. */
export type Clearing =
  | { readonly kind: 'raw'; readonly raw: Json }
  | { readonly kind: 'template'; readonly members: Template }
  | { readonly kind: 'refused'; readonly reason: string };

/** How the answer of a mutation reads. */
export interface AnswerModel {
  /** From the root's value to the item, or to their list; undefined: the answer does not hold it. */
  readonly item: PayloadPath | undefined;
  /** To the id of the item, where the answer holds no more of it. */
  readonly id: readonly string[] | undefined;
  /** Of user errors; `keys` are response keys, and without `members` each error is a text. */
  readonly errors:
    | { readonly keys: readonly string[]; readonly members: ErrorMembers | undefined }
    | undefined;
  readonly flag: readonly string[] | undefined;
  readonly count: readonly string[] | undefined;
  readonly empty: 'exists' | 'notFound' | 'done' | 'unknown';
  /** Selection of all that but the item. */
  readonly beside: string;
}

export interface PayloadPath {
  /** Response keys from the root's value to the item or the list. */
  readonly keys: readonly string[];
  /** Selection around that of the item: what stands before it and after it. */
  readonly around: readonly [before: string, after: string];
  readonly list: boolean;
  /** Where `__typename` tells whether there is an item at all: other types are errors. */
  readonly condition: { readonly keys: readonly string[]; readonly types: ReadonlySet<string> } | undefined;
}

/** Response keys inside one error of the payload. */
export interface ErrorMembers {
  readonly message: readonly string[];
  readonly code: readonly string[];
  readonly field: readonly string[];
  readonly type: string;
}

export interface MutationModel {
  /** As the mapping names it. */
  readonly name: string;
  readonly location: Location;
  readonly arguments: Readonly<Record<string, Template>>;
  /** The id as the place of `$id` or `$ids` takes it. */
  readonly fitId: (raw: Json) => Json;
  readonly answer: AnswerModel;
  /** `products.yaml:12:3`, for remedies. */
  readonly position: string;
}

export interface VerbModel extends MutationModel {
  readonly verb: WriteVerb;
  /** By key; what is not here is read-only. */
  readonly fields: ReadonlyMap<string, WrittenField>;
  /** Fields that Wix does not see, and that an insert gives the value that the collection's filter demands. */
  readonly hidden: ReadonlyMap<string, WrittenField>;
  /** Why fields are read-only, by key. */
  readonly readOnly: ReadonlyMap<string, string>;
  /** Where the id of a new item goes: a member of its input, or `$id`. */
  readonly newId: WrittenField | undefined;
  /** `$items` or `$ids`: a list, of one where `many` is 1. */
  readonly listed: boolean;
  /** Most items of one request. */
  readonly many: number;
  /** Key of the hidden field that holds the version. */
  readonly version: string | undefined;
  /** `$actions`: only what changes is sent, as a list. */
  readonly changes: boolean;
  readonly upsert: boolean;
  /** Each mutation carries a key (idempotency of the collection): the API does it once, however often it comes. */
  readonly keyed: boolean;
  readonly after: MutationModel | undefined;
}

/** A mutation about one pair of items: one that refers, and the one that it refers to. */
export interface PairMutation extends VerbModel {
  /** The id of the item that is referred to, as the place of `$referenced` takes it. */
  readonly fitReferenced: (raw: Json) => Json;
}

/** How the references of one field are made and taken away. */
export type ReferenceWrites =
  | {
      readonly kind: 'pairs';
      readonly add: PairMutation | undefined;
      readonly remove: PairMutation | undefined;
    }
  /** `list`: where update writes the list of ids of the item itself; undefined: another collection holds the ids. */
  | { readonly kind: 'items'; readonly list: WrittenField | undefined };

export type Stamp = 'api' | 'written' | 'virtual';
export const systemKeys = ['_createdDate', '_updatedDate', '_owner'] as const;
export type SystemKey = (typeof systemKeys)[number];

export type IdempotencyPlace =
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'argument'; readonly at: ArgumentPath }
  | { readonly kind: 'directive'; readonly name: string; readonly argument: string; readonly type: string };

export interface WriteModel {
  readonly insert: VerbModel | undefined;
  readonly update: VerbModel | undefined;
  readonly remove: VerbModel | undefined;
  /** `remove`: by batches. */
  readonly truncate: MutationModel | 'remove' | undefined;
  /** By key of the reference field; what is not here is only read. */
  readonly references: ReadonlyMap<string, ReferenceWrites>;
  readonly identify: Identify;
  /** Where the key of a write goes that the API does once. */
  readonly idempotency: IdempotencyPlace | undefined;
  readonly resolve: { readonly within: number | undefined; readonly tries: number };
  readonly missing: 'clear' | 'merge';
  /** Most mutations of one document. */
  readonly aliases: number;
  /** After one that fails the others of its document do not run. */
  readonly stops: boolean;
  readonly failures: readonly FailureRule[];
  readonly system: Readonly<Record<SystemKey, Stamp>>;
  /** The line of the mapping that speaks of writes. */
  readonly position: string;
}

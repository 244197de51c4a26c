/**
 * The collection model: a mapping bound to an upstream schema, as frozen data with every path compiled. It holds no
 * connection, no cache and no text of a mapping file; planning and execution look nothing up by name again.
 */
import type { GraphQLInputType } from 'graphql';
import type { PageLoop } from '../styles/extensions/extension.js';
import type { FilterableField, FilterBinding } from '../styles/filter.js';
import type { Predicate, PredicateField } from '../styles/predicate.js';
import type { SortBinding } from '../styles/sort.js';
import type { Template, ValueKind } from '../styles/vocabulary.js';
import type { ArgumentPath } from '../upstream/document/argument-path.js';
import type { Location } from '../upstream/document/location.js';
import type { PrintedSelection } from '../upstream/document/operation.js';
import type { ResultPath, RowsPath } from '../upstream/document/result-path.js';
import type { SelectionStep } from '../upstream/document/selection.js';
import type { AggregateFunction } from '../wix/aggregation.js';
import type { Filter } from '../wix/filter/tree.js';
import type { Item, Json } from '../wix/json.js';
import type { FieldType, PagingMode, Role } from '../wix/protocol.js';
import type { CachingModel } from './caching.js';
import type { CellFault } from './cell-fault.js';
import type { Codec } from './codecs/codec.js';
import type { CopyRow } from './copied-row.js';
import type { AskedArgument, NestedList, NestedPath, ReferenceModel } from './references.js';
import type { IdentityRules } from './rules.js';
import type { WriteModel } from './writes.js';

/** Where a value comes from. */
export type FieldSource =
  | {
      readonly kind: 'path';
      readonly steps: readonly SelectionStep[];
      /** Leaf members to select below the path, when the value is an object. */
      readonly members: readonly string[];
      /** Reads the value out of a row by the response keys of the selection. */
      readonly read: (keys: readonly string[]) => (row: unknown) => unknown;
      /** There are only objects on the way, and the value is one leaf. */
      readonly plain: boolean;
      readonly codec: Codec;
      /** Whether the upstream can give null here. */
      readonly nullable: boolean;
      readonly default: Json | undefined;
    }
  /** Not in the rows: a MULTI_REFERENCE whose pairs are in another collection. */
  | {
      readonly kind: 'elsewhere';
      /** Of the ids that conditions name, where a filter of the upstream takes them. */
      readonly element: Codec;
    }
  | { readonly kind: 'template'; readonly keys: readonly string[]; readonly evaluate: (item: Item) => Json };

export interface FieldModel {
  readonly key: string;
  readonly displayName: string;
  readonly description: string | undefined;
  /** For `where` and templates only: no request can name it, and no answer holds it. */
  readonly hidden: boolean;
  readonly type: FieldType;
  readonly source: FieldSource;
  /** Which operators of a filter style are meant for it; undefined: a template. */
  readonly kind: ValueKind | undefined;
  /** The mapping converts the upstream's values (values, scale, inexact, default): its aggregates are of the raw ones. */
  readonly converted: boolean;
  /** Whether an item can be without a value here. */
  readonly nullable: boolean;
  /** What the upstream can filter on; undefined: nothing. */
  readonly filter: FilterableField | undefined;
  /** The upstream's filter reaches the field through an object that can be missing. */
  readonly related: boolean;
  /** Path in the upstream's sort; undefined: it cannot sort on this field. */
  readonly sortPath: readonly string[] | undefined;
  readonly sortable: { readonly ascending: boolean; readonly descending: boolean };
  readonly local: 'allow' | 'deny';
  readonly reference: string | undefined;
  /** How the items that it refers to are found; undefined: it refers to none. */
  readonly relation?: ReferenceModel | undefined;
  readonly elementType: FieldType | undefined;
  /** The collection's file, `products.yaml`, for remedies. */
  readonly file: string;
  /** `products.yaml:12:3`, for remedies in errors and explain. */
  readonly position: string;
  /** Claims about it that rows have shown to be false (see plan/claims.ts). */
  readonly disproved?: ReadonlySet<string>;
}

export interface CountModel {
  /** undefined: the number is in the list field's own result. */
  readonly sibling:
    | {
        readonly location: Location;
        readonly arguments: Readonly<Record<string, Template>>;
        /** Whether it can be given all constant arguments of the list; else it counts other rows. */
        readonly takesConstants: boolean;
      }
    | undefined;
  /** Place of the filter on the sibling; null: it counts everything. */
  readonly filterAt: ArgumentPath | null;
  readonly path: ResultPath;
  /** Numbers from here on are not believed. */
  readonly cap: number | undefined;
  /** Where a text stands that must be EXACT. */
  readonly precision: ResultPath | undefined;
}

/** How a list pages: where each part of a page request stands, and where the answer tells how to go on. */
export interface PageModel {
  readonly size: ArgumentPath | undefined;
  readonly offset: ArgumentPath | undefined;
  readonly page: ArgumentPath | undefined;
  readonly cursor: ArgumentPath | undefined;
  readonly next: ResultPath | undefined;
  readonly more: ResultPath | undefined;
  readonly pages: ResultPath | undefined;
  /** Number of the first page; 1 where the mapping does not say it. */
  readonly base: number | undefined;
  /** What the argument of the page number counts: pages, or the rows before the page. */
  readonly unit: 'pages' | 'rows';
  /** Largest page that the upstream gives. */
  readonly max: number | undefined;
  /** Page size where no argument sets it. */
  readonly fixed: number | undefined;
  readonly offsetMax: number | undefined;
  readonly loop: PageLoop;
}

export interface ListModel {
  readonly location: Location;
  /** Constant arguments, by step name ('' is the list field); may hold $language and the like. */
  readonly constants: ReadonlyMap<string, Readonly<Record<string, Template>>>;
  readonly rows: RowsPath;
  readonly page: PageModel;
  readonly filter: FilterBinding | undefined;
  readonly sort: SortBinding | undefined;
  readonly count: CountModel | undefined;
  readonly folding: 'javascript' | 'unicode' | 'ascii' | 'unknown';
  readonly textOrder: 'utf16' | 'unknown';
  readonly datePrecision: 'second' | 'millisecond' | 'finer';
  /** Rows can come as null: items that the upstream hides, and that are in its places and totals all the same. */
  readonly hidesRows: boolean;
}

export interface GetModel {
  readonly one:
    | {
        readonly location: Location;
        readonly arguments: Readonly<Record<string, Template>>;
        readonly row: ResultPath;
        readonly missing: 'null' | 'error';
      }
    | undefined;
  readonly many:
    | {
        readonly location: Location;
        readonly arguments: Readonly<Record<string, Template>>;
        readonly rows: ResultPath;
        readonly max: number | undefined;
        readonly on: string | undefined;
      }
    | undefined;
}

export interface AggregateModel {
  /** Functions over the whole list; undefined: only groups have them. */
  readonly whole: AggregatePlace;
  readonly groups: GroupsModel | undefined;
}

/** Where functions are, and what each gives of each field. */
export interface AggregatePlace {
  readonly location: Location;
  /** The functions stand in the list field's own result. */
  readonly own: boolean;
  /** The list's constant arguments, for a sibling field. */
  readonly constants: Readonly<Record<string, Template>>;
  readonly takesConstants: boolean;
  /** Place of the filter beside the functions; null: they take none. */
  readonly filterAt: ArgumentPath | null;
  /** From the location's value to the object that holds the functions, or to the list of groups. */
  readonly steps: readonly string[];
  /** Result path below the object or the group, or why the function cannot be taken. `_id` is the field of count. */
  readonly functions: Readonly<Record<AggregateFunction, ReadonlyMap<string, ResultPath | Refusal>>>;
}

/** Groups: a list at the end of the steps, whose last step, or the location itself, takes the keys. */
export interface GroupsModel extends AggregatePlace {
  readonly by: { readonly name: string; readonly type: GraphQLInputType };
  /** What makes groups of a field, and where a group tells its value. */
  readonly keys: ReadonlyMap<string, GroupKey | Refusal>;
}

export interface GroupKey {
  /** Element of the argument that takes the keys. */
  readonly value: Template;
  /** Result path of the value in a group; `*` stands for the position of the key among those asked for. */
  readonly names: readonly string[];
}

/** Why something is not left to the upstream, and the line of the mapping that would change it. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: string;
  readonly remedy: string;
}

/** Rows of one set of fields: what to select and how to make an item of it. */
export interface RowReader {
  readonly selection: PrintedSelection;
  /** Values that are selected of one row. */
  readonly size: number;
  /** Objects that are asked for with one row, itself among them. */
  readonly nodes: number;
  /** Filters that lists inside the rows are asked with. */
  readonly predicates?: readonly Predicate[];
  /**
   * Makes the item; throws AdapterError when the id is missing, or a value cannot be converted.
   * @param tolerate is told of such a value instead, which then is null
   */
  readonly read: (row: unknown, tolerate?: (fault: CellFault) => void) => Item;
  /**
   * Makes the JSON of an item of a row that is still text. undefined: such rows are read.
   * @param output keys of the members in their order; undefined: as `read` gives them
   * @param seen keys of the fields whose values are worked with
   */
  readonly copy: (output: readonly string[] | undefined, seen: readonly string[]) => CopyRow | undefined;
  /** Keys of the fields that depend on the value at a path of response keys below the row. */
  readonly touched: (path: readonly (string | number)[]) => readonly string[];
}

/** A related object that is read out of the same row. */
export interface NestedItems {
  /** Key that the item gets (see includedKey). */
  readonly as: string;
  readonly path: NestedPath;
  /** There are several objects: the item is a NestedGroup. */
  readonly list?: NestedList;
  /** Arguments of its fields, and the filter that is among them. */
  readonly asked?: readonly AskedArgument[];
  readonly predicate?: Predicate | undefined;
  /** Objects that a list is asked for, or can have; undefined: all come. */
  readonly most?: number | undefined;
  /** The collection that the object belongs to, and the fields of it that are read. */
  readonly model: Pick<CollectionModel, 'id' | 'fields'>;
  readonly keys: readonly string[];
}

export interface ResolvedLimits {
  readonly scan: number;
  readonly pages: number;
  readonly bytes: number;
  /** Most bytes of one answer. */
  readonly answer: number;
  readonly deadline: number;
  readonly page: number;
  readonly concurrency: number;
  readonly ids: number;
  /** Most objects that one request may ask for, those of lists inside rows too; undefined: nothing says it. */
  readonly nodes: number | undefined;
  /** Steps of local work, see Budget.work. */
  readonly work: number;
}

export interface CollectionModel {
  readonly id: string;
  readonly displayName: string;
  readonly typeName: string;
  /** Name of the operations in documents. */
  readonly operationName: string;
  /**
   * Stands for everything that the meaning of an answer depends on: the mapping, its styles and the types of the schema
   * that it uses. What was learned or promised under one fingerprint (cursors, page sizes) is worth nothing under another.
   */
  readonly fingerprint: string;
  readonly file: string;
  /** `products.yaml:5:1`: where the count and the aggregates are said, or would be; for remedies. */
  readonly positions: { readonly count: string; readonly aggregate: string; readonly list: string };
  /** Name of the upstream that is asked. */
  readonly upstream: string;
  /** By key; `_id` is the first. */
  readonly fields: ReadonlyMap<string, FieldModel>;
  /** The fields that conditions can name, found again when a condition is rendered or what it claims is looked at. */
  readonly filterable: ReadonlyMap<PredicateField, FieldModel>;
  readonly list: ListModel;
  /** What is selected of a row where only its place counts: its id, since some servers cannot answer `__typename` alone. */
  readonly lightRow: string;
  readonly get: GetModel;
  readonly aggregate: AggregateModel | undefined;
  readonly writes: WriteModel | undefined;
  /** Always applied; may hold facts of the request, see whereOf. */
  readonly where: Filter;
  /** What depends on who asks; undefined: nothing does. */
  readonly rules: IdentityRules | undefined;
  readonly caching: CachingModel;
  readonly limits: ResolvedLimits;
  /** The file that sets each limit, or would. */
  readonly limitFiles: Readonly<Record<keyof ResolvedLimits, string>>;
  readonly permissions: Readonly<Record<'insert' | 'update' | 'remove' | 'read', Role>>;
  readonly pagingMode: PagingMode;
}

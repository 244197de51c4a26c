/**
 * The collection model: a mapping bound to an upstream schema, with everything resolved. Planning and execution
 * read only this; nothing here is looked up by name again.
 */
import type { GraphQLInputType, GraphQLSchema } from 'graphql';
import type { CollectionMapping, UpstreamMapping } from '../mapping/schema.js';
import type { PageLoop } from '../styles/extensions/hatch.js';
import type { FilterableField, FilterBinding } from '../styles/filter.js';
import type { SortBinding } from '../styles/sort.js';
import type {
  AggregateStyle,
  Dialect,
  PageStyle,
  Json as Template,
  ValueKind,
  WriteStyles,
} from '../styles/vocabulary.js';
import type { Location } from '../upstream/document/location.js';
import type { OperationBuilder, PrintedSelection } from '../upstream/document/operation.js';
import type { RowsPath } from '../upstream/document/result-path.js';
import type { SelectionStep } from '../upstream/document/selection.js';
import type { UpstreamClient } from '../upstream/transport/client.js';
import type { AdapterError } from '../wix/errors.js';
import type { Filter } from '../wix/filter/tree.js';
import type { Item, Json } from '../wix/json.js';
import type { FieldType, PagingMode, Role } from '../wix/protocol.js';
import type { Codec } from './codecs/codec.js';

/** An upstream API, ready to be asked. */
export interface UpstreamModel {
  readonly name: string;
  readonly url: string;
  readonly schema: GraphQLSchema;
  readonly mapping: UpstreamMapping;
  readonly dialect: Dialect | undefined;
  readonly client: UpstreamClient;
  readonly operations: OperationBuilder;
}

/** Where a value comes from. */
export type FieldSource =
  | {
      readonly kind: 'path';
      readonly steps: readonly SelectionStep[];
      /** Leaf members to select below the path, when the value is an object. */
      readonly members: readonly string[];
      /** Reads the value out of a row by the response keys of the selection. */
      readonly read: (keys: readonly string[]) => (row: unknown) => unknown;
      readonly codec: Codec;
      /** Whether the upstream can give null here. */
      readonly nullable: boolean;
      readonly default: Json | undefined;
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
  readonly elementType: FieldType | undefined;
  /** `products.yaml:12:3`, for remedies in errors and explain. */
  readonly position: string;
}

export interface CountModel {
  /** undefined: the number is in the list field's own result. */
  readonly sibling:
    | { readonly location: Location; readonly arguments: Readonly<Record<string, Template>> }
    | undefined;
  /** Address of the filter on the sibling; null: it counts everything. */
  readonly filterAt: string | null;
  readonly path: string;
  readonly cap: number | undefined;
  readonly precision: string | undefined;
}

export interface ListModel {
  readonly location: Location;
  /** Constant arguments, by step name ('' is the list field); may hold $language and the like. */
  readonly constants: ReadonlyMap<string, Readonly<Record<string, Template>>>;
  readonly rows: RowsPath;
  readonly page: PageStyle;
  readonly loop: PageLoop;
  readonly filter: FilterBinding | undefined;
  readonly sort: SortBinding | undefined;
  readonly count: CountModel | undefined;
  readonly folding: 'javascript' | 'unicode' | 'ascii' | 'unknown';
  readonly textOrder: 'utf16' | 'unknown';
  readonly datePrecision: 'second' | 'millisecond' | 'finer';
}

export interface GetModel {
  readonly one:
    | {
        readonly location: Location;
        readonly arguments: Readonly<Record<string, Template>>;
        readonly row: string;
        readonly missing: 'null' | 'error';
      }
    | undefined;
  readonly many:
    | {
        readonly location: Location;
        readonly arguments: Readonly<Record<string, Template>>;
        readonly rows: string;
        readonly max: number | undefined;
        readonly on: string | undefined;
      }
    | undefined;
}

export interface AggregateModel {
  readonly style: AggregateStyle;
  readonly location: Location;
  /** The aggregates stand in the list field's own result. */
  readonly own: boolean;
  /** The list's constant arguments, for a sibling field. */
  readonly constants: Readonly<Record<string, Template>>;
  readonly groups: GroupsModel | undefined;
}

/** Where groups come from: a path below the location, whose last step, or the location itself, takes the keys. */
export interface GroupsModel {
  readonly location: Location;
  readonly constants: Readonly<Record<string, Template>>;
  readonly steps: readonly string[];
  readonly by: { readonly name: string; readonly type: GraphQLInputType };
}

/** A cell whose value is none of its field, with the refusal that names item, field and line. */
export interface CellFault {
  readonly key: string;
  readonly error: AdapterError;
}

/** Rows of one set of fields: what to select and how to make an item of it. */
export interface RowReader {
  readonly selection: PrintedSelection;
  /**
   * Makes the item; throws AdapterError when the id is missing, or a value cannot be converted.
   * @param tolerate is told of such a value instead, which then is null
   */
  readonly read: (row: unknown, tolerate?: (fault: CellFault) => void) => Item;
  /** Keys of the fields that depend on the value at a path of response keys below the row. */
  readonly touched: (path: readonly (string | number)[]) => readonly string[];
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
}

export interface CollectionModel {
  readonly id: string;
  readonly displayName: string;
  readonly typeName: string;
  readonly file: string;
  /** `products.yaml:5:1`: where the count and the aggregates are said, or would be; for remedies. */
  readonly positions: { readonly count: string; readonly aggregate: string };
  readonly mapping: CollectionMapping;
  readonly upstream: UpstreamModel;
  /** By key; `_id` is the first. */
  readonly fields: ReadonlyMap<string, FieldModel>;
  readonly list: ListModel;
  readonly get: GetModel;
  readonly aggregate: AggregateModel | undefined;
  readonly writes: WriteStyles | undefined;
  /** Always applied. */
  readonly where: Filter;
  readonly limits: ResolvedLimits;
  /** The file that sets a limit, or would. */
  limitFile(limit: keyof ResolvedLimits): string;
  readonly permissions: Readonly<Record<'insert' | 'update' | 'remove' | 'read', Role>>;
  readonly pagingMode: PagingMode;
  /** Reader of these fields (always with `_id`); kept, so that the same set compiles once. */
  rows(keys: readonly string[]): RowReader;
}

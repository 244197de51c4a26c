/** Names of the External Database service plugin protocol v3: closed sets of values, and message shapes. */

export const fieldTypes = [
  'TEXT',
  'NUMBER',
  'DATE',
  'DATETIME',
  'IMAGE',
  'BOOLEAN',
  'DOCUMENT',
  'URL',
  'RICH_TEXT',
  'VIDEO',
  'ANY',
  'ARRAY_STRING',
  'ARRAY_DOCUMENT',
  'AUDIO',
  'TIME',
  'LANGUAGE',
  'RICH_CONTENT',
  'MEDIA_GALLERY',
  'ADDRESS',
  'REFERENCE',
  'MULTI_REFERENCE',
  'OBJECT',
  'ARRAY',
] as const;
export type FieldType = (typeof fieldTypes)[number];

export const queryOperators = [
  'EQ',
  'LT',
  'GT',
  'NE',
  'LTE',
  'GTE',
  'STARTS_WITH',
  'ENDS_WITH',
  'CONTAINS',
  'HAS_SOME',
  'HAS_ALL',
  'EXISTS',
  'URLIZED',
] as const;
export type QueryOperator = (typeof queryOperators)[number];

export const dataOperations = [
  'QUERY',
  'COUNT',
  'QUERY_REFERENCED',
  'AGGREGATE',
  'DISTINCT',
  'INSERT',
  'UPDATE',
  'REMOVE',
  'TRUNCATE',
  'INSERT_REFERENCES',
  'REMOVE_REFERENCES',
] as const;
export type DataOperation = (typeof dataOperations)[number];

export const roles = ['ADMIN', 'SITE_MEMBER_AUTHOR', 'SITE_MEMBER', 'ANYONE'] as const;
export type Role = (typeof roles)[number];

export type PagingMode = 'OFFSET' | 'CURSOR';
export type SortOrder = 'ASC' | 'DESC';

export interface FieldCapabilities {
  readonly sortable: boolean;
  readonly queryOperators: readonly QueryOperator[];
}

export interface Field {
  readonly key: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly type: FieldType;
  readonly capabilities: FieldCapabilities;
  readonly encrypted: false;
  readonly singleReferenceOptions?: { readonly referencedCollectionId: string };
  readonly multiReferenceOptions?: { readonly referencedCollectionId: string };
  readonly arrayOptions?: { readonly elementType: FieldType };
}

export interface Collection {
  readonly id: string;
  readonly displayName: string;
  readonly fields: readonly Field[];
  readonly capabilities: { readonly dataOperations: readonly DataOperation[] };
  readonly permissions: Readonly<Record<'insert' | 'update' | 'remove' | 'read', Role>>;
  readonly pagingMode: PagingMode;
}

export interface PagingMetadata {
  readonly total?: number;
  readonly cursors?: { readonly next: string | null; readonly prev: string | null };
}

/** `data.metadata` of the signed envelope. All members are optional (protocol section 3). */
export interface Metadata {
  readonly requestId?: string | undefined;
  readonly instanceId?: string | undefined;
  readonly currency?: string | undefined;
  readonly appExtensionId?: string | undefined;
  readonly appExtensionType?: string | undefined;
  readonly functionName?: string | undefined;
  readonly languages?: readonly string[] | undefined;
  readonly identity?:
    | {
        readonly identityType?: string | undefined;
        readonly anonymousVisitorId?: string | undefined;
        readonly memberId?: string | undefined;
        readonly wixUserId?: string | undefined;
        readonly appId?: string | undefined;
      }
    | undefined;
}

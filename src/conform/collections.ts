/** What a server tells of its collections, read without trusting it. */
import { isObject } from '../wix/json.js';
import { type FieldType, fieldTypes, type QueryOperator, queryOperators } from '../wix/protocol.js';
import { bodyOf, type Exchange, paths, type ServerUnderTest } from './server.js';

export interface KnownField {
  readonly key: string;
  readonly type: FieldType | undefined;
  readonly sortable: boolean;
  readonly operators: ReadonlySet<QueryOperator>;
  /** The collection that a reference leads to. */
  readonly target: string | undefined;
}

export interface KnownCollection {
  readonly id: string;
  readonly fields: readonly KnownField[];
  readonly operations: ReadonlySet<string>;
  readonly byCursor: boolean;
}

/** All collections, and the exchange that told of them. */
export async function readCollections(
  server: ServerUnderTest,
): Promise<{ readonly exchange: Exchange; readonly collections: readonly KnownCollection[] }> {
  const exchange = await server.ask(paths.collections, { collectionIds: [] });
  return { exchange, collections: rawCollections(exchange).flatMap(readCollection) };
}

/** The members of `collections` that are objects. */
export function rawCollections(exchange: Exchange): readonly Record<string, unknown>[] {
  const { collections } = bodyOf(exchange);
  return Array.isArray(collections) ? collections.filter(isObject) : [];
}

/** `id`, or `_id` where a server writes that (section 4.0). */
export function collectionIdOf(raw: Record<string, unknown>): string | undefined {
  const id = raw.id ?? raw._id;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Members of a list, or none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function readCollection(raw: Record<string, unknown>): readonly KnownCollection[] {
  const id = collectionIdOf(raw);
  if (id === undefined) return [];
  const { dataOperations } = isObject(raw.capabilities) ? raw.capabilities : {};
  return [
    {
      id,
      fields: listOf(raw.fields).filter(isObject).flatMap(readField),
      operations: new Set(listOf(dataOperations).filter((each) => typeof each === 'string')),
      byCursor: raw.pagingMode === 'CURSOR',
    },
  ];
}

function readField(raw: Record<string, unknown>): readonly KnownField[] {
  const { key, capabilities, singleReferenceOptions: single, multiReferenceOptions: multi } = raw;
  if (typeof key !== 'string' || raw.encrypted === true) return [];
  const { sortable, queryOperators: told } = isObject(capabilities) ? capabilities : {};
  const target = isObject(single)
    ? single.referencedCollectionId
    : isObject(multi)
      ? multi.referencedCollectionId
      : undefined;
  return [
    {
      key,
      type: fieldTypes.find((each) => each === raw.type),
      sortable: sortable === true,
      operators: new Set(queryOperators.filter((each) => listOf(told).includes(each))),
      target: typeof target === 'string' ? target : undefined,
    },
  ];
}

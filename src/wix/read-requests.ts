/** The requests that read items (protocol sections 4.1 to 4.4). */
import { type Aggregation, finalFieldPath, isResultPath, parseAggregation } from './aggregation.js';
import { badRequest, type Violation, violationsError } from './errors.js';
import { parseFilter } from './filter/parse.js';
import { condition, type Filter, mapConditions } from './filter/tree.js';
import { isMissing, isObject, member } from './json.js';
import { largestPage, type Paging, parsePaging } from './paging.js';
import type { SortOrder } from './protocol.js';
import { type Raw, readFlag, readList, readName, readObject, readTexts } from './request-reader.js';
import { parseOrder, parseSort, type SortKey } from './sort.js';

/** One field whose referenced items are wanted inside the items (protocol section 5.5). */
export interface ReferenceToInclude {
  readonly fieldKey: string;
  /** Most referenced items of a multi-reference. Default 50, at most 1000. */
  readonly limit: number;
  readonly filter: Filter;
}

export interface QueryRequest {
  readonly collectionId: string;
  readonly filter: Filter;
  readonly sort: readonly SortKey[];
  /** With a cursor in it, filter and sort are those of the cursor and stay empty here. */
  readonly paging: Paging;
  /** Absent: all fields. */
  readonly fields?: readonly string[] | undefined;
  readonly includeReferencedItems: readonly ReferenceToInclude[];
  readonly consistentRead: boolean;
  readonly returnTotalCount: boolean;
}

export interface CountRequest {
  readonly collectionId: string;
  readonly filter: Filter;
  readonly consistentRead: boolean;
}

export interface AggregateRequest {
  readonly collectionId: string;
  readonly initialFilter: Filter;
  /** Absent: an ordinary query with initialFilter. */
  readonly aggregation?: Aggregation;
  /** Its paths name members of the results: `_id` is already resolved. So are those of sort. */
  readonly finalFilter: Filter;
  readonly sort: readonly SortKey[];
  readonly paging: Paging;
  readonly consistentRead: boolean;
  readonly returnTotalCount: boolean;
}

export interface DistinctRequest {
  readonly collectionId: string;
  readonly filter: Filter;
  readonly fieldName: string;
  readonly order: SortOrder;
  readonly paging: Paging;
  readonly consistentRead: boolean;
  readonly returnTotalCount: boolean;
}

const mostFields = 1000;
const mostIncludes = 100;
const defaultIncludeLimit = 50;

export function parseQuery(raw: unknown): QueryRequest {
  const request = readObject(raw, 'request');
  const query = readObject(member(request, 'query'), 'query');
  const fields = readTexts(query, 'fields', mostFields);
  // One literal with all members: one made of parts would be of another hidden class each time.
  return Object.freeze({
    fields: fields.length === 0 ? undefined : fields,
    collectionId: readName(request, 'collectionId'),
    filter: parseFilter(member(query, 'filter')),
    sort: parseSort(member(query, 'sort')),
    paging: parsePaging(query),
    includeReferencedItems: parseIncludes(request),
    consistentRead: readFlag(request, 'consistentRead'),
    returnTotalCount: readFlag(request, 'returnTotalCount'),
  });
}

export function parseCount(raw: unknown): CountRequest {
  const request = readObject(raw, 'request');
  return Object.freeze({
    collectionId: readName(request, 'collectionId'),
    filter: parseFilter(member(request, 'filter')),
    consistentRead: readFlag(request, 'consistentRead'),
  });
}

export function parseAggregate(raw: unknown): AggregateRequest {
  const request = readObject(raw, 'request');
  const aggregation = parseAggregation(member(request, 'aggregation'));
  const finalFilter = parseFilter(member(request, 'finalFilter'), { at: 'finalFilter' });
  const sort = parseSort(member(request, 'sort'));
  return Object.freeze({
    collectionId: readName(request, 'collectionId'),
    initialFilter: parseFilter(member(request, 'initialFilter'), { at: 'initialFilter' }),
    ...(aggregation === undefined ? { finalFilter, sort } : onResults(aggregation, finalFilter, sort)),
    paging: parsePaging(request),
    consistentRead: readFlag(request, 'consistentRead'),
    returnTotalCount: readFlag(request, 'returnTotalCount'),
  });
}

/** Resolves the paths of finalFilter and sort to members of the results; refuses those that name none. */
function onResults(
  aggregation: Aggregation,
  finalFilter: Filter,
  sort: readonly SortKey[],
): Pick<AggregateRequest, 'aggregation' | 'finalFilter' | 'sort'> {
  const violations: Violation[] = [];
  const resolve = (path: string, fieldPath: string): string => {
    const resolved = finalFieldPath(aggregation, path);
    if (!isResultPath(aggregation, resolved))
      violations.push({
        fieldPath,
        rejectedValue: path,
        message: 'is neither a grouping field nor a result of the aggregation',
      });
    return resolved;
  };
  const resolved = {
    aggregation,
    finalFilter: mapConditions(finalFilter, (each) =>
      condition(resolve(each.path, each.source), each.operator, each.operand, each.source),
    ),
    sort: Object.freeze(
      sort.map((key, index) => Object.freeze({ ...key, path: resolve(key.path, `sort.${index}.fieldName`) })),
    ),
  };
  if (violations.length > 0) throw violationsError('Invalid aggregation', violations);
  return resolved;
}

export function parseDistinct(raw: unknown): DistinctRequest {
  const request = readObject(raw, 'request');
  return Object.freeze({
    collectionId: readName(request, 'collectionId'),
    filter: parseFilter(member(request, 'filter')),
    fieldName: readName(request, 'fieldName'),
    order: parseRequestOrder(request),
    paging: parsePaging(request),
    consistentRead: readFlag(request, 'consistentRead'),
    returnTotalCount: readFlag(request, 'returnTotalCount'),
  });
}

/** Missing means ascending. */
export function parseRequestOrder(request: Raw): SortOrder {
  const raw = member(request, 'order');
  const order = parseOrder(raw);
  if (order !== undefined) return order;
  throw violationsError('Invalid order', [
    { fieldPath: 'order', rejectedValue: raw, message: 'must be ASC or DESC' },
  ]);
}

function parseIncludes(request: Raw): readonly ReferenceToInclude[] {
  const name = 'includeReferencedItems';
  const seen = new Map<string, ReferenceToInclude>();
  for (const [index, each] of readList(request, name, mostIncludes).entries()) {
    if (!isObject(each)) throw badRequest(`${name}.${index} must be an object`);
    const limit = member(each, 'limit');
    const whole = isMissing(limit) || (Number.isSafeInteger(limit) && (limit as number) >= 0);
    // More is refused, since fewer items than were asked for would look like all of them.
    if (!whole || (!isMissing(limit) && (limit as number) > largestPage))
      throw violationsError('Invalid include', [
        {
          fieldPath: `${name}.${index}.limit`,
          rejectedValue: limit,
          message: whole ? `must be at most ${largestPage}` : 'must be a whole number, 0 or more',
        },
      ]);
    const fieldKey = readName(each, 'fieldKey');
    seen.set(
      fieldKey,
      Object.freeze({
        fieldKey,
        limit: isMissing(limit) ? defaultIncludeLimit : (limit as number),
        filter: parseFilter(member(each, 'filter'), { at: `${name}.${index}.filter` }),
      }),
    );
  }
  return Object.freeze([...seen.values()]);
}

/** The form of the Query screen: what its address says, and the request that it makes. */
import { type ReadingKind, readingKinds } from '../../service/reading-kinds.js';
import { type FilterOperator, filterOperators } from '../../wix/filter/tree.js';
import { isObject } from '../../wix/json.js';
import type { Collection, SortOrder } from '../../wix/protocol.js';
import type { Caller } from '../caller.js';
import { operandOf } from './operand.js';

export interface FormCondition {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

export interface Form {
  readonly collection: string;
  /** Whether all conditions are to hold, or any. */
  readonly match: 'all' | 'any';
  readonly conditions: readonly FormCondition[];
  readonly sort: readonly { readonly field: string; readonly order: SortOrder }[];
  readonly fields: string;
  readonly include: readonly string[];
  readonly limit: string;
  readonly offset: string;
  readonly total: boolean;
  /** The number of items only. */
  readonly count: boolean;
  readonly caller: Caller;
  /** A whole request in place of all of these, as JSON. */
  readonly request: string | undefined;
  /** What the whole request is. */
  readonly kind: ReadingKind;
  /** It is to be sent. */
  readonly run: boolean;
}

const usualLimit = '5';

/** @param first the collection where the address names none */
export function formOf(parameters: URLSearchParams, first: string): Form {
  const text = (name: string): string => parameters.get(name)?.trim() ?? '';
  const all = (name: string): readonly string[] => parameters.getAll(name);
  const operators = all('operator');
  const values = all('value');
  const orders = all('order');
  const caller = Object.fromEntries(
    (['language', 'as', 'member'] as const).flatMap((name) =>
      text(name) === '' ? [] : [[name, text(name)]],
    ),
  ) as Caller;
  return {
    collection: text('collection') || first,
    match: text('match') === 'any' ? 'any' : 'all',
    conditions: all('field').flatMap((field, index) =>
      field === '' ? [] : [{ field, operator: operators[index] ?? 'eq', value: values[index] ?? '' }],
    ),
    sort: all('sort').flatMap((field, index) =>
      field === '' ? [] : [{ field, order: orders[index] === 'DESC' ? 'DESC' : 'ASC' }],
    ),
    fields: text('fields'),
    include: all('include').filter((each) => each !== ''),
    limit: parameters.has('limit') ? text('limit') : usualLimit,
    offset: text('offset'),
    total: parameters.has('total'),
    count: parameters.has('count'),
    caller,
    request: text('request') || undefined,
    kind: readingKinds.find((each) => each === text('kind')) ?? 'query',
    run: parameters.has('run'),
  };
}

export interface MadeRequest {
  readonly kind: ReadingKind;
  readonly request: Readonly<Record<string, unknown>>;
}

/** The request that Wix would send. @throws Error where what was written is no JSON object */
export function requestOf(form: Form, described: Collection | undefined): MadeRequest {
  const collectionId = form.collection;
  if (form.request !== undefined) {
    const given: unknown = JSON.parse(form.request);
    if (!isObject(given)) throw new Error('The whole request is no JSON object');
    return { kind: form.kind, request: { collectionId, ...given } };
  }
  const filter = filterOf(form, described);
  if (form.count) return { kind: 'count', request: { collectionId, filter } };
  const query = {
    filter,
    sort: form.sort.map(({ field, order }) => ({ fieldName: field, order })),
    fields: form.fields
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    paging: { ...numberOf('limit', form.limit), ...numberOf('offset', form.offset) },
  };
  const includeReferencedItems = form.include.map((fieldKey) => ({ fieldKey }));
  return {
    kind: 'query',
    request: { collectionId, query, includeReferencedItems, returnTotalCount: form.total },
  };
}

function filterOf({ conditions, match }: Form, described: Collection | undefined): object {
  const types = new Map(described?.fields.map(({ key, type }) => [key, type]));
  const parts = conditions.map(({ field, operator, value }) => ({
    [field]: { [`$${operator}`]: operandOf(value, types.get(field) ?? 'TEXT', operatorOf(operator)) },
  }));
  const [only, ...more] = parts;
  if (only === undefined) return {};
  return more.length === 0 ? only : { [match === 'any' ? '$or' : '$and']: parts };
}

function operatorOf(name: string): FilterOperator {
  return filterOperators.find((each) => each === name) ?? 'eq';
}

/** What is no number goes as it is written, so that it is refused in the words of the service. */
function numberOf(name: string, text: string): object {
  if (text === '') return {};
  return { [name]: /^\d{1,15}$/.test(text) ? Number(text) : text };
}

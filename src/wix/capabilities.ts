/**
 * What a field of each type can offer at most, and what advertised operators stand for (protocol section
 * 6.4).
 */
import type { FilterOperator } from './filter/tree.js';
import { type FieldCapabilities, type FieldType, type QueryOperator, queryOperators } from './protocol.js';

const ordering: readonly QueryOperator[] = ['EQ', 'NE', 'LT', 'LTE', 'GT', 'GTE'];
const text: readonly QueryOperator[] = ['STARTS_WITH', 'ENDS_WITH', 'CONTAINS'];

const capabilities = (sortable: boolean, operators: readonly QueryOperator[]): FieldCapabilities =>
  Object.freeze({ sortable, queryOperators: Object.freeze([...operators]) });

const texts = capabilities(true, queryOperators);
const dates = capabilities(true, [...ordering, 'HAS_SOME', 'HAS_ALL', 'EXISTS']);
const media = capabilities(true, ['EQ', 'NE', ...text, 'HAS_SOME', 'EXISTS']);
const lists = capabilities(false, ['EQ', 'NE', 'HAS_SOME', 'HAS_ALL', 'EXISTS', 'CONTAINS']);
const opaque = capabilities(false, ['EQ', 'NE', 'EXISTS']);

/** All that is sensible for a field of the type; a collection may offer less, never more. */
export const recommendedCapabilities: Readonly<Record<FieldType, FieldCapabilities>> = Object.freeze({
  TEXT: texts,
  URL: texts,
  RICH_TEXT: texts,
  LANGUAGE: texts,
  NUMBER: capabilities(true, [...ordering, 'HAS_SOME', 'HAS_ALL', 'EXISTS', 'URLIZED']),
  DATE: dates,
  DATETIME: dates,
  TIME: dates,
  BOOLEAN: capabilities(true, [...ordering, 'HAS_SOME', 'EXISTS']),
  REFERENCE: capabilities(true, [...ordering, ...text, 'HAS_SOME', 'HAS_ALL', 'EXISTS']),
  MULTI_REFERENCE: capabilities(false, ['HAS_SOME', 'HAS_ALL']),
  ARRAY_STRING: lists,
  ARRAY: lists,
  IMAGE: media,
  VIDEO: media,
  AUDIO: media,
  DOCUMENT: media,
  OBJECT: opaque,
  ADDRESS: opaque,
  RICH_CONTENT: opaque,
  MEDIA_GALLERY: opaque,
  ANY: opaque,
  ARRAY_DOCUMENT: opaque,
});

const filterOperators: Readonly<Record<QueryOperator, readonly FilterOperator[]>> = Object.freeze({
  EQ: ['eq'],
  NE: ['ne'],
  LT: ['lt'],
  LTE: ['lte'],
  GT: ['gt'],
  GTE: ['gte'],
  STARTS_WITH: ['startsWith'],
  ENDS_WITH: ['endsWith'],
  CONTAINS: ['contains'],
  HAS_SOME: ['hasSome', 'in', 'nin'],
  HAS_ALL: ['hasAll'],
  EXISTS: ['exists', 'isEmpty'],
  URLIZED: ['matches'],
});

/** The filter operators that Wix may send for a field that offers this operator. */
export function filterOperatorsOf(operator: QueryOperator): readonly FilterOperator[] {
  return filterOperators[operator];
}

import type { Dialect } from '../vocabulary.js';
import { postgresqlFailures } from './postgresql-failures.js';

/** nestjs-query (ptc-org), cursor paging; offset paging as the alternative. */
export const nestjsQuery = {
  name: 'nestjs-query',
  title: 'nestjs-query',
  match: [
    {
      types: ['CursorPaging', '*FieldComparison'],
      listArguments: ['paging', 'filter', 'sorting'],
      score: 14,
    },
    {
      types: ['OffsetPaging', '*FieldComparison'],
      listArguments: ['paging', 'filter', 'sorting'],
      score: 14,
    },
  ],
  list: {
    rows: 'edges[].node',
    count: 'totalCount',
    page: {
      size: 'paging.first',
      cursor: 'paging.after',
      next: 'pageInfo.endCursor',
      more: 'pageInfo.hasNextPage',
      max: 50,
    },
    filter: {
      style: 'operators',
      at: 'filter',
      operators: {
        any: {
          eq: { send: { eq: '$value' } },
          ne: { send: { neq: '$value' }, nulls: 'dropped' },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { notIn: '$value' }, nulls: 'dropped' },
          isNull: { send: { is: null } },
          notNull: { send: { isNot: null } },
        },
        boolean: { eq: { send: { is: '$value' } }, ne: { send: { isNot: '$value' }, nulls: 'unknown' } },
        text: {
          eq: { send: { eq: '$value' }, match: 'superset' },
          in: { send: { in: '$value' }, match: 'superset' },
          ne: null,
          nin: null,
          contains: { send: { iLike: '%$value%' }, match: 'superset', case: 'insensitive', unsafe: '\\%_' },
          startsWith: { send: { iLike: '$value%' }, match: 'superset', case: 'insensitive', unsafe: '\\%_' },
          endsWith: { send: { iLike: '%$value' }, match: 'superset', case: 'insensitive', unsafe: '\\%_' },
        },
      },
      and: { and: '$all' },
      or: { or: '$all' },
      nesting: 'nested',
    },
    sort: {
      at: 'sorting',
      list: true,
      ascending: { field: '$field', direction: 'ASC', nulls: 'NULLS_FIRST' },
      descending: { field: '$field', direction: 'DESC', nulls: 'NULLS_LAST' },
      nulls: 'lowest',
      nesting: 'none',
    },
  },
  get: { field: '$type', arguments: { id: '$id' }, missing: 'error' },
  alternatives: {
    list: [
      {
        rows: 'nodes',
        count: 'totalCount',
        page: {
          size: 'paging.limit',
          offset: 'paging.offset',
          more: 'pageInfo.hasNextPage',
          max: 50,
        },
      },
      { rows: '', count: null, page: { size: 'paging.limit', offset: 'paging.offset', max: 50 } },
    ],
  },
  aggregate: {
    field: '$typeAggregate',
    path: '0',
    functions: {
      count: 'count.$field',
      sum: 'sum.$field',
      average: 'avg.$field',
      min: 'min.$field',
      max: 'max.$field',
    },
  },
  writes: {
    failures: [
      ...postgresqlFailures,
      { text: 'Entity already exists', means: 'exists' },
      { text: 'Unable to find * with id', means: 'notFound' },
      { text: 'UNIQUE constraint failed', means: 'invalid' },
      { text: 'NOT NULL constraint failed', means: 'invalid' },
    ],
    insert: { mutation: 'createOne$Type', arguments: { input: { $type: '$item' } } },
    update: { mutation: 'updateOne$Type', arguments: { input: { id: '$id', update: '$item' } } },
    remove: { mutation: 'deleteOne$Type', arguments: { input: { id: '$id' } } },
  },
  sources: { writes: 'seen with nestjs-query 9.5.0 over TypeORM 0.3.31 and SQLite' },
  ids: ['id'],
  auth: { header: 'authorization', value: '${UPSTREAM_AUTHORIZATION}', note: 'Whatever the server checks.' },
  notes: [
    'Pages have at most 50 rows unless maxResultsSize of the resolver raises it; then raise list.page.max.',
    'The total number exists only where the resolver has enableTotalCount; otherwise rows are counted here.',
    'Sorts ask for nulls first; MySQL does not know that. Override list.sort on MySQL.',
    'Text is checked again because MySQL ignores case and accents; on PostgreSQL override list.filter.operators.text with match: exact.',
    'There is no negation; it is worked out here.',
    'Roots are never null: after one that fails the others of its document do not run, and those before it stay. Mutations go one by one.',
    'The answer to a removal has no id, so that the item is read before. updateMany and deleteMany with an empty filter are about every row; they are not used.',
    'An empty patch is taken, and an explicit null takes a value away.',
  ],
  example: { type: 'TodoItem', list: 'todoItems', fields: { title: 'title', age: 'age' } },
} satisfies Dialect;

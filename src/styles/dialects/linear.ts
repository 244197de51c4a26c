import type { Dialect } from '../vocabulary.js';

/** Linear. */
export const linear = {
  name: 'linear',
  title: 'Linear',
  match: [
    {
      types: ['PaginationOrderBy', 'StringComparator', 'NullableStringComparator', 'IssueFilter'],
      listArguments: ['first', 'after', 'filter', 'includeArchived'],
      score: 20,
    },
  ],
  list: {
    rows: 'nodes',
    page: {
      size: 'first',
      cursor: 'after',
      next: 'pageInfo.endCursor',
      more: 'pageInfo.hasNextPage',
      max: 250,
    },
    filter: {
      style: 'operators',
      at: 'filter',
      operators: {
        any: {
          eq: { send: { eq: '$value' } },
          ne: { send: { neq: '$value' }, nulls: 'unknown' },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { nin: '$value' }, nulls: 'unknown' },
          isNull: { send: { null: true } },
          notNull: { send: { null: false } },
        },
        text: {
          contains: { send: { containsIgnoreCase: '$value' }, case: 'insensitive', unsafe: '\\%_' },
          startsWith: { send: { startsWithIgnoreCase: '$value' }, case: 'insensitive', unsafe: '\\%_' },
          endsWith: {
            send: { containsIgnoreCase: '$value' },
            match: 'superset',
            case: 'insensitive',
            unsafe: '\\%_',
          },
        },
        list: { eq: null, ne: null, in: null, nin: null, isNull: null, notNull: null },
      },
      and: { and: '$all' },
      or: { or: '$all' },
      nesting: 'nested',
    },
    sort: {
      at: 'sort',
      list: true,
      ascending: { $field: { order: 'Ascending', nulls: 'first' } },
      descending: { $field: { order: 'Descending', nulls: 'last' } },
      nulls: 'lowest',
      nesting: 'none',
    },
    dates: { precision: 'millisecond' },
  },
  get: { field: '$type', arguments: { id: '$id' }, missing: 'error' },
  writes: {
    insert: { mutation: '$typeCreate', arguments: { input: '$item' }, result: '$type' },
    update: {
      mutation: '$typeUpdate',
      arguments: { id: '$id', input: '$item' },
      result: '$type',
    },
    remove: { mutation: '$typeDelete', arguments: { id: '$id' } },
  },
  ids: ['id'],
  limits: { page: 250, concurrency: 2 },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: 'A personal API key goes in as it is, an OAuth token as "Bearer <token>".',
  },
  notes: [
    'There is no total number; rows are counted here.',
    'Only issues, projects and a few other lists have sort keys; other sorts are worked out here.',
    'Deleting an issue moves it to the trash for a month.',
    'Archived rows are left out unless the list argument includeArchived is true.',
    'A query costs at most 10000 points: rows times nested lists.',
  ],
  example: { type: 'Issue', list: 'issues', fields: { title: 'title', priority: 'priority' } },
} satisfies Dialect;

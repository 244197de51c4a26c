import type { Dialect } from '../vocabulary.js';
import { postgresqlFailures } from './postgresql-failures.js';

/** drizzle-graphql over PostgreSQL. */
export const drizzle = {
  name: 'drizzle',
  title: 'Drizzle GraphQL',
  match: [
    {
      types: ['*Filters', '*SelectItem', 'InnerOrder'],
      listArguments: ['offset', 'limit', 'orderBy', 'where'],
      score: 14,
    },
  ],
  list: {
    rows: '',
    page: { size: 'limit', offset: 'offset' },
    filter: {
      style: 'operators',
      at: 'where',
      operators: {
        any: {
          eq: { send: { eq: '$value' } },
          ne: { send: { ne: '$value' }, nulls: 'dropped' },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { inArray: '$value' } },
          nin: { send: { notInArray: '$value' }, nulls: 'dropped' },
          isNull: { send: { isNull: true } },
          notNull: { send: { isNotNull: true } },
        },
        text: {
          eq: { send: { eq: '$value' }, match: 'superset' },
          in: { send: { inArray: '$value' }, match: 'superset' },
          ne: null,
          nin: null,
          contains: { send: { ilike: '%$value%' }, case: 'insensitive', unsafe: '\\%_' },
          startsWith: { send: { ilike: '$value%' }, case: 'insensitive', unsafe: '\\%_' },
          endsWith: { send: { ilike: '%$value' }, case: 'insensitive', unsafe: '\\%_' },
        },
        // Operands that are false are passed over as if nothing was asked; inside a list they are heeded.
        boolean: { eq: null, ne: null },
        list: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null, in: null, nin: null },
        json: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null, in: null, nin: null },
      },
      nesting: 'none',
    },
    sort: {
      at: 'orderBy',
      ascending: { $field: { direction: 'asc', priority: '$priority' } },
      descending: { $field: { direction: 'desc', priority: '$priority' } },
      nulls: 'unknown',
      nesting: 'none',
    },
  },
  get: { field: '$listSingle', arguments: { where: { $field: { eq: '$id' } } } },
  writes: {
    clear: 'null',
    batch: { aliases: 15, document: 'stops' },
    failures: [
      ...postgresqlFailures,
      { text: 'Unable to update with no values specified', means: 'invalid' },
    ],
    insert: {
      mutation: 'insertInto$ListSingle',
      arguments: { values: '$item' },
      result: '$field',
      empty: 'exists',
    },
    update: {
      mutation: 'update$List',
      arguments: { set: '$item', where: { $field: { eq: '$id' } } },
      result: '0',
    },
    remove: { mutation: 'deleteFrom$List', arguments: { where: { $field: { eq: '$id' } } }, result: '0' },
  },
  ids: ['id'],
  auth: { header: 'authorization', value: '${UPSTREAM_AUTHORIZATION}', note: 'Whatever the server checks.' },
  sources: { writes: 'seen with drizzle-graphql 0.8.5 over PostgreSQL (PGlite 0.2.17)' },
  notes: [
    'An insert whose id or other unique value is taken answers null without an error (on conflict do nothing).',
    'Roots are never null: after one that fails the others of its document do not run, and those before it stay.',
    'ilike exists on PostgreSQL only; on MySQL and SQLite take contains, startsWith and endsWith away in the mapping.',
    'An OR may not stand beside other conditions and cannot be nested, so alternatives are worked out here.',
    'There is no total number; rows are counted here.',
    'Sort keys are members of one object; the one with the higher priority comes first.',
    'A condition that compares with false is passed over by some versions, so booleans are asked for in lists.',
    'Equality of text is checked again because MySQL ignores case; override it with match: exact on PostgreSQL and SQLite.',
  ],
  example: { type: 'PostsSelectItem', list: 'posts', fields: { title: 'title', views: 'views' } },
} satisfies Dialect;

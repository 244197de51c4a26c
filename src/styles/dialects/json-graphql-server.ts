import type { Dialect } from '../vocabulary.js';

/** json-graphql-server 3: data in memory, compared by JavaScript. */
export const jsonGraphqlServer = {
  name: 'json-graphql-server',
  title: 'json-graphql-server',
  match: [
    {
      types: ['ListMetadata', '*Filter'],
      queryFields: ['all*', '_all*Meta'],
      listArguments: ['page', 'perPage', 'sortField', 'sortOrder', 'filter'],
      score: 15,
    },
  ],
  list: {
    rows: '',
    count: { field: '_$listMeta', path: 'count' },
    page: { size: 'perPage', page: 'page', base: 0 },
    filter: {
      style: 'suffixes',
      at: 'filter',
      operators: {
        any: { eq: { send: '' }, ne: { send: '_neq', nulls: 'kept' } },
        number: {
          // null counts as 0 in JavaScript's comparisons, so rows without a value may come too.
          gt: { send: '_gt', match: 'superset' },
          gte: { send: '_gte', match: 'superset' },
          lt: { send: '_lt', match: 'superset' },
          lte: { send: '_lte', match: 'superset' },
        },
        text: {
          gt: { send: '_gt', match: 'superset' },
          gte: { send: '_gte', match: 'superset' },
          lt: { send: '_lt', match: 'superset' },
          lte: { send: '_lte', match: 'superset' },
          // q looks for the text in every field, without case.
          contains: { send: { q: '$value' }, match: 'superset', case: 'insensitive' },
          startsWith: { send: { q: '$value' }, match: 'superset', case: 'insensitive' },
          endsWith: { send: { q: '$value' }, match: 'superset', case: 'insensitive' },
        },
        date: { eq: null, ne: null },
        list: { eq: null, ne: null, has: { send: { $field: ['$value'] } }, hasAll: { send: '' } },
        json: { eq: null, ne: null },
      },
      nesting: 'none',
    },
    sort: {
      at: '',
      ascending: { sortField: '$field', sortOrder: 'asc' },
      descending: { sortField: '$field', sortOrder: 'desc' },
      // It sorts before it filters, and null equals everything.
      nulls: 'mixed',
      nesting: 'none',
    },
    text: { folding: 'javascript', order: 'utf16' },
    dates: { precision: 'millisecond' },
  },
  get: {
    field: '$Type',
    arguments: { id: '$id' },
    many: { field: '$list', arguments: { filter: { ids: '$ids' } } },
  },
  writes: {
    insert: { mutation: 'create$Type', arguments: { '...': '$item' } },
    update: { mutation: 'update$Type', arguments: { id: '$id', '...': '$item' } },
    remove: { mutation: 'remove$Type', arguments: { id: '$id' } },
  },
  ids: ['id'],
  sources: { text: 'seen with json-graphql-server 3.3.0', nulls: 'seen with json-graphql-server 3.3.0' },
  notes: [
    'Meant for demonstrations and tests: the data live in memory and there is no authorization.',
    'There are no alternatives (or) and no negation; both are worked out here.',
    'Comparisons are checked again because JavaScript takes null for 0.',
    'Dates are compared as texts, so date conditions are worked out here.',
    'A search for text looks in all fields and is checked again; only one can be sent at a time.',
  ],
  example: { type: 'Post', list: 'allPosts', fields: { title: 'title', views: 'views' } },
} satisfies Dialect;

import type { Dialect } from '../vocabulary.js';

/** Hygraph (formerly GraphCMS) content API. */
export const hygraph = {
  name: 'hygraph',
  title: 'Hygraph',
  match: [
    {
      types: ['Stage', '*WhereUniqueInput', '*ManyWhereInput'],
      queryFields: ['*Connection'],
      listArguments: ['where', 'orderBy', 'skip', 'first', 'stage', 'locales'],
      score: 14,
    },
  ],
  list: {
    rows: '',
    count: { field: '$listConnection', path: 'aggregate.count' },
    page: { size: 'first', offset: 'skip', max: 100 },
    filter: {
      style: 'suffixes',
      at: 'where',
      operators: {
        any: {
          eq: { send: '' },
          ne: { send: '_not', nulls: 'unknown' },
          gt: { send: '_gt' },
          gte: { send: '_gte' },
          lt: { send: '_lt' },
          lte: { send: '_lte' },
          in: { send: '_in' },
          nin: { send: '_not_in', nulls: 'unknown' },
          isNull: { send: { $field: null } },
          notNull: { send: { $field_not: null } },
        },
        text: {
          eq: { send: '', match: 'superset' },
          in: { send: '_in', match: 'superset' },
          ne: null,
          nin: null,
          contains: { send: '_contains', case: 'unknown' },
          startsWith: { send: '_starts_with', case: 'unknown' },
          endsWith: { send: '_ends_with', case: 'unknown' },
        },
        list: {
          eq: null,
          ne: null,
          in: null,
          nin: null,
          isNull: null,
          notNull: null,
          has: { send: { $field_contains_all: ['$value'] } },
          hasSome: { send: '_contains_some' },
          hasAll: { send: '_contains_all' },
        },
        json: { eq: null, ne: null, in: null, nin: null },
      },
      and: { AND: '$all' },
      or: { OR: '$all' },
      not: { NOT: ['$one'] },
      notLogic: 'unknown',
      nesting: 'nested',
    },
    sort: {
      at: 'orderBy',
      ascending: '$field_ASC',
      descending: '$field_DESC',
      nulls: 'unknown',
      nesting: 'none',
    },
  },
  get: { field: '$type', arguments: { where: { id: '$id' } } },
  alternatives: {
    list: [
      {
        rows: 'edges[].node',
        count: 'aggregate.count',
        page: {
          size: 'first',
          offset: 'skip',
          cursor: 'after',
          next: 'pageInfo.endCursor',
          more: 'pageInfo.hasNextPage',
          max: 100,
        },
      },
    ],
  },
  writes: {
    insert: { mutation: 'create$Type', arguments: { data: '$item' } },
    update: { mutation: 'update$Type', arguments: { where: { id: '$id' }, data: '$item' } },
    remove: { mutation: 'delete$Type', arguments: { where: { id: '$id' } } },
  },
  ids: ['id'],
  limits: { page: 100, concurrency: 4 },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <permanent auth token>" with content API rights.',
  },
  notes: [
    'Written entries are drafts until they are published by a second mutation; this adapter does not publish.',
    'The list argument stage: PUBLISHED reads what is published, DRAFT what is being edited.',
    'Whether comparisons of text ignore case is not documented: equality is checked again, searches are worked out here.',
    'Rich text, colours, locations and lists of several values cannot be filtered.',
    'One sort key at a time. Some plans allow pages of more than 100 rows; raise list.page.max then.',
  ],
  example: { type: 'Product', list: 'products', fields: { title: 'name', price: 'price' } },
} satisfies Dialect;

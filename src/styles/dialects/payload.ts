import type { Dialect } from '../vocabulary.js';

/** Payload CMS 3 (and 2). The database may be MongoDB, PostgreSQL or SQLite. */
export const payload = {
  name: 'payload',
  title: 'Payload CMS',
  match: [
    {
      types: ['*_where', '*_where_and', '*_where_or', '*_operator'],
      listArguments: ['where', 'limit', 'page', 'sort', 'draft'],
      score: 14,
    },
  ],
  list: {
    rows: 'docs',
    count: 'totalDocs',
    page: { size: 'limit', page: 'page', base: 1, more: 'hasNextPage', pages: 'totalPages' },
    filter: {
      style: 'operators',
      at: 'where',
      operators: {
        any: {
          eq: { send: { equals: '$value' } },
          ne: { send: { not_equals: '$value' }, nulls: 'unknown' },
          gt: { send: { greater_than: '$value' } },
          gte: { send: { greater_than_equal: '$value' } },
          lt: { send: { less_than: '$value' } },
          lte: { send: { less_than_equal: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { not_in: '$value' }, nulls: 'unknown' },
          isNull: { send: { exists: false } },
          notNull: { send: { exists: true } },
        },
        text: {
          in: null,
          nin: null,
          // On MongoDB an empty text counts as missing.
          isNull: { send: { exists: false }, match: 'superset' },
          notNull: null,
          contains: { send: { contains: '$value' }, case: 'insensitive', unsafe: '\\%_' },
          startsWith: {
            send: { contains: '$value' },
            match: 'superset',
            case: 'insensitive',
            unsafe: '\\%_',
          },
          endsWith: { send: { contains: '$value' }, match: 'superset', case: 'insensitive', unsafe: '\\%_' },
        },
        list: {
          // A list without elements counts as missing.
          isNull: { send: { exists: false }, match: 'superset' },
          notNull: null,
          eq: null,
          ne: null,
          in: null,
          nin: null,
          hasAll: { send: { all: '$value' } },
          hasSome: { send: { in: '$value' } },
          has: { send: { in: ['$value'] } },
        },
        json: { eq: null, ne: null, in: null, nin: null },
      },
      and: { AND: '$all' },
      or: { OR: '$all' },
      nesting: 'joined',
      nestingSeparator: '__',
    },
    sort: {
      at: 'sort',
      ascending: '$field',
      descending: '-$field',
      nulls: 'unknown',
      nesting: 'joined',
      nestingSeparator: '.',
    },
    dates: { precision: 'millisecond' },
  },
  get: { field: '$type', arguments: { id: '$id' } },
  alternatives: { get: [{ field: '$Type', arguments: { id: '$id' } }] },
  writes: {
    insert: { mutation: 'create$Type', arguments: { data: '$item' } },
    update: { mutation: 'update$Type', arguments: { id: '$id', data: '$item' } },
    remove: { mutation: 'delete$Type', arguments: { id: '$id' } },
  },
  ids: ['id'],
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"users API-Key <key>", where users is the collection that holds the API user.',
  },
  notes: [
    'like means "all words, in any order" at Payload and is not used.',
    'in on text is not sent: commas inside a value have another meaning on some databases. It becomes alternatives of equals.',
    'Numbers have no in; alternatives of equals are sent.',
    'On MongoDB exists: false also finds empty texts, so the null test of texts is checked again and its opposite worked out here.',
    'Fields of groups are joined by two underscores in filters (dims__w) and by dots in results and sorts.',
    'The database decides how contains folds letters outside ASCII, so such operands are checked here; % _ and \\ too.',
    'Where rows without a value sort depends on the database; say list.sort.nulls in the mapping if you know it.',
    'One sort key at a time; Payload 3 takes several: list.sort.join: "," in the mapping.',
    'API users need the access rights of the collection; drafts are read with the list argument draft: true.',
  ],
  example: { type: 'Product', list: 'Products', fields: { title: 'title', price: 'price' } },
} satisfies Dialect;

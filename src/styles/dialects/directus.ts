import type { Dialect } from '../vocabulary.js';

/** Directus, items endpoint (/graphql). */
export const directus = {
  name: 'directus',
  title: 'Directus',
  match: [
    {
      types: ['*_filter', '*_aggregated', 'string_filter_operators'],
      queryFields: ['*_by_id', '*_aggregated'],
      listArguments: ['filter', 'sort', 'limit', 'offset', 'page', 'search'],
      score: 15,
    },
  ],
  list: {
    rows: '',
    count: { field: '$list_aggregated', path: '0.countAll' },
    page: { size: 'limit', offset: 'offset' },
    filter: {
      style: 'operators',
      at: 'filter',
      operators: {
        any: {
          eq: { send: { _eq: '$value' } },
          ne: { send: { _neq: '$value' }, nulls: 'unknown' },
          gt: { send: { _gt: '$value' } },
          gte: { send: { _gte: '$value' } },
          lt: { send: { _lt: '$value' } },
          lte: { send: { _lte: '$value' } },
          in: { send: { _in: '$value' } },
          nin: { send: { _nin: '$value' }, nulls: 'unknown' },
          isNull: { send: { _null: true } },
          notNull: { send: { _nnull: true } },
        },
        text: {
          eq: { send: { _eq: '$value' }, match: 'superset' },
          in: { send: { _in: '$value' }, match: 'superset' },
          ne: null,
          nin: null,
          contains: {
            send: { _icontains: '$value' },
            match: 'superset',
            case: 'insensitive',
            unsafe: '\\%_',
          },
          startsWith: {
            send: { _istarts_with: '$value' },
            match: 'superset',
            case: 'insensitive',
            unsafe: '\\%_',
          },
          endsWith: {
            send: { _iends_with: '$value' },
            match: 'superset',
            case: 'insensitive',
            unsafe: '\\%_',
          },
        },
        list: { eq: null, ne: null, in: null, nin: null },
        json: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null, in: null, nin: null },
      },
      // parse-filter.ts of Directus makes values of its own of these; an empty text is refused.
      misread: ['', 'true', 'false', 'null', '$NOW*', '$CURRENT_*', 'NaN'],
      and: { _and: '$all' },
      or: { _or: '$all' },
      nesting: 'nested',
    },
    sort: {
      at: 'sort',
      list: true,
      ascending: '$field',
      descending: '-$field',
      nulls: 'unknown',
      nesting: 'joined',
      nestingSeparator: '.',
    },
  },
  get: { field: '$list_by_id', arguments: { id: '$id' } },
  aggregate: {
    field: '$list_aggregated',
    path: '0',
    functions: {
      count: 'countAll',
      sum: 'sum.$field',
      average: 'avg.$field',
      min: 'min.$field',
      max: 'max.$field',
    },
    kinds: ['number'],
    groups: {
      field: '$list_aggregated',
      path: '',
      by: 'groupBy',
      key: '$field',
      read: 'group.$field',
    },
  },
  writes: {
    insert: { mutation: 'create_$list_item', arguments: { data: '$item' } },
    update: { mutation: 'update_$list_item', arguments: { id: '$id', data: '$item' } },
    remove: { mutation: 'delete_$list_item', arguments: { id: '$id' } },
  },
  ids: ['id'],
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <static token>" of a user with a role of its own.',
  },
  notes: [
    'QUERY_LIMIT_MAX of the server caps the page size without saying so; set list.page.max to it.',
    'Which database is behind Directus cannot be seen. Text is checked again because MySQL ignores case and accents; on PostgreSQL use the dialect directus-postgresql, which counts without reading the rows.',
    '% _ and \\ in searched text may be read as wildcards, so such operands are checked here.',
    'Date values in filters are texts.',
    'Where rows without a value sort depends on the database; say list.sort.nulls in the mapping if you know it.',
    'Aggregates exist for numbers only. System collections have an address of their own (/graphql/system).',
  ],
  example: { type: 'products', list: 'products', fields: { title: 'name', price: 'price' } },
} satisfies Dialect;

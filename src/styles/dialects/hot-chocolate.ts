import type { Dialect } from '../vocabulary.js';

/** Hot Chocolate (ChilliCream) with its data package: filtering, sorting, cursor or offset paging. */
export const hotChocolate = {
  name: 'hot-chocolate',
  title: 'Hot Chocolate',
  match: [
    {
      types: ['*OperationFilterInput', '*SortInput', 'SortEnumType'],
      listArguments: ['where', 'order'],
      score: 14,
    },
  ],
  list: {
    rows: 'nodes',
    count: 'totalCount',
    page: {
      size: 'first',
      cursor: 'after',
      next: 'pageInfo.endCursor',
      more: 'pageInfo.hasNextPage',
      max: 50,
    },
    filter: {
      style: 'operators',
      at: 'where',
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
          isNull: { send: { eq: null } },
          notNull: { send: { neq: null } },
        },
        text: {
          eq: { send: { eq: '$value' }, match: 'superset' },
          in: { send: { in: '$value' }, match: 'superset' },
          ne: null,
          nin: null,
          contains: { send: { contains: '$value' }, case: 'unknown' },
          startsWith: { send: { startsWith: '$value' }, case: 'unknown' },
          endsWith: { send: { endsWith: '$value' }, case: 'unknown' },
        },
        list: {
          eq: null,
          ne: null,
          in: null,
          nin: null,
          isNull: null,
          notNull: null,
          has: { send: { some: { eq: '$value' } }, match: 'superset' },
          hasSome: { send: { some: { in: '$value' } }, match: 'superset' },
          isEmptyList: { send: { any: false }, match: 'superset' },
        },
      },
      and: { and: '$all' },
      or: { or: '$all' },
      nesting: 'nested',
    },
    sort: {
      at: 'order',
      list: true,
      ascending: { $field: 'ASC' },
      descending: { $field: 'DESC' },
      nulls: 'unknown',
      nesting: 'nested',
    },
  },
  get: { field: '$typeById', arguments: { id: '$id' } },
  alternatives: {
    list: [
      {
        rows: 'items',
        count: 'totalCount',
        page: { size: 'take', offset: 'skip', more: 'pageInfo.hasNextPage', max: 50 },
      },
    ],
    get: [{ field: '$type', arguments: { id: '$id' } }],
  },
  writes: {
    insert: {
      mutation: 'create$Type',
      arguments: { input: '$item' },
      result: '$type',
      errors: 'errors',
    },
    update: {
      mutation: 'update$Type',
      arguments: { input: { id: '$id', '...': '$item' } },
      result: '$type',
      errors: 'errors',
    },
    remove: {
      mutation: 'delete$Type',
      arguments: { input: { id: '$id' } },
      result: '$type',
      errors: 'errors',
    },
  },
  ids: ['id'],
  auth: { header: 'authorization', value: '${UPSTREAM_AUTHORIZATION}', note: 'Whatever the server checks.' },
  notes: [
    'Pages have at most 50 rows unless MaxPageSize raises it; then raise list.page.max.',
    'The total number exists only with IncludeTotalCount; otherwise rows are counted here.',
    'Whether contains, startsWith and endsWith ignore case depends on the database; they are worked out here unless the mapping says case: insensitive.',
    'Equality of text is checked again because SQL Server and MySQL ignore case; override it with match: exact on other databases.',
    'Alternatives are sent at the top level: an or inside the operators of one field is read as and.',
    'Argument names can be changed by the server; say them in list.filter.at and list.sort.at.',
  ],
  example: { type: 'Product', list: 'products', fields: { title: 'title', price: 'price' } },
} satisfies Dialect;

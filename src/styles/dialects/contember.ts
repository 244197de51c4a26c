import type { Dialect } from '../vocabulary.js';

/** Contember content API. */
export const contember = {
  name: 'contember',
  title: 'Contember',
  match: [
    {
      types: ['*UniqueWhere', '*Where', 'StringCondition'],
      queryFields: ['list*', 'paginate*', 'get*'],
      listArguments: ['filter', 'orderBy', 'offset', 'limit'],
      score: 16,
    },
  ],
  list: {
    rows: '',
    count: { field: 'paginate$Type', path: 'pageInfo.totalCount' },
    page: { size: 'limit', offset: 'offset' },
    filter: {
      style: 'operators',
      at: 'filter',
      operators: {
        any: {
          eq: { send: { eq: '$value' } },
          ne: { send: { notEq: '$value' }, nulls: 'dropped' },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { notIn: '$value' }, nulls: 'dropped' },
          isNull: { send: { isNull: true } },
          notNull: { send: { isNull: false } },
        },
        text: {
          contains: { send: { containsCI: '$value' }, case: 'insensitive', unsafe: '\\%_' },
          startsWith: { send: { startsWithCI: '$value' }, case: 'insensitive', unsafe: '\\%_' },
          endsWith: { send: { endsWithCI: '$value' }, case: 'insensitive', unsafe: '\\%_' },
        },
        list: { eq: null, ne: null, in: null, nin: null },
        json: { eq: null, ne: null, in: null, nin: null },
      },
      and: { and: '$all' },
      or: { or: '$all' },
      not: { not: '$one' },
      notLogic: 'three-valued',
      nesting: 'nested',
    },
    sort: {
      at: 'orderBy',
      list: true,
      ascending: { $field: 'ascNullsFirst' },
      descending: { $field: 'descNullsLast' },
      nulls: 'lowest',
      nesting: 'nested',
    },
  },
  get: { field: 'get$Type', arguments: { by: { id: '$id' } } },
  writes: {
    insert: { mutation: 'create$Type', arguments: { data: '$item' }, result: 'node', errors: 'errors' },
    update: {
      mutation: 'update$Type',
      arguments: { by: { id: '$id' }, data: '$item' },
      result: 'node',
      errors: 'errors',
    },
    remove: { mutation: 'delete$Type', arguments: { by: { id: '$id' } }, result: 'node', errors: 'errors' },
  },
  ids: ['id'],
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <permanent API token>" of a role of the project.',
  },
  notes: [
    'The list field is listX; the total comes from paginateX in the same request.',
    'A failed write answers ok: false and a list of errors.',
    'The database decides how letters outside ASCII are folded, so such operands are checked here.',
  ],
  example: { type: 'Article', list: 'listArticle', fields: { title: 'title', date: 'publishedAt' } },
} satisfies Dialect;

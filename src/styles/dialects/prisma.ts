import type { Dialect } from '../vocabulary.js';

/** Schemas generated from Prisma models (TypeGraphQL-Prisma, Pal, Nexus) on PostgreSQL. */
export const prisma = {
  name: 'prisma',
  title: 'Prisma style (TypeGraphQL-Prisma)',
  match: [
    {
      types: ['*WhereUniqueInput', '*OrderBy*Input', 'Aggregate*', '*ScalarFieldEnum'],
      listArguments: ['where', 'orderBy', 'cursor', 'take', 'skip'],
      score: 13,
    },
    {
      types: ['*WhereUniqueInput', '*WhereInput'],
      queryFields: ['findMany*', 'findFirst*'],
      listArguments: ['where', 'orderBy', 'take', 'skip'],
      score: 12,
    },
  ],
  list: {
    rows: '',
    count: { field: 'aggregate$Type', path: '_count._all' },
    page: { size: 'take', offset: 'skip' },
    filter: {
      style: 'operators',
      at: 'where',
      operators: {
        any: {
          eq: { send: { equals: '$value' } },
          ne: { send: { not: { equals: '$value' } }, nulls: 'dropped' },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { notIn: '$value' }, nulls: 'dropped' },
          isNull: { send: { equals: null } },
          notNull: { send: { not: { equals: null } } },
        },
        text: {
          // Only PostgreSQL, CockroachDB and MongoDB have mode, and compare exactly; MySQL ignores case.
          eq: {
            send: { equals: '$value', mode: 'default' },
            otherwise: { send: { equals: '$value' }, match: 'superset' },
          },
          in: {
            send: { in: '$value', mode: 'default' },
            otherwise: { send: { in: '$value' }, match: 'superset' },
          },
          ne: { send: { not: { equals: '$value' }, mode: 'default' }, nulls: 'dropped' },
          nin: { send: { notIn: '$value', mode: 'default' }, nulls: 'dropped' },
          contains: {
            send: { contains: '$value', mode: 'insensitive' },
            case: 'insensitive',
            unsafe: '\\%_',
          },
          startsWith: {
            send: { startsWith: '$value', mode: 'insensitive' },
            case: 'insensitive',
            unsafe: '\\%_',
          },
          endsWith: {
            send: { endsWith: '$value', mode: 'insensitive' },
            case: 'insensitive',
            unsafe: '\\%_',
          },
        },
        list: {
          ne: null,
          gt: null,
          gte: null,
          lt: null,
          lte: null,
          in: null,
          nin: null,
          has: { send: { has: '$value' } },
          hasSome: { send: { hasSome: '$value' } },
          hasAll: { send: { hasEvery: '$value' } },
          isEmptyList: { send: { isEmpty: true } },
        },
        json: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null, in: null, nin: null },
      },
      and: { AND: '$all' },
      or: { OR: '$all' },
      not: { NOT: ['$one'] },
      notLogic: 'three-valued',
      nesting: 'nested',
    },
    sort: {
      at: 'orderBy',
      list: true,
      ascending: { $field: 'asc' },
      descending: { $field: 'desc' },
      nulls: 'unknown',
      otherwise: {
        ascending: { $field: { sort: 'asc', nulls: 'first' } },
        descending: { $field: { sort: 'desc', nulls: 'last' } },
        nulls: 'lowest',
      },
      nesting: 'nested',
    },
  },
  get: { field: '$type', arguments: { where: { id: '$id' } } },
  alternatives: {
    get: [
      { field: 'findUnique$Type', arguments: { where: { id: '$id' } } },
      { field: 'findOne$Type', arguments: { where: { id: '$id' } } },
    ],
  },
  aggregate: {
    field: 'aggregate$Type',
    functions: {
      count: '_count._all',
      sum: '_sum.$field',
      average: '_avg.$field',
      min: '_min.$field',
      max: '_max.$field',
    },
    groups: {
      field: 'groupBy$Type',
      path: '',
      by: 'by',
      key: '$field',
      read: '$field',
    },
  },
  writes: {
    insert: { mutation: 'createOne$Type', arguments: { data: '$item' } },
    update: {
      mutation: 'updateOne$Type',
      arguments: { where: { id: '$id' }, data: '$item' },
      value: { set: '$value' },
    },
    remove: { mutation: 'deleteOne$Type', arguments: { where: { id: '$id' } } },
  },
  ids: ['id'],
  auth: { header: 'authorization', value: '${UPSTREAM_AUTHORIZATION}', note: 'Whatever the server checks.' },
  notes: [
    'Text operators without case exist only where the schema has mode: insensitive (PostgreSQL, MongoDB); elsewhere they are worked out here.',
    'Equality of text is exact where the schema has mode (PostgreSQL, MongoDB). Elsewhere it is checked again because MySQL ignores case; on SQLite use the dialect prisma-sqlite.',
    'On MongoDB Prisma tells null from missing: take isNull and notNull away there.',
    'Prisma does not escape % and _ in searched text, so operands with them are checked here.',
    'Fields that can be null take {sort, nulls} in orderBy, other fields a bare direction; both are known.',
    'updateOne wraps each value as {set: value}; relations are written by connect in the declared arguments.',
  ],
  example: { type: 'Post', list: 'posts', fields: { title: 'title', views: 'views' } },
} satisfies Dialect;

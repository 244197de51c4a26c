import type { Dialect } from '../vocabulary.js';

/** Keystone 6. Text search needs PostgreSQL behind it: only then the schema has `mode`. */
export const keystone = {
  name: 'keystone',
  title: 'Keystone 6',
  match: [
    {
      types: ['KeystoneMeta', '*WhereUniqueInput', '*OrderByInput'],
      queryFields: ['*Count'],
      listArguments: ['where', 'orderBy', 'take', 'skip'],
      score: 13,
    },
    {
      types: ['*WhereUniqueInput', '*ManyRelationFilter', '*OrderByInput'],
      queryFields: ['*Count'],
      listArguments: ['where', 'orderBy', 'take', 'skip', 'cursor'],
      absentTypes: ['Aggregate*', '*ScalarFieldEnum'],
      score: 11,
    },
  ],
  list: {
    rows: '',
    count: { field: '$listCount', path: '' },
    page: { size: 'take', offset: 'skip' },
    filter: {
      style: 'operators',
      at: 'where',
      operators: {
        any: {
          eq: { send: { equals: '$value' } },
          ne: { send: { not: { equals: '$value' } }, nulls: 'unknown' },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { notIn: '$value' }, nulls: 'unknown' },
          // A column that is required has another input, and Prisma refuses to compare it with null.
          isNull: { send: { equals: null }, inputs: ['*NullableFilter'] },
          notNull: { send: { not: { equals: null } }, inputs: ['*NullableFilter'] },
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
          ne: { send: { not: { equals: '$value' }, mode: 'default' }, nulls: 'unknown' },
          nin: { send: { notIn: '$value', mode: 'default' }, nulls: 'unknown' },
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
        json: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null, in: null, nin: null },
      },
      and: { AND: '$all' },
      or: { OR: '$all' },
      not: { NOT: ['$one'] },
      notLogic: 'unknown',
      nesting: 'nested',
    },
    sort: {
      at: 'orderBy',
      list: true,
      ascending: { $field: 'asc' },
      descending: { $field: 'desc' },
      nulls: 'unknown',
      nesting: 'none',
    },
  },
  get: { field: '$type', arguments: { where: { id: '$id' } } },
  writes: {
    batch: { aliases: 15, document: 'independent' },
    failures: [
      { code: 'KS_ACCESS_DENIED', text: 'it may not exist', means: 'notFound' },
      { code: 'KS_VALIDATION_FAILURE', means: 'invalid' },
      { code: 'KS_USER_INPUT_ERROR', means: 'invalid' },
      { code: 'KS_RELATIONSHIP_ERROR', means: 'invalid' },
      // A check box that is null, say. Errors of hooks have the same code, and other words.
      { code: 'KS_RESOLVER_ERROR', text: 'Input error', means: 'invalid' },
      { code: 'KS_PRISMA_ERROR', text: 'Unique constraint failed', means: 'invalid' },
    ],
    insert: { mutation: 'create$Type', arguments: { data: '$item' } },
    update: { mutation: 'update$Type', arguments: { where: { id: '$id' }, data: '$item' } },
    remove: { mutation: 'delete$Type', arguments: { where: { id: '$id' } } },
  },
  ids: ['id'],
  sources: {
    writes:
      'seen with Keystone 8.1.0 over PostgreSQL; https://github.com/keystonejs/keystone/blob/main/packages/core/src/lib/core/graphql-errors.ts',
  },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <session token>" for a stateless session of an API user.',
  },
  notes: [
    'Text operators without case exist only on PostgreSQL (the schema then has mode: insensitive); on SQLite and MySQL contains, startsWith and endsWith are worked out here.',
    'Equality of text is exact where the schema has mode (PostgreSQL, MongoDB). Elsewhere it is checked again because MySQL ignores case; on SQLite use the dialect keystone-sqlite.',
    'Prisma does not escape % and _ in searched text, so operands with them are checked here.',
    'Where rows without a value sort depends on the database; say list.sort.nulls in the mapping if you know it.',
    'Some fields cannot be filtered or sorted on (isFilterable, isOrderable); the schema shows which.',
    'What the caller may not change is answered as what is not there. Since version 8 an error of the database says only "Prisma error", so a value that another item has (isIndexed: unique) cannot be told from a failure of the database; failures: [{ code: KS_PRISMA_ERROR, means: invalid }] says that it is always the item.',
    'Texts and multiselects refuse null unless they are isNullable, check boxes always: such a field wants what it is cleared with, subtitle: { path: subtitle, input: { send: { subtitle: $value }, clear: { subtitle: "" } } }.',
    'Decimals are rounded to their scale without a word. A where without members changes or removes some item; none is ever sent.',
    'graphql.maxTake of a list caps the page size; set list.page.max to it.',
  ],
  example: { type: 'Post', list: 'posts', fields: { title: 'title', status: 'status' } },
} satisfies Dialect;

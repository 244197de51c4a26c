import type { Dialect } from '../vocabulary.js';

/** Subsquid openreader (Squid SDK), over PostgreSQL; read only. */
export const openreader = {
  name: 'openreader',
  title: 'Squid (openreader)',
  match: [
    {
      types: ['SquidStatus', '*OrderByInput', '*WhereInput'],
      listArguments: ['where', 'orderBy', 'limit', 'offset'],
      score: 16,
    },
    {
      types: ['*OrderByInput', '*WhereInput'],
      typeFields: { '*WhereInput': ['id_isNull', 'id_containsInsensitive'] },
      queryFields: ['*ById', '*Connection'],
      listArguments: ['where', 'orderBy', 'limit', 'offset'],
      score: 16,
    },
  ],
  list: {
    rows: '',
    count: { field: '$listConnection', arguments: { orderBy: ['id_ASC'] }, path: 'totalCount' },
    page: { size: 'limit', offset: 'offset' },
    filter: {
      style: 'suffixes',
      at: 'where',
      operators: {
        any: {
          eq: { send: '_eq' },
          ne: { send: '_not_eq', nulls: 'dropped' },
          gt: { send: '_gt' },
          gte: { send: '_gte' },
          lt: { send: '_lt' },
          lte: { send: '_lte' },
          in: { send: '_in' },
          nin: { send: '_not_in', nulls: 'dropped' },
          isNull: { send: { $field_isNull: true } },
          notNull: { send: { $field_isNull: false } },
        },
        text: {
          contains: { send: '_containsInsensitive', case: 'insensitive', unsafe: '\\%_' },
          startsWith: {
            send: '_containsInsensitive',
            match: 'superset',
            case: 'insensitive',
            unsafe: '\\%_',
          },
          endsWith: {
            send: '_containsInsensitive',
            match: 'superset',
            case: 'insensitive',
            unsafe: '\\%_',
          },
          notContains: {
            send: '_not_containsInsensitive',
            case: 'insensitive',
            nulls: 'dropped',
            unsafe: '\\%_',
          },
        },
        list: {
          eq: null,
          ne: null,
          has: { send: { $field_containsAll: ['$value'] } },
          hasSome: { send: '_containsAny' },
          hasAll: { send: '_containsAll' },
        },
        json: { eq: null, ne: null },
      },
      and: { AND: '$all' },
      or: { AND: [{ OR: '$all' }] },
      nesting: 'nested',
    },
    sort: {
      at: 'orderBy',
      list: true,
      ascending: '$field_ASC_NULLS_FIRST',
      descending: '$field_DESC_NULLS_LAST',
      nulls: 'lowest',
      otherwise: { ascending: '$field_ASC', descending: '$field_DESC', nulls: 'unknown' },
      nesting: 'joined',
      nestingSeparator: '_',
    },
  },
  get: { field: '$typeById', arguments: { id: '$id' } },
  ids: ['id'],
  notes: [
    'Read only.',
    'OR joins its members with the conditions beside it, so alternatives are sent inside an AND of their own.',
    'Numbers of type BigInt come back as texts.',
    'The database decides how letters outside ASCII are folded, so such operands are checked here.',
    'A server may cap the size of a response (--max-response-size); lower list.page.max then.',
  ],
  example: { type: 'Account', list: 'accounts', fields: { title: 'id', balance: 'balance' } },
} satisfies Dialect;

import type { Dialect } from '../vocabulary.js';
import { postgresqlFailures } from './postgresql-failures.js';

/** PostGraphile 5 with the connection-filter plugin; aggregates and the simplified names where they are installed. */
export const postgraphile = {
  name: 'postgraphile',
  title: 'PostGraphile 5 with connection filter',
  match: [
    {
      listArguments: ['first', 'offset', 'condition', 'filter', 'orderBy'],
      typeFields: { '*Filter': ['equalTo', 'distinctFrom'] },
      queryFields: ['query', 'node', 'id'],
      score: 12,
    },
  ],
  list: {
    rows: 'nodes',
    count: 'totalCount',
    page: {
      size: 'first',
      offset: 'offset',
      cursor: 'after',
      next: 'pageInfo.endCursor',
      more: 'pageInfo.hasNextPage',
    },
    filter: {
      style: 'operators',
      at: 'filter',
      operators: {
        any: {
          eq: { send: { equalTo: '$value' } },
          ne: { send: { distinctFrom: '$value' }, nulls: 'kept' },
          gt: { send: { greaterThan: '$value' } },
          gte: { send: { greaterThanOrEqualTo: '$value' } },
          lt: { send: { lessThan: '$value' } },
          lte: { send: { lessThanOrEqualTo: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { notIn: '$value' }, nulls: 'dropped' },
          isNull: { send: { isNull: true } },
          notNull: { send: { isNull: false } },
        },
        text: {
          // The plugin's includes… forms leave the backslash unescaped; like… takes a pattern escaped here.
          contains: { send: { likeInsensitive: '%$like%' }, case: 'insensitive' },
          startsWith: { send: { likeInsensitive: '$like%' }, case: 'insensitive' },
          endsWith: { send: { likeInsensitive: '%$like' }, case: 'insensitive' },
          notContains: { send: { notLikeInsensitive: '%$like%' }, case: 'insensitive', nulls: 'dropped' },
          notStartsWith: { send: { notLikeInsensitive: '$like%' }, case: 'insensitive', nulls: 'dropped' },
          notEndsWith: { send: { notLikeInsensitive: '%$like' }, case: 'insensitive', nulls: 'dropped' },
        },
        list: {
          gt: null,
          gte: null,
          lt: null,
          lte: null,
          has: { send: { contains: ['$value'] } },
          hasSome: { send: { overlaps: '$value' } },
          hasAll: { send: { contains: '$value' } },
          isEmptyList: { send: { equalTo: [] } },
        },
        json: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null, in: null, nin: null },
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
      ascending: '$FIELD_ASC',
      descending: '$FIELD_DESC',
      nulls: 'highest',
      nesting: 'none',
    },
  },
  get: { field: '$type', arguments: { rowId: '$id' } },
  alternatives: {
    get: [
      { field: '$typeByRowId', arguments: { rowId: '$id' } },
      { field: '$type', arguments: { id: '$id' } },
    ],
    writes: [
      {
        insert: {
          mutation: 'create$Type',
          arguments: { input: { $type: '$item' } },
          result: '$type',
        },
        update: {
          mutation: 'update$TypeByRowId',
          arguments: { input: { rowId: '$id', $typePatch: '$item' } },
          result: '$type',
        },
        remove: { mutation: 'delete$TypeByRowId', arguments: { input: { rowId: '$id' } }, result: '$type' },
      },
    ],
  },
  aggregate: {
    path: 'aggregates',
    functions: {
      count: 'distinctCount.$field',
      sum: 'sum.$field',
      average: 'average.$field',
      min: 'min.$field',
      max: 'max.$field',
    },
    groups: { path: 'groupedAggregates', by: 'groupBy', key: '$FIELD', read: 'keys[]' },
  },
  writes: {
    identify: 'clientId',
    clear: 'null',
    batch: { aliases: 15, document: 'independent' },
    failures: [
      ...postgresqlFailures,
      { text: 'Attempted to update a record, but no new values were specified', means: 'invalid' },
    ],
    insert: { mutation: 'create$Type', arguments: { input: { $type: '$item' } }, result: '$type' },
    update: {
      mutation: 'update$Type',
      arguments: { input: { rowId: '$id', patch: '$item' } },
      result: '$type',
    },
    remove: { mutation: 'delete$Type', arguments: { input: { rowId: '$id' } }, result: '$type' },
  },
  ids: ['rowId', 'id', 'nodeId'],
  auth: { header: 'authorization', value: '${UPSTREAM_AUTHORIZATION}', note: 'Usually "Bearer <JWT>".' },
  sources: {
    filter: 'seen with PostGraphile 5.1.5 and connection-filter 4.0.1 over PostgreSQL',
    sort: 'seen with PostGraphile 5.1.5 over PostgreSQL',
    nulls: 'https://www.postgresql.org/docs/current/queries-order.html',
    writes: 'seen with PostGraphile 5.1.5 over PostgreSQL',
  },
  notes: [
    'Errors of the database reach nobody unless the server has a maskError of its own; a duplicate is then an error that no rule matches.',
    'The update of an id that is not there answers { product: null } without an error, its removal with a masked error; both are looked up before.',
    'The Amber preset names the global id `id` and the primary key `rowId`; map the id to rowId.',
    'Only columns with an index can be filtered and sorted on unless the server says otherwise; the schema shows which.',
    'Rows without a value sort last ascending and first descending (PostgreSQL); sorts on columns that can be null are worked out here.',
    'The database decides how ILIKE folds letters outside ASCII, so such operands are checked here.',
    'Group keys of groupedAggregates come back as texts.',
    'Columns of type char(n) ignore trailing blanks and columns of type citext ignore case; for them set match: superset on eq and in.',
    'Numbers of type BigInt and BigFloat come back as texts.',
    'Without the connection-filter plugin use the dialect postgraphile-plain.',
  ],
  example: { type: 'Product', list: 'products', fields: { title: 'title', price: 'price' } },
} satisfies Dialect;

import type { Dialect } from '../vocabulary.js';

/** Parse Server. */
export const parse = {
  name: 'parse',
  title: 'Parse Server',
  match: [
    {
      types: ['ParseObject', 'StringWhereInput', '*WhereInput'],
      listArguments: ['where', 'order', 'skip', 'first', 'options'],
      score: 16,
    },
  ],
  list: {
    rows: 'edges[].node',
    count: 'count',
    page: { size: 'first', offset: 'skip', more: 'pageInfo.hasNextPage' },
    filter: {
      style: 'operators',
      at: 'where',
      operators: {
        any: {
          eq: { send: { equalTo: '$value' } },
          ne: { send: { notEqualTo: '$value' }, nulls: 'unknown' },
          gt: { send: { greaterThan: '$value' } },
          gte: { send: { greaterThanOrEqualTo: '$value' } },
          lt: { send: { lessThan: '$value' } },
          lte: { send: { lessThanOrEqualTo: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { notIn: '$value' }, nulls: 'unknown' },
          // A stored null is a value too, so this finds more than rows with a value.
          notNull: { send: { exists: true }, match: 'superset' },
        },
        text: {
          contains: { send: { matchesRegex: '$regex', options: 'i' }, case: 'insensitive' },
          startsWith: { send: { matchesRegex: '^$regex', options: 'i' }, case: 'insensitive' },
          endsWith: {
            send: { matchesRegex: '$regex$', options: 'i' },
            match: 'superset',
            case: 'insensitive',
          },
        },
        // A date is stored as an object of the database, which equality with a text does not find.
        date: { eq: null, ne: null, in: null, nin: null },
        list: {
          eq: null,
          ne: null,
          gt: null,
          gte: null,
          lt: null,
          lte: null,
          in: null,
          nin: null,
          has: { send: { in: ['$value'] } },
          hasSome: { send: { in: '$value' } },
        },
        json: { eq: null, ne: null, in: null, nin: null },
      },
      and: { AND: '$all' },
      or: { OR: '$all' },
      not: { NOR: ['$one'] },
      notLogic: 'unknown',
      nesting: 'none',
    },
    sort: {
      at: 'order',
      list: true,
      ascending: '$field_ASC',
      descending: '$field_DESC',
      nulls: 'unknown',
      nesting: 'none',
    },
    dates: { precision: 'millisecond' },
  },
  get: { field: '$type', arguments: { id: '$id' }, missing: 'error' },
  writes: {
    clear: 'null',
    batch: { aliases: 15, document: 'independent' },
    failures: [
      { code: '101', means: 'notFound' },
      { code: '137', means: 'invalid' },
      { code: '142', means: 'invalid' },
      { code: '111', means: 'invalid' },
    ],
    insert: {
      mutation: 'create$Type',
      arguments: { input: { fields: '$item' } },
      result: '$type',
    },
    update: {
      mutation: 'update$Type',
      arguments: { input: { id: '$id', fields: '$item' } },
      result: '$type',
    },
    remove: { mutation: 'delete$Type', arguments: { input: { id: '$id' } }, result: '$type' },
  },
  scalars: { Date: 'dateTime' },
  ids: ['objectId', 'id'],
  sources: { writes: 'seen with Parse Server 9.10.0 over PostgreSQL' },
  auth: {
    header: 'x-parse-application-id',
    value: '${UPSTREAM_X_PARSE_APPLICATION_ID}',
    note: 'Add x-parse-rest-api-key, x-parse-session-token or, with care, x-parse-master-key.',
  },
  notes: [
    'id is a global id, objectId the key of the database; both are accepted by the field of one object.',
    'Equality of dates is asked for by two bounds.',
    'An empty patch is taken, an explicit null takes a value away, and each mutation of a document runs for itself. 101 is also said of items that the caller may not see.',
    'A stored null counts as a value, so the null test is worked out here.',
    'maxLimit of the server caps the page size; set list.page.max to it.',
  ],
  example: { type: 'Product', list: 'products', fields: { title: 'name', price: 'price' } },
} satisfies Dialect;

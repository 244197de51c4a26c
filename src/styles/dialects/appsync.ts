import type { Dialect } from '../vocabulary.js';

/** AWS AppSync with Amplify's @model resolvers over DynamoDB. */
export const appsync = {
  name: 'appsync',
  title: 'AWS AppSync (Amplify)',
  match: [
    {
      types: ['Model*FilterInput', 'ModelStringInput', 'Model*Connection'],
      queryFields: ['list*'],
      listArguments: ['filter', 'limit', 'nextToken'],
      score: 14,
    },
  ],
  list: {
    rows: 'items',
    page: {
      size: 'limit',
      cursor: 'nextToken',
      next: 'nextToken',
      max: 1000,
      sparse: true,
    },
    filter: {
      style: 'operators',
      at: 'filter',
      operators: {
        any: {
          eq: { send: { eq: '$value' } },
          ne: { send: { ne: '$value' }, nulls: 'unknown' },
          gt: { send: { gt: '$value' } },
          gte: { send: { ge: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { le: '$value' } },
          // A stored null is an attribute too, so this finds more than rows with a value.
          notNull: { send: { attributeExists: true }, match: 'superset' },
        },
        text: {
          contains: { send: { contains: '$value' }, case: 'sensitive' },
          startsWith: { send: { beginsWith: '$value' }, case: 'sensitive' },
        },
        // Dates are texts at DynamoDB: other spellings of one moment are not equal there.
        date: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null },
        time: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null },
        list: {
          eq: null,
          ne: null,
          gt: null,
          gte: null,
          lt: null,
          lte: null,
          has: { send: { contains: '$value' } },
        },
        json: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null },
      },
      and: { and: '$all' },
      or: { or: '$all' },
      not: { not: '$one' },
      notLogic: 'unknown',
      nesting: 'none',
    },
  },
  get: { field: 'get$Type', arguments: { id: '$id' } },
  writes: {
    insert: { mutation: 'create$Type', arguments: { input: '$item' } },
    // With DataStore; the other set is that of APIs without it.
    update: {
      mutation: 'update$Type',
      arguments: { input: { id: '$id', _version: '$version', '...': '$item' } },
      version: 'amplify',
    },
    remove: {
      mutation: 'delete$Type',
      arguments: { input: { id: '$id', _version: '$version' } },
      version: 'amplify',
    },
  },
  alternatives: {
    writes: [
      {
        update: { mutation: 'update$Type', arguments: { input: { id: '$id', '...': '$item' } } },
        remove: { mutation: 'delete$Type', arguments: { input: { id: '$id' } } },
      },
    ],
  },
  ids: ['id'],
  auth: {
    header: 'x-api-key',
    value: '${UPSTREAM_X_API_KEY}',
    note: 'Or a Cognito token in authorization (without Bearer), or IAM signing by a request hook.',
  },
  notes: [
    'The filter is applied after the limit: pages may be short or empty although more follow, so a filtered list reads the table page by page.',
    'There is neither a sort nor a total number; both are worked out here within the scan limit. Queries by an index (customersByEmail) sort by the key of the index.',
    'There is no in; alternatives of eq are sent.',
    'A stored null counts as a value, so the null test is worked out here.',
    'Dates are compared as texts, so date conditions are worked out here; where all dates are stored in one spelling the mapping may give the operators back.',
    'Models with @searchable have searchProducts fields with offset and total; map them by hand.',
    'With DataStore (_version) writes carry the version that was read. Items that were removed stay for a while with _deleted: true; leave them out with where.',
  ],
  example: { type: 'Product', list: 'listProducts', fields: { title: 'title', price: 'price' } },
} satisfies Dialect;

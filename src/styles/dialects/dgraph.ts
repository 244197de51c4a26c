import type { Dialect } from '../vocabulary.js';

/** Dgraph GraphQL. Which operators a field has depends on its @search index. */
export const dgraph = {
  name: 'dgraph',
  title: 'Dgraph',
  match: [
    {
      types: ['*HasFilter', '*Orderable', '*AggregateResult'],
      queryFields: ['query*', 'get*', 'aggregate*'],
      listArguments: ['filter', 'order', 'first', 'offset'],
      score: 15,
    },
  ],
  list: {
    rows: '',
    count: { field: 'aggregate$Type', path: 'count' },
    page: { size: 'first', offset: 'offset' },
    filter: {
      style: 'templates',
      at: 'filter',
      operators: {
        any: {
          eq: { send: { $field: { eq: '$value' } } },
          gt: { send: { $field: { gt: '$value' } } },
          gte: { send: { $field: { ge: '$value' } } },
          lt: { send: { $field: { lt: '$value' } } },
          lte: { send: { $field: { le: '$value' } } },
          in: { send: { $field: { in: '$value' } } },
          isNull: { send: { not: { has: ['$field'] } } },
          notNull: { send: { has: ['$field'] } },
        },
        id: { eq: { send: { $field: ['$value'] } }, in: { send: { $field: '$value' } } },
        boolean: { eq: { send: { $field: '$value' } } },
        list: {
          eq: null,
          gt: null,
          gte: null,
          lt: null,
          lte: null,
          in: null,
          isNull: null,
          notNull: null,
          has: { send: { $field: { eq: '$value' } } },
          hasSome: { send: { $field: { in: '$value' } } },
        },
      },
      and: { and: '$all' },
      or: { or: '$all' },
      not: { not: '$one' },
      notLogic: 'two-valued',
      nesting: 'none',
    },
    sort: {
      at: 'order',
      chain: 'then',
      ascending: { asc: '$field' },
      descending: { desc: '$field' },
      nulls: 'unknown',
      nesting: 'none',
    },
  },
  get: { field: 'get$Type', arguments: { $field: '$id' } },
  aggregate: {
    field: 'aggregate$Type',
    functions: {
      count: 'count',
      sum: '$fieldSum',
      average: '$fieldAvg',
      min: '$fieldMin',
      max: '$fieldMax',
    },
  },
  writes: {
    insert: { mutation: 'add$Type', arguments: { input: ['$item'] }, result: '$type.0' },
    update: {
      mutation: 'update$Type',
      arguments: { input: { filter: { $field: ['$id'] }, set: '$item' } },
      result: '$type.0',
    },
    remove: { mutation: 'delete$Type', arguments: { filter: { $field: ['$id'] } }, result: '$type.0' },
  },
  ids: ['id'],
  auth: {
    header: 'x-auth-token',
    value: '${UPSTREAM_X_AUTH_TOKEN}',
    note: 'Dgraph Cloud; the name of the header of a self-hosted server is set by Dgraph.Authorization.',
  },
  notes: [
    'A field can be filtered only if it has @search; the schema shows with which operators.',
    'Text searches (term, fulltext) compare words, not parts of words, so contains, startsWith and endsWith are worked out here.',
    'Fields of related objects cannot be filtered.',
    'Where rows without a value sort is not documented; sorts on fields that can be null are worked out here.',
    'A field that holds a reference is written as an object: {id: …}.',
  ],
  example: { type: 'Product', list: 'queryProduct', fields: { title: 'name', price: 'price' } },
} satisfies Dialect;

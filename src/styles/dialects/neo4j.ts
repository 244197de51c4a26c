import type { Dialect } from '../vocabulary.js';

/** Neo4j GraphQL library 6 and 7: operator objects, limit and offset as arguments. */
export const neo4j = {
  name: 'neo4j',
  title: 'Neo4j GraphQL 7',
  match: [
    {
      types: ['*ScalarFilters', '*Where', '*Sort'],
      queryFields: ['*Connection'],
      listArguments: ['where', 'limit', 'offset', 'sort'],
      score: 14,
    },
  ],
  list: {
    rows: '',
    count: { field: '$listConnection', path: 'totalCount' },
    page: { size: 'limit', offset: 'offset' },
    filter: {
      style: 'operators',
      at: 'where',
      operators: {
        any: {
          eq: { send: { eq: '$value' } },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { in: '$value' } },
          isNull: { send: { eq: null } },
        },
        text: {
          contains: { send: { contains: '$value' }, case: 'sensitive' },
          startsWith: { send: { startsWith: '$value' }, case: 'sensitive' },
          endsWith: { send: { endsWith: '$value' }, case: 'sensitive' },
        },
        list: { has: { send: { includes: '$value' } }, isEmptyList: { send: { eq: [] } } },
      },
      and: { AND: '$all' },
      or: { OR: '$all' },
      not: { NOT: '$one' },
      notLogic: 'three-valued',
      nesting: 'none',
    },
    sort: {
      at: 'sort',
      list: true,
      ascending: { $field: 'ASC' },
      descending: { $field: 'DESC' },
      nulls: 'highest',
      nesting: 'none',
    },
  },
  aggregate: {
    field: '$listConnection',
    path: 'aggregate',
    functions: {
      count: 'count.nodes',
      sum: 'node.$field.sum',
      average: 'node.$field.average',
      min: 'node.$field.min',
      max: 'node.$field.max',
    },
  },
  writes: {
    insert: { mutation: 'create$List', arguments: { input: ['$item'] }, result: '$list.0' },
    update: {
      mutation: 'update$List',
      arguments: { where: { $field: { eq: '$id' } }, update: '$item' },
      value: { set: '$value' },
      result: '$list.0',
    },
    remove: { mutation: 'delete$List', arguments: { where: { $field: { eq: '$id' } } } },
  },
  ids: ['id'],
  auth: { header: 'authorization', value: '${UPSTREAM_AUTHORIZATION}', note: 'Usually "Bearer <JWT>".' },
  sources: { nulls: 'https://neo4j.com/docs/cypher-manual/current/clauses/order-by/' },
  notes: [
    'contains, startsWith and endsWith of Cypher distinguish case, so searches without case are worked out here.',
    'Rows without a value sort last ascending and first descending (Cypher).',
    'There is no field by id; one item is read with a filter. The id should have a uniqueness constraint.',
    'Relationships are written by connect and disconnect in declared arguments.',
    'Version 5 names filters by suffixes; use the dialect neo4j5.',
  ],
  example: { type: 'Movie', list: 'movies', fields: { title: 'title', released: 'released' } },
} satisfies Dialect;

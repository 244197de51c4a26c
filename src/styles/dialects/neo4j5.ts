import type { Dialect } from '../vocabulary.js';
import { neo4j } from './neo4j.js';

/** Neo4j GraphQL library 4 and 5: suffixed filters, paging and sort inside `options`. */
export const neo4j5 = {
  ...neo4j,
  name: 'neo4j5',
  title: 'Neo4j GraphQL 5',
  match: [
    {
      types: ['*Where', '*Options', '*AggregateSelection'],
      queryFields: ['*Aggregate', '*Connection'],
      listArguments: ['where', 'options'],
      score: 14,
    },
  ],
  list: {
    rows: '',
    count: { field: '$listAggregate', path: 'count' },
    page: { size: 'options.limit', offset: 'options.offset' },
    filter: {
      style: 'suffixes',
      at: 'where',
      operators: {
        any: {
          eq: { send: '' },
          gt: { send: '_GT' },
          gte: { send: '_GTE' },
          lt: { send: '_LT' },
          lte: { send: '_LTE' },
          in: { send: '_IN' },
          isNull: { send: { $field: null } },
        },
        text: {
          contains: { send: '_CONTAINS', case: 'sensitive' },
          startsWith: { send: '_STARTS_WITH', case: 'sensitive' },
          endsWith: { send: '_ENDS_WITH', case: 'sensitive' },
        },
        list: { has: { send: '_INCLUDES' }, isEmptyList: { send: { $field: [] } } },
      },
      and: { AND: '$all' },
      or: { OR: '$all' },
      not: { NOT: '$one' },
      notLogic: 'three-valued',
      nesting: 'none',
    },
    sort: { ...neo4j.list.sort, at: 'options.sort' },
  },
  aggregate: {
    field: '$listAggregate',
    functions: {
      count: 'count',
      sum: '$field.sum',
      average: '$field.average',
      min: '$field.min',
      max: '$field.max',
    },
  },
  writes: {
    insert: neo4j.writes.insert,
    update: {
      mutation: 'update$List',
      arguments: { where: { $field: '$id' }, update: '$item' },
      result: '$list.0',
    },
    remove: { mutation: 'delete$List', arguments: { where: { $field: '$id' } } },
  },
  sources: { nulls: 'https://neo4j.com/docs/cypher-manual/current/clauses/order-by/' },
  notes: [
    'contains, startsWith and endsWith of Cypher distinguish case, so searches without case are worked out here.',
    'Rows without a value sort last ascending and first descending (Cypher).',
    'There is no field by id; one item is read with a filter. The id should have a uniqueness constraint.',
  ],
} satisfies Dialect;

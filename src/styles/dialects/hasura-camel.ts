import type { Dialect } from '../vocabulary.js';
import { hasura } from './hasura.js';

/** Hasura v2 with the naming convention graphql-default: camelCase fields, enum values in capitals. */
export const hasuraCamel = {
  ...hasura,
  name: 'hasura-camel',
  title: 'Hasura v2, graphql-default names',
  match: [
    {
      types: ['*BoolExp', '*_comparison_exp'],
      listArguments: ['where', 'orderBy', 'limit', 'offset'],
      score: 10,
    },
    {
      types: ['*BoolExp', '*ComparisonExp'],
      listArguments: ['where', 'orderBy', 'limit', 'offset'],
      score: 10,
    },
  ],
  list: {
    ...hasura.list,
    count: { field: '$listAggregate', path: 'aggregate.count' },
    filter: {
      ...hasura.list.filter,
      operators: {
        ...hasura.list.filter.operators,
        any: {
          ...hasura.list.filter.operators.any,
          isNull: { send: { _isNull: true } },
          notNull: { send: { _isNull: false } },
        },
      },
    },
    sort: {
      at: 'orderBy',
      list: true,
      ascending: { $field: 'ASC_NULLS_FIRST' },
      descending: { $field: 'DESC_NULLS_LAST' },
      nulls: 'lowest',
      nesting: 'nested',
    },
  },
  get: { field: '$listByPk', arguments: { $field: '$id' } },
  aggregate: { ...hasura.aggregate, field: '$listAggregate' },
  sources: { writes: hasura.sources.writes },
  writes: {
    ...hasura.writes,
    insert: { mutation: 'insert$TypeOne', arguments: { object: '$item' } },
    update: { mutation: 'update$TypeByPk', arguments: { pkColumns: { $field: '$id' }, _set: '$item' } },
    remove: { mutation: 'delete$TypeByPk', arguments: { $field: '$id' } },
  },
} satisfies Dialect;

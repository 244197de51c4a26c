import type { Dialect } from '../vocabulary.js';
import { postgraphile } from './postgraphile.js';
import { postgresqlFailures } from './postgresql-failures.js';

/** PostGraphile 4 with the connection-filter plugin; aggregates and simplified names where they are installed. */
export const postgraphile4 = {
  ...postgraphile,
  name: 'postgraphile4',
  title: 'PostGraphile 4 with connection filter',
  match: [
    {
      listArguments: ['first', 'offset', 'condition', 'filter', 'orderBy'],
      typeFields: { '*Filter': ['equalTo', 'distinctFrom'], Query: ['query', 'nodeId', 'node'] },
      score: 13,
    },
  ],
  get: { field: '$type', arguments: { id: '$id' } },
  alternatives: {
    get: [{ field: '$typeById', arguments: { id: '$id' } }],
    writes: [
      {
        insert: { mutation: 'create$Type', arguments: { input: { $type: '$item' } }, result: '$type' },
        update: {
          mutation: 'update$TypeById',
          arguments: { input: { id: '$id', $typePatch: '$item' } },
          result: '$type',
        },
        remove: { mutation: 'delete$TypeById', arguments: { input: { id: '$id' } }, result: '$type' },
      },
    ],
  },
  writes: {
    identify: 'clientId',
    clear: 'null',
    batch: { aliases: 15, document: 'independent' },
    failures: [
      ...postgresqlFailures,
      { text: 'No values were updated in collection', means: 'notFound' },
      { text: 'No values were deleted in collection', means: 'notFound' },
    ],
    insert: { mutation: 'create$Type', arguments: { input: { $type: '$item' } }, result: '$type' },
    update: { mutation: 'update$Type', arguments: { input: { id: '$id', patch: '$item' } }, result: '$type' },
    remove: { mutation: 'delete$Type', arguments: { input: { id: '$id' } }, result: '$type' },
  },
  ids: ['id', 'nodeId'],
  sources: {
    writes: 'seen with PostGraphile 4.14.1 over PostgreSQL',
    filter: 'seen with PostGraphile 4.14.1 and connection-filter 2.3.0 over PostgreSQL',
    sort: 'seen with PostGraphile 4.14.1 over PostgreSQL',
    nulls: 'https://www.postgresql.org/docs/current/queries-order.html',
  },
  notes: [
    'The global id is `nodeId`, the primary key usually `id`; map the id to the primary key.',
    'Without the simplify-inflector plugin the fields are called allProducts, productById and updateProductById; both forms are known.',
    'Rows without a value sort last ascending and first descending (PostgreSQL); sorts on columns that can be null are worked out here.',
    'The database decides how ILIKE folds letters outside ASCII, so such operands are checked here.',
    'Group keys of groupedAggregates come back as texts.',
    'Columns of type char(n) ignore trailing blanks and columns of type citext ignore case; for them set match: superset on eq and in.',
    'Numbers of type BigInt and BigFloat come back as texts.',
    'Without the connection-filter plugin use the dialect postgraphile4-plain.',
  ],
} satisfies Dialect;

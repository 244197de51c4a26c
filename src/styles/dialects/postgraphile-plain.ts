import type { Dialect } from '../vocabulary.js';
import { postgraphile } from './postgraphile.js';

/** PostGraphile 5 as it comes: equality by `condition` only. */
export const postgraphilePlain = {
  ...postgraphile,
  name: 'postgraphile-plain',
  title: 'PostGraphile 5',
  match: [
    {
      listArguments: ['first', 'offset', 'condition', 'orderBy'],
      types: ['*Condition', '*OrderBy'],
      typeFields: { PageInfo: ['hasNextPage'], Query: ['query', 'id', 'node'] },
      score: 9,
    },
  ],
  list: {
    ...postgraphile.list,
    filter: {
      style: 'equality',
      at: 'condition',
      operators: {
        any: { eq: { send: '$value' }, isNull: { send: null } },
        list: { eq: null },
        json: { eq: null },
      },
      nesting: 'none',
    },
  },
  sources: {
    writes: postgraphile.sources.writes,
    sort: 'seen with PostGraphile 5.1.5 over PostgreSQL',
    nulls: 'https://www.postgresql.org/docs/current/queries-order.html',
  },
  notes: [
    'Only equality and the null test of `condition` are pushed; everything else is worked out here. The connection-filter plugin (dialect postgraphile) gives all operators.',
    'The Amber preset names the global id `id` and the primary key `rowId`; map the id to rowId.',
    'Only columns with an index can be filtered and sorted on unless the server says otherwise; the schema shows which.',
    'Rows without a value sort last ascending and first descending (PostgreSQL).',
  ],
  example: { type: 'Product', list: 'allProducts', fields: { title: 'title', price: 'price' } },
} satisfies Dialect;

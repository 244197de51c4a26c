import type { Dialect } from '../vocabulary.js';
import { postgraphilePlain } from './postgraphile-plain.js';
import { postgraphile4 } from './postgraphile4.js';

/** PostGraphile 4 as it comes: equality by `condition` only. */
export const postgraphile4Plain = {
  ...postgraphile4,
  name: 'postgraphile4-plain',
  title: 'PostGraphile 4',
  match: [
    {
      listArguments: ['first', 'offset', 'condition', 'orderBy'],
      types: ['*Condition', '*OrderBy'],
      typeFields: { Query: ['query', 'nodeId', 'node'] },
      score: 10,
    },
  ],
  list: postgraphilePlain.list,
  sources: {
    writes: postgraphile4.sources.writes,
    sort: 'seen with PostGraphile 4.14.1 over PostgreSQL',
    nulls: 'https://www.postgresql.org/docs/current/queries-order.html',
  },
  notes: [
    'Only equality and the null test of `condition` are pushed; everything else is worked out here. The connection-filter plugin (dialect postgraphile4) gives all operators.',
    'The global id is `nodeId`, the primary key usually `id`; map the id to the primary key.',
    'Rows without a value sort last ascending and first descending (PostgreSQL).',
  ],
  example: { type: 'Product', list: 'allProducts', fields: { title: 'title', price: 'price' } },
} satisfies Dialect;

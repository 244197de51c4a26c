import type { Dialect } from '../vocabulary.js';

/** Magento 2 / Adobe Commerce storefront API: the catalogue, read only. */
export const magento = {
  name: 'magento',
  title: 'Magento / Adobe Commerce',
  match: [
    {
      types: ['ProductInterface', 'FilterEqualTypeInput', 'FilterRangeTypeInput', 'SearchResultPageInfo'],
      listArguments: ['filter', 'pageSize', 'currentPage', 'sort'],
      score: 16,
    },
  ],
  list: {
    rows: 'items',
    count: 'total_count',
    page: {
      size: 'pageSize',
      page: 'currentPage',
      base: 1,
      pages: 'page_info.total_pages',
      max: 300,
    },
    filter: {
      style: 'operators',
      at: 'filter',
      operators: {
        any: {
          eq: { send: { eq: '$text' }, match: 'superset' },
          in: { send: { in: '$value' }, match: 'superset' },
        },
        number: {
          in: null,
          gt: { send: { from: '$text' }, match: 'superset' },
          gte: { send: { from: '$text' }, match: 'superset' },
          lt: { send: { to: '$text' }, match: 'superset' },
          lte: { send: { to: '$text' }, match: 'superset' },
        },
        date: { eq: null, in: null },
        list: { eq: null, in: null, has: { send: { eq: '$value' }, match: 'superset' } },
      },
      nesting: 'none',
    },
    sort: {
      at: 'sort',
      ascending: { $field: 'ASC' },
      descending: { $field: 'DESC' },
      nulls: 'unknown',
      nesting: 'none',
    },
  },
  arguments: { filter: {} },
  ids: ['uid', 'sku', 'id'],
  limits: { page: 300 },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <customer or admin token>"; the public catalogue needs none. The header store chooses the store view.',
  },
  notes: [
    'The catalogue is read only here; writes exist for customers and carts and must be declared.',
    'products wants a search or a filter, so an empty filter is sent where nothing is asked.',
    'Only attributes that are filterable in the shop appear in the filter. Texts are looked up in a search index, so rows are checked again here.',
    'Ranges are looked up in the search index, whose prices are those of the customer group; they are checked again here.',
    'match is a full-text search; contains, startsWith and endsWith are worked out here.',
    'There are no alternatives and no negations in filters; both are worked out here.',
    'One sort key at a time; position and relevance order within a category or search.',
    'Map the id to uid or sku: id is deprecated.',
  ],
  example: { type: 'ProductInterface', list: 'products', fields: { title: 'name', sku: 'sku' } },
} satisfies Dialect;

import type { Dialect } from '../vocabulary.js';

/** BigCommerce Storefront API: everything below `site`, read only. */
export const bigcommerce = {
  name: 'bigcommerce',
  title: 'BigCommerce Storefront',
  match: [
    {
      types: ['Site', '*Connection', 'CategoryTreeItem', 'OptionValueId'],
      queryFields: ['site'],
      score: 16,
    },
  ],
  list: {
    rows: 'edges[].node',
    count: 'collectionInfo.totalItems',
    page: {
      size: 'first',
      cursor: 'after',
      next: 'pageInfo.endCursor',
      more: 'pageInfo.hasNextPage',
      max: 50,
    },
  },
  get: { field: 'site.$type', arguments: { entityId: '$id' } },
  ids: ['entityId', 'id'],
  limits: { page: 50 },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <storefront API token>".',
  },
  notes: [
    'Lists stand below site: the list field is site.products.',
    'The lists of products know no filter and no sort; both are worked out here within the scan limit.',
    'Map the id to entityId, the number that the shop shows; id is a global id.',
    'The catalogue is read only here.',
  ],
  example: { type: 'Product', list: 'site.products', fields: { title: 'name', price: 'prices.price.value' } },
} satisfies Dialect;

import type { Dialect } from '../vocabulary.js';
import { shopifyAdmin } from './shopify-admin.js';

/** Shopify Storefront API (catalogue, read only). */
export const shopifyStorefront = {
  name: 'shopify-storefront',
  title: 'Shopify Storefront',
  match: [
    {
      types: ['MoneyV2', 'ProductSortKeys', 'CartLineInput'],
      absentTypes: ['MoneyBag'],
      listArguments: ['first', 'after', 'query', 'sortKey', 'reverse'],
      score: 20,
    },
  ],
  list: {
    ...shopifyAdmin.list,
    count: null,
    filter: {
      style: 'search',
      at: 'query',
      language: 'shopify',
      fields: { updatedAt: 'updated_at', productType: 'product_type', tags: 'tag' },
      searchable: ['updated_at:date', 'tag:list', 'vendor:text', 'product_type:text', 'title:text'],
    },
  },
  get: shopifyAdmin.get,
  ids: ['id'],
  limits: { page: 250, ids: 250 },
  auth: {
    header: 'x-shopify-storefront-access-token',
    value: '${UPSTREAM_X_SHOPIFY_STOREFRONT_ACCESS_TOKEN}',
    note: 'A public token; from servers the private token goes into shopify-storefront-private-token.',
  },
  notes: [
    'Text is found by a search index that ignores case and splits words, so rows are checked again here.',
    'contains, startsWith and endsWith are worked out here: the index does not know parts of words.',
    "Only the fields listed under searchable are sent. init reads them from the description of each list's query argument.",
    'There is no total number; rows are counted here.',
    "Only products that are published to the token's sales channel are visible.",
    'The API version is part of the address; use a fixed one.',
  ],
  example: { type: 'Product', list: 'products', fields: { title: 'title', vendor: 'vendor' } },
} satisfies Dialect;

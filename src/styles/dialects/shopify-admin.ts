import type { Dialect } from '../vocabulary.js';

/** Shopify Admin API. The filter is a search over an index that ignores case and lags a little behind writes. */
export const shopifyAdmin = {
  name: 'shopify-admin',
  title: 'Shopify Admin',
  match: [
    {
      types: ['MoneyBag', 'MoneyV2', 'ProductSortKeys'],
      queryFields: ['shop', 'appInstallation'],
      listArguments: ['first', 'after', 'query', 'sortKey', 'reverse'],
      score: 20,
    },
  ],
  list: {
    rows: 'nodes',
    count: { field: '$listCount', arguments: { limit: null }, path: 'count', precision: 'precision' },
    page: {
      size: 'first',
      cursor: 'after',
      next: 'pageInfo.endCursor',
      more: 'pageInfo.hasNextPage',
      max: 250,
    },
    filter: {
      style: 'search',
      at: 'query',
      language: 'shopify',
      fields: { updatedAt: 'updated_at', productType: 'product_type', tags: 'tag' },
      searchable: [
        'id:id',
        'updated_at:date',
        'tag:list',
        'vendor:text',
        'product_type:text',
        'title:text',
        'handle:text',
        'sku:text',
        'barcode:text',
      ],
    },
    sort: {
      at: '',
      ascending: { sortKey: '$FIELD', reverse: false },
      descending: { sortKey: '$FIELD', reverse: true },
      nulls: 'unknown',
      nesting: 'none',
    },
    dates: { precision: 'second' },
  },
  get: {
    field: '$type',
    arguments: { id: '$id' },
    many: { field: 'nodes', arguments: { ids: '$ids' }, max: 250 },
  },
  writes: {
    identify: { idempotency: { directive: 'idempotent', argument: 'key' } },
    failures: [
      { code: 'IDEMPOTENCY_CONCURRENT_REQUEST', means: 'pending' },
      { code: 'TAKEN', means: 'invalid' },
      { code: 'BLANK', means: 'invalid' },
      { code: 'INVALID', means: 'invalid' },
      { code: 'TOO_LONG', means: 'invalid' },
      { code: 'NOT_FOUND', means: 'notFound' },
      { text: 'does not exist', means: 'notFound' },
    ],
    insert: {
      mutation: '$typeCreate',
      arguments: { $type: '$item' },
      result: '$type',
      errors: 'userErrors',
    },
    update: {
      mutation: '$typeUpdate',
      arguments: { $type: { id: '$id', '...': '$item' } },
      result: '$type',
      errors: 'userErrors',
    },
    remove: {
      mutation: '$typeDelete',
      arguments: { input: { id: '$id' } },
      errors: 'userErrors',
    },
  },
  alternatives: {
    writes: [
      {
        insert: {
          mutation: '$typeCreate',
          arguments: { input: '$item' },
          result: '$type',
          errors: 'userErrors',
        },
        update: {
          mutation: '$typeUpdate',
          arguments: { input: { id: '$id', '...': '$item' } },
          result: '$type',
          errors: 'userErrors',
        },
        remove: { mutation: '$typeDelete', arguments: { input: { id: '$id' } }, errors: 'userErrors' },
      },
    ],
  },
  ids: ['id'],
  // A point for each object, two for each connection; that of the rows themselves is left out here.
  limits: { page: 250, ids: 250, concurrency: 2, nodes: 990 },
  sources: {
    nodes: 'https://shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits',
    writes: 'https://shopify.dev/docs/api/usage/implementing-idempotency',
  },
  auth: {
    header: 'x-shopify-access-token',
    value: '${UPSTREAM_X_SHOPIFY_ACCESS_TOKEN}',
    note: 'Token of a custom app with read (and, where wanted, write) scopes.',
  },
  notes: [
    'Text is found by a search index that ignores case and splits words, so rows are checked again here.',
    'contains, startsWith and endsWith are worked out here: the index does not know parts of words.',
    "Only the fields listed under searchable are sent. init reads them from the description of each list's query argument; more can be added in list.filter.searchable, with filter at the field where the names differ (inventory_total for totalInventory).",
    'The index lags behind writes by some seconds.',
    'Totals come from the count field beside the list (productsCount), where there is one.',
    'The API version is part of the address; use a fixed one.',
    'Requests share a cost bucket; answers with the code THROTTLED are tried again after a pause.',
  ],
  example: { type: 'Product', list: 'products', fields: { title: 'title', vendor: 'vendor' } },
} satisfies Dialect;

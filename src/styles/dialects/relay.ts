import type { Dialect } from '../vocabulary.js';

/** Cursor connections as the Relay specification describes them; nothing else is standard. */
export const relay = {
  name: 'relay',
  title: 'Relay connections',
  match: [
    {
      listArguments: ['first', 'after'],
      types: ['*Connection', '*Edge'],
      typeFields: { PageInfo: ['hasNextPage', 'endCursor'] },
      score: 2,
    },
  ],
  list: {
    rows: 'edges[].node',
    count: 'totalCount',
    page: {
      size: 'first',
      cursor: 'after',
      next: 'pageInfo.endCursor',
      more: 'pageInfo.hasNextPage',
    },
  },
  get: { field: '$type', arguments: { id: '$id' } },
  ids: ['id'],
  auth: { header: 'authorization', value: '${UPSTREAM_AUTHORIZATION}', note: 'Usually "Bearer <token>".' },
  notes: [
    'The specification says how pages are read, not how rows are filtered or sorted; say it in list.filter and list.sort of the mapping if the API can.',
    'totalCount is used where the connection has it. It must count the filtered rows, not the page.',
    'Many servers cap `first`; set list.page.max to that cap.',
  ],
  example: { type: 'Product', list: 'products', fields: { title: 'title' } },
} satisfies Dialect;

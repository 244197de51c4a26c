import type { Dialect } from '../vocabulary.js';

/** Sanity's deployed GraphQL API (read only). */
export const sanity = {
  name: 'sanity',
  title: 'Sanity',
  match: [
    {
      types: ['Sanity_DocumentFilter', 'SanityImageAsset', '*Sorting'],
      queryFields: ['all*'],
      listArguments: ['where', 'sort', 'limit', 'offset'],
      score: 14,
    },
  ],
  list: {
    rows: '',
    page: { size: 'limit', offset: 'offset', max: 1000 },
    filter: {
      style: 'operators',
      at: 'where',
      operators: {
        any: {
          eq: { send: { eq: '$value' } },
          ne: { send: { neq: '$value' }, nulls: 'unknown' },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { nin: '$value' }, nulls: 'unknown' },
          isNull: { send: { eq: null } },
        },
        list: { eq: null, ne: null, in: null, nin: null, isNull: null },
        json: { eq: null, ne: null, in: null, nin: null },
      },
      nesting: 'nested',
    },
    sort: {
      at: 'sort',
      list: true,
      ascending: { $field: 'ASC' },
      descending: { $field: 'DESC' },
      nulls: 'unknown',
      nesting: 'nested',
    },
  },
  get: { field: '$Type', arguments: { id: '$id' } },
  ids: ['_id'],
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <token>"; public datasets need none.',
  },
  notes: [
    'Read only: Sanity writes through its mutation API, which is not GraphQL.',
    'There is no total number; rows are counted here.',
    'matches compares words, not parts of words, so contains, startsWith and endsWith are worked out here.',
    'There is neither or nor not; both are worked out here.',
    'Arrays and unions cannot be filtered.',
    'Drafts have ids that start with "drafts." and are read only with a token.',
  ],
  example: { type: 'Product', list: 'allProduct', fields: { title: 'title', price: 'price' } },
} satisfies Dialect;

import type { Dialect } from '../vocabulary.js';

/** Saleor 3. */
export const saleor = {
  name: 'saleor',
  title: 'Saleor',
  match: [
    {
      types: ['*CountableConnection', '*CountableEdge', '*SortingInput'],
      listArguments: ['first', 'after', 'filter', 'sortBy'],
      score: 14,
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
      max: 100,
    },
    filter: {
      style: 'operators',
      at: 'where',
      operators: {
        any: { eq: { send: { eq: '$value' } }, in: { send: { oneOf: '$value' }, max: 100 } },
        number: {
          gt: { send: { range: { gte: '$value' } }, match: 'superset' },
          gte: { send: { range: { gte: '$value' } } },
          lt: { send: { range: { lte: '$value' } }, match: 'superset' },
          lte: { send: { range: { lte: '$value' } } },
        },
        date: {
          gt: { send: { range: { gte: '$value' } }, match: 'superset' },
          gte: { send: { range: { gte: '$value' } } },
          lt: { send: { range: { lte: '$value' } }, match: 'superset' },
          lte: { send: { range: { lte: '$value' } } },
        },
        boolean: { eq: { send: '$value' }, in: null },
        list: { eq: null, in: null },
        json: { eq: null, in: null },
      },
      and: { AND: '$all' },
      or: { OR: '$all' },
      nesting: 'none',
    },
    sort: {
      at: 'sortBy',
      ascending: { field: '$FIELD', direction: 'ASC' },
      descending: { field: '$FIELD', direction: 'DESC' },
      nulls: 'unknown',
      nesting: 'none',
    },
  },
  get: {
    field: '$type',
    arguments: { id: '$id' },
    many: {
      field: '$list',
      arguments: { where: { ids: '$ids' }, first: 100 },
      rows: 'edges[].node',
      max: 100,
    },
  },
  writes: {
    failures: [
      { code: 'UNIQUE', means: 'invalid' },
      { code: 'ALREADY_EXISTS', means: 'invalid' },
      { code: 'NOT_FOUND', means: 'notFound' },
      { code: 'REQUIRED', means: 'invalid' },
      { code: 'INVALID*', means: 'invalid' },
      { code: 'GRAPHQL_ERROR', means: 'invalid' },
    ],
    insert: {
      mutation: '$typeCreate',
      arguments: { input: '$item' },
      result: '$type',
      errors: 'errors',
    },
    update: {
      mutation: '$typeUpdate',
      arguments: { id: '$id', input: '$item' },
      result: '$type',
      errors: 'errors',
    },
    remove: {
      mutation: '$typeDelete',
      arguments: { id: '$id' },
      result: '$type',
      errors: 'errors',
    },
  },
  naturalKeys: ['externalReference'],
  ids: ['id'],
  limits: { page: 100, ids: 100, nodes: 50_000 },
  sources: {
    nodes: 'https://docs.saleor.io/api-usage/usage-limits',
    writes: 'https://docs.saleor.io/api-usage/external-references',
  },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <app token>" with the permissions of the lists that are read.',
  },
  notes: [
    'Prices and availability need a channel: set the list argument channel.',
    'where (since 3.14) knows equality, lists and ranges for a dozen properties a list; everything else is worked out here. Older versions have only the hand-made filter argument.',
    'Ranges include their ends, so greater and less are checked again here.',
    "One sort key at a time; only the keys of the list's sort enum can be sorted on.",
    'Ids are global ids.',
  ],
  example: { type: 'Product', list: 'products', fields: { title: 'name', slug: 'slug' } },
} satisfies Dialect;

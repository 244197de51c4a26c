import type { Dialect } from '../vocabulary.js';

/** WPGraphQL (WordPress), also with WooGraphQL. */
export const wpgraphql = {
  name: 'wpgraphql',
  title: 'WPGraphQL',
  match: [
    {
      types: ['ContentNode', 'NodeWithTitle', '*WhereArgs'],
      queryFields: ['contentNodes', 'posts'],
      listArguments: ['first', 'after', 'where'],
      score: 16,
    },
    {
      types: ['ContentNode', '*ConnectionWhereArgs'],
      listArguments: ['first', 'after', 'where'],
      score: 15,
    },
  ],
  list: {
    rows: 'nodes',
    page: {
      size: 'first',
      cursor: 'after',
      next: 'pageInfo.endCursor',
      more: 'pageInfo.hasNextPage',
      max: 100,
    },
    sort: {
      at: 'where.orderby',
      list: true,
      ascending: { field: '$FIELD', order: 'ASC' },
      descending: { field: '$FIELD', order: 'DESC' },
      nulls: 'unknown',
      nesting: 'none',
    },
  },
  get: { field: '$type', arguments: { id: '$id' } },
  writes: {
    insert: { mutation: 'create$Type', arguments: { input: '$item' }, result: '$type' },
    update: {
      mutation: 'update$Type',
      arguments: { input: { id: '$id', '...': '$item' } },
      result: '$type',
    },
    remove: { mutation: 'delete$Type', arguments: { input: { id: '$id' } }, result: '$type' },
  },
  ids: ['id', 'databaseId'],
  limits: { page: 100 },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Basic <base64 of user:application password>" or "Bearer <JWT>" of a plugin; published content needs none.',
  },
  notes: [
    'The members of where differ from list to list and search loosely, so conditions are worked out here; constant ones can be put into list.arguments.',
    'There is no total number; rows are counted here.',
    'Dates are local times of the site without a zone; the fields dateGmt and modifiedGmt are safer.',
    'WooGraphQL formats prices as texts ("$18.00"); ask with price(format: RAW).',
  ],
  example: { type: 'Post', list: 'posts', fields: { title: 'title', date: 'dateGmt' } },
} satisfies Dialect;

import type { Dialect } from '../vocabulary.js';

/** pg_graphql, as Supabase serves it. */
export const supabase = {
  name: 'supabase',
  title: 'Supabase (pg_graphql)',
  match: [
    {
      types: ['FilterIs', 'OrderByDirection', '*Connection'],
      queryFields: ['*Collection'],
      listArguments: ['first', 'after', 'filter', 'orderBy'],
      score: 14,
    },
  ],
  list: {
    rows: 'edges[].node',
    count: 'totalCount',
    page: {
      size: 'first',
      offset: 'offset',
      cursor: 'after',
      next: 'pageInfo.endCursor',
      more: 'pageInfo.hasNextPage',
      max: 30,
    },
    filter: {
      style: 'operators',
      at: 'filter',
      operators: {
        any: {
          eq: { send: { eq: '$value' } },
          ne: { send: { neq: '$value' }, nulls: 'dropped' },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { in: '$value' } },
          isNull: { send: { is: 'NULL' } },
          notNull: { send: { is: 'NOT_NULL' } },
        },
        text: {
          contains: { send: { ilike: '%$like%' }, case: 'insensitive' },
          startsWith: { send: { ilike: '$like%' }, case: 'insensitive' },
          endsWith: { send: { ilike: '%$like' }, case: 'insensitive' },
        },
        list: {
          ne: null,
          in: null,
          has: { send: { contains: ['$value'] } },
          hasSome: { send: { overlaps: '$value' } },
          hasAll: { send: { contains: '$value' } },
          isEmptyList: { send: { eq: [] } },
        },
        json: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null, in: null },
      },
      and: { and: '$all' },
      or: { or: '$all' },
      not: { not: '$one' },
      notLogic: 'three-valued',
      nesting: 'none',
    },
    sort: {
      at: 'orderBy',
      list: true,
      ascending: { $field: 'AscNullsFirst' },
      descending: { $field: 'DescNullsLast' },
      nulls: 'lowest',
      nesting: 'none',
    },
  },
  writes: {
    insert: { mutation: 'insertInto$List', arguments: { objects: ['$item'] }, result: 'records.0' },
    update: {
      mutation: 'update$List',
      arguments: { set: '$item', filter: { $field: { eq: '$id' } }, atMost: 1 },
      result: 'records.0',
    },
    remove: {
      mutation: 'deleteFrom$List',
      arguments: { filter: { $field: { eq: '$id' } }, atMost: 1 },
      result: 'records.0',
    },
  },
  ids: ['id'],
  auth: {
    header: 'apikey',
    value: '${UPSTREAM_APIKEY}',
    note: 'The service key passes row-level security; with the anonymous key add "authorization: Bearer <user token>".',
  },
  notes: [
    'A page has at most 30 rows unless the schema comment @graphql({"max_rows": …}) raises it; then raise list.page.max too.',
    'The total number exists only where the table comment has totalCount: {enabled: true}; otherwise rows are counted here.',
    'and, or and not exist since pg_graphql 1.3.',
    'Tables without a primary key are not in the schema.',
    'There is no field by id; one item is read with a filter.',
    'The database decides how ILIKE folds letters outside ASCII, so such operands are checked here.',
  ],
  example: { type: 'Products', list: 'productsCollection', fields: { title: 'name', price: 'price' } },
} satisfies Dialect;

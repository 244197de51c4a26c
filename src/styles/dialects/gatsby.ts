import type { Dialect } from '../vocabulary.js';

/** Gatsby 4 data layer (`gatsby develop` and preview servers). */
export const gatsby = {
  name: 'gatsby',
  title: 'Gatsby',
  match: [
    {
      types: ['StringQueryOperatorInput', '*FilterInput', '*SortInput', 'SitePage'],
      queryFields: ['all*'],
      listArguments: ['filter', 'limit', 'skip', 'sort'],
      score: 14,
    },
  ],
  list: {
    rows: 'nodes',
    count: 'totalCount',
    page: { size: 'limit', offset: 'skip' },
    filter: {
      style: 'operators',
      at: 'filter',
      operators: {
        any: {
          eq: { send: { eq: '$value' } },
          ne: { send: { ne: '$value' }, nulls: 'unknown' },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { nin: '$value' }, nulls: 'unknown' },
          isNull: { send: { eq: null } },
          notNull: { send: { ne: null } },
        },
        text: {
          contains: { send: { regex: '/$regex/i' }, case: 'insensitive' },
          startsWith: { send: { regex: '/^$regex/i' }, case: 'insensitive' },
          endsWith: { send: { regex: '/$regex$/i' }, case: 'insensitive' },
        },
        // Dates are compared as the texts that the sources gave.
        date: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null, in: null, nin: null },
        list: {
          eq: null,
          ne: null,
          isNull: null,
          notNull: null,
          nin: null,
          in: null,
          has: { send: { in: ['$value'] } },
        },
      },
      nesting: 'nested',
    },
    sort: {
      at: 'sort',
      max: 1,
      ascending: { fields: '$field', order: 'ASC' },
      descending: { fields: '$field', order: 'DESC' },
      nulls: 'unknown',
      nesting: 'joined',
      nestingSeparator: '___',
    },
  },
  get: { field: '$type', arguments: { id: { eq: '$id' } } },
  ids: ['id'],
  notes: [
    'Read only.',
    'Gatsby 5 sorts by nested objects; use the dialect gatsby5.',
    'Dates are compared as texts, so date conditions are worked out here.',
    'There is neither or nor not; both are worked out here.',
    'Group and sum take the field as an argument; aggregates are worked out here.',
  ],
  example: {
    type: 'MarkdownRemark',
    list: 'allMarkdownRemark',
    fields: { title: 'frontmatter.title', excerpt: 'excerpt' },
  },
} satisfies Dialect;

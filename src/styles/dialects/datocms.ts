import type { Dialect } from '../vocabulary.js';

/** DatoCMS Content Delivery API (read only). */
export const datocms = {
  name: 'datocms',
  title: 'DatoCMS',
  match: [
    {
      types: ['*ModelFilter', 'ItemStatus'],
      queryFields: ['all*', '_all*Meta'],
      listArguments: ['first', 'skip', 'filter', 'orderBy', 'locale'],
      score: 14,
    },
    {
      scalars: ['ItemId', 'IntType', 'BooleanType'],
      queryFields: ['all*', '_all*Meta'],
      score: 14,
    },
  ],
  list: {
    rows: '',
    count: { field: '_$listMeta', path: 'count' },
    page: { size: 'first', offset: 'skip', max: 100 },
    filter: {
      style: 'operators',
      at: 'filter',
      operators: {
        any: {
          eq: { send: { eq: '$value' } },
          ne: { send: { neq: '$value' }, nulls: 'unknown' },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { notIn: '$value' }, nulls: 'unknown' },
          isNull: { send: { exists: false } },
          notNull: { send: { exists: true } },
        },
        text: {
          eq: { send: { eq: '$value' }, match: 'superset' },
          in: { send: { in: '$value' }, match: 'superset' },
          ne: null,
          nin: null,
          // exists: false may take an empty text for a missing one.
          isNull: { send: { exists: false }, match: 'superset' },
          notNull: null,
          contains: {
            send: { matches: { pattern: '$regex', caseSensitive: false, regexp: true } },
            case: 'insensitive',
          },
          startsWith: {
            send: { matches: { pattern: '$regex', caseSensitive: false, regexp: true } },
            match: 'superset',
            case: 'insensitive',
          },
          endsWith: {
            send: { matches: { pattern: '$regex', caseSensitive: false, regexp: true } },
            match: 'superset',
            case: 'insensitive',
          },
        },
        list: { eq: null, ne: null, in: null, nin: null, hasAll: { send: { allIn: '$value' } } },
        json: { eq: null, ne: null, in: null, nin: null },
      },
      and: { AND: '$all' },
      or: { OR: '$all' },
      nesting: 'none',
    },
    sort: {
      at: 'orderBy',
      list: true,
      ascending: '$field_ASC',
      descending: '$field_DESC',
      nulls: 'unknown',
      nesting: 'none',
    },
  },
  get: { field: '$type', arguments: { filter: { id: { eq: '$id' } } } },
  ids: ['id'],
  limits: { page: 500 },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <read-only API token>"; the header X-Environment chooses a sandbox.',
  },
  notes: [
    'Read only: DatoCMS writes through its management API, which is not GraphQL.',
    'Pages of 100 rows are asked; newer projects allow 500 (list.page.max).',
    'The types of record lists are named after the model: ProductRecord is read by allProducts.',
    'A record is read by its id through the field of one record and a filter, e.g. product(filter: {id: {eq: …}}).',
    'Set the list arguments locale and fallbackLocales to read another locale.',
  ],
  example: { type: 'ProductRecord', list: 'allProducts', fields: { title: 'name', price: 'price' } },
} satisfies Dialect;

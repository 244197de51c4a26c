import type { Dialect } from '../vocabulary.js';

/** Vendure shop and admin APIs: everything inside `options`. */
export const vendure = {
  name: 'vendure',
  title: 'Vendure',
  match: [
    {
      types: ['*ListOptions', 'PaginatedList', 'StringOperators'],
      listArguments: ['options'],
      typeFields: {
        '*ListOptions': ['skip', 'take', 'sort', 'filter'],
        StringOperators: ['notEq', 'notContains'],
      },
      score: 14,
    },
  ],
  list: {
    rows: 'items',
    count: 'totalItems',
    page: { size: 'options.take', offset: 'options.skip', max: 100 },
    filter: {
      style: 'operators',
      at: 'options.filter',
      operators: {
        any: {
          eq: { send: { eq: '$value' } },
          ne: { send: { notEq: '$value' }, nulls: 'dropped' },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { notIn: '$value' }, nulls: 'dropped' },
          isNull: { send: { isNull: true } },
          notNull: { send: { isNull: false } },
        },
        text: {
          eq: { send: { eq: '$value' }, match: 'superset' },
          in: { send: { in: '$value' }, match: 'superset' },
          ne: null,
          nin: null,
          // MySQL also takes letters with and without accents for the same.
          contains: { send: { contains: '$value' }, match: 'superset', case: 'insensitive', unsafe: '\\%_' },
          startsWith: {
            send: { contains: '$value' },
            match: 'superset',
            case: 'insensitive',
            unsafe: '\\%_',
          },
          endsWith: { send: { contains: '$value' }, match: 'superset', case: 'insensitive', unsafe: '\\%_' },
        },
        // SQLite compares dates as texts, and stores those that the database makes without a fraction: such a
        // moment equals no operand, and comes before the same moment with a fraction.
        date: {
          eq: null,
          ne: null,
          in: null,
          nin: null,
          gt: { send: { after: '$value' } },
          lt: { send: { before: '$value' }, match: 'superset' },
        },
        list: {
          eq: null,
          ne: null,
          in: null,
          nin: null,
          // A LIKE on the list's JSON: parts of elements match too, and characters that JSON escapes do not.
          has: { send: { inList: '$value' }, match: 'superset', unsafe: '"\\\n\r\t\b\f' },
        },
      },
      // In the schema, and refused with "invalid-filter-field".
      fields: { languageCode: false },
      and: { _and: '$all' },
      or: { _or: '$all' },
      nesting: 'none',
    },
    sort: {
      at: 'options.sort',
      ascending: { $field: 'ASC' },
      descending: { $field: 'DESC' },
      nulls: 'unknown',
      nesting: 'none',
    },
    // Money is a scalar of its own in results, and a Float in filters.
    numbers: { wire: 'number' },
  },
  get: { field: '$type', arguments: { id: '$id' } },
  writes: {
    insert: { mutation: 'create$Type', arguments: { input: '$item' } },
    update: { mutation: 'update$Type', arguments: { input: { id: '$id', '...': '$item' } } },
    remove: { mutation: 'delete$Type', arguments: { id: '$id' }, result: '' },
  },
  ids: ['id'],
  flat: ['customFields'],
  limits: { page: 100 },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <session token>" of an administrator; add the header vendure-token for a channel other than the default one.',
  },
  sources: { filter: 'seen with Vendure 3.7.3 over SQLite', sort: 'seen with Vendure 3.7.3 over SQLite' },
  notes: [
    'The shop API gives at most 100 rows a page, the admin API 1000; raise list.page.max to 1000 for the admin API.',
    'Filters of old releases (before 2) have neither _and nor _or; alternatives are then worked out here.',
    'Custom fields are flat in filters and sorts, and below customFields in results: path customFields.color, filter and sort color, as init writes them.',
    'Text is checked again because MySQL ignores case and accents; on PostgreSQL override list.filter.operators.text with match: exact.',
    'Money is in minor units (cents): scale: 0.01.',
    'Translated texts are written through translations, so writes of them need declared arguments.',
    'Many mutations give a union of the item and an error; say result and errors in the mapping.',
  ],
  example: { type: 'Product', list: 'products', fields: { title: 'name', slug: 'slug' } },
} satisfies Dialect;

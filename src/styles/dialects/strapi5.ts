import type { Dialect } from '../vocabulary.js';

/** Strapi 5 with the GraphQL plugin: flat documents, `products` and `products_connection`. */
export const strapi5 = {
  name: 'strapi5',
  title: 'Strapi 5',
  match: [
    {
      types: ['*EntityResponseCollection', '*FiltersInput', 'PaginationArg'],
      queryFields: ['*_connection'],
      listArguments: ['filters', 'pagination', 'sort', 'status'],
      score: 12,
    },
  ],
  list: {
    rows: 'nodes',
    count: 'pageInfo.total',
    page: { size: 'pagination.limit', offset: 'pagination.start', max: 100 },
    filter: {
      style: 'operators',
      at: 'filters',
      operators: {
        any: {
          eq: { send: { eq: '$value' } },
          ne: { send: { ne: '$value' }, nulls: 'dropped' },
          gt: { send: { gt: '$value' } },
          gte: { send: { gte: '$value' } },
          lt: { send: { lt: '$value' } },
          lte: { send: { lte: '$value' } },
          in: { send: { in: '$value' } },
          nin: { send: { notIn: '$value' }, nulls: 'dropped' },
          isNull: { send: { null: true } },
          notNull: { send: { notNull: true } },
        },
        text: {
          // MySQL compares without case and trailing blanks; a negated equality would lose rows there.
          eq: { send: { eq: '$value' }, match: 'superset' },
          in: { send: { in: '$value' }, match: 'superset' },
          ne: null,
          nin: null,
          // MySQL also takes letters with and without accents for the same.
          contains: { send: { containsi: '$value' }, match: 'superset', case: 'insensitive', unsafe: '\\%_' },
          startsWith: {
            send: { containsi: '$value' },
            match: 'superset',
            case: 'insensitive',
            unsafe: '\\%_',
          },
          endsWith: { send: { containsi: '$value' }, match: 'superset', case: 'insensitive', unsafe: '\\%_' },
        },
        json: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null, in: null, nin: null },
      },
      and: { and: '$all' },
      or: { or: '$all' },
      not: { not: '$one' },
      notLogic: 'three-valued',
      nesting: 'nested',
    },
    sort: {
      at: 'sort',
      list: true,
      ascending: '$field:asc',
      descending: '$field:desc',
      nulls: 'unknown',
      nesting: 'joined',
      nestingSeparator: '.',
    },
  },
  get: { field: '$type', arguments: { documentId: '$id' } },
  alternatives: {
    list: [
      {
        rows: '',
        count: { field: '$list_connection', path: 'pageInfo.total' },
        page: { size: 'pagination.limit', offset: 'pagination.start', max: 100 },
      },
    ],
  },
  writes: {
    clear: 'null',
    batch: { aliases: 15, document: 'independent' },
    failures: [{ code: 'BAD_USER_INPUT', means: 'invalid' }],
    insert: { mutation: 'create$Type', arguments: { data: '$item' } },
    update: { mutation: 'update$Type', arguments: { documentId: '$id', data: '$item' } },
    remove: { mutation: 'delete$Type', arguments: { documentId: '$id' } },
  },
  ids: ['documentId'],
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <API token>", made in the settings of the admin panel with read (and, where wanted, write) rights.',
  },
  sources: {
    filter: 'seen with Strapi 5.54.0 over SQLite',
    sort: 'seen with Strapi 5.54.0 over SQLite',
    writes: 'seen with Strapi 5.54.0 over SQLite',
  },
  notes: [
    'The removal of a document that is not there answers with its id, as if it had been done; it is looked up before.',
    'Use the field products_connection: it carries the total number. The plain field products works too.',
    'Which database is behind Strapi cannot be seen. Text is checked again because MySQL ignores case and accents; on other databases use the dialects strapi5-postgresql and strapi5-sqlite, which count without reading the rows.',
    'Older releases read % _ and \\ in searched text as wildcards, so such operands are checked here.',
    'contains, startsWith and endsWith are sent as containsi and checked again.',
    'Where rows without a value sort depends on the database.',
    'Only published documents are read; add the list argument status: DRAFT for drafts.',
    "Page sizes above the server's maxLimit are cut without a word; pages of 100 are asked.",
  ],
  example: { type: 'Product', list: 'products_connection', fields: { title: 'title', price: 'price' } },
} satisfies Dialect;

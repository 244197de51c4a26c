import type { Dialect } from '../vocabulary.js';

/**
 * Craft CMS: every criterion is an argument of the list field, its value a small language ("> 10", "not x",
 * ":empty:", "*part*"). A leading operator keeps words such as "not" from being read as part of the language.
 */
export const craft = {
  name: 'craft',
  title: 'Craft CMS',
  match: [
    {
      types: ['EntryInterface', '*_Entry'],
      queryFields: ['entries', 'entryCount'],
      listArguments: ['relatedTo', 'orderBy', 'limit', 'offset'],
      score: 16,
    },
    {
      types: ['EntryInterface', 'AssetInterface', '*_Entry'],
      queryFields: ['entries', 'entryCount'],
      score: 14,
    },
  ],
  list: {
    rows: '',
    count: { field: 'entryCount', path: '' },
    page: { size: 'limit', offset: 'offset' },
    filter: {
      style: 'templates',
      at: '',
      operators: {
        id: { eq: { send: { $field: ['= $text'] }, match: 'superset' } },
        number: {
          eq: { send: { $field: ['= $text'] } },
          gt: { send: { $field: ['> $text'] } },
          gte: { send: { $field: ['>= $text'] } },
          lt: { send: { $field: ['< $text'] } },
          lte: { send: { $field: ['<= $text'] } },
        },
        date: {
          gte: { send: { $field: ['>= $text'] }, match: 'superset' },
          lte: { send: { $field: ['<= $text'] }, match: 'superset' },
        },
        text: { isNull: { send: { $field: [':empty:'] }, match: 'superset' } },
        boolean: { eq: { send: { $field: '$value' } } },
      },
      nesting: 'none',
    },
    sort: {
      at: 'orderBy',
      join: ', ',
      ascending: '$field asc',
      descending: '$field desc',
      nulls: 'unknown',
      nesting: 'none',
    },
    dates: { precision: 'second' },
  },
  ids: ['id', 'uid'],
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <token>" of a GraphQL schema in the control panel.',
  },
  notes: [
    'One condition a field can be sent; a second one on the same field is worked out here.',
    'Commas, asterisks and colons mean something in text values, so conditions on text are worked out here.',
    'Only live entries are read unless the list argument status says otherwise.',
    'Entries are of an interface; custom fields are read through fragments: (news_article_Entry).price.',
    'Writes have a mutation for each entry type (save_news_article_Entry); declare them in the mapping.',
  ],
  example: { type: 'EntryInterface', list: 'entries', fields: { title: 'title', slug: 'slug' } },
} satisfies Dialect;

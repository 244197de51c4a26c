import type { Dialect } from '../vocabulary.js';

/** AniList: paging stands on `Page`, filters and sorts on its fields. */
export const anilist = {
  name: 'anilist',
  title: 'AniList',
  match: [
    {
      types: ['MediaSort', 'FuzzyDate', 'Page'],
      queryFields: ['Page', 'Media'],
      score: 18,
    },
  ],
  list: {
    rows: '',
    page: {
      size: 'Page/perPage',
      page: 'Page/page',
      base: 1,
      more: '../pageInfo.hasNextPage',
      max: 50,
    },
    filter: {
      style: 'suffixes',
      at: '',
      operators: {
        number: { eq: { send: '' }, gt: { send: '_greater' }, lt: { send: '_lesser' }, in: { send: '_in' } },
        id: { eq: { send: '' }, in: { send: '_in' } },
        enum: { eq: { send: '' }, in: { send: '_in' } },
        boolean: { eq: { send: '' } },
      },
      nesting: 'none',
    },
    sort: {
      at: 'sort',
      list: true,
      ascending: '$FIELD',
      descending: '$FIELD_DESC',
      nulls: 'unknown',
      nesting: 'none',
    },
  },
  get: { field: '$Type', arguments: { id: '$id' }, missing: 'error' },
  ids: ['id'],
  limits: { page: 50, concurrency: 1 },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <token>"; public data need none.',
  },
  notes: [
    'The list field is a path: Page.media. The total that Page reports is not reliable and not used; rows are counted here.',
    'Ninety requests a minute are allowed at most, less at busy times.',
    'Dates are objects of year, month and day.',
    'Writes save by an optional id (SaveMediaListEntry); declare them in the mapping.',
  ],
  example: { type: 'Media', list: 'Page.media', fields: { title: 'title.romaji', score: 'averageScore' } },
} satisfies Dialect;

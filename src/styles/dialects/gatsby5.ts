import type { Dialect } from '../vocabulary.js';
import { gatsby } from './gatsby.js';

/** Gatsby 5 data layer: sorts are nested objects. */
export const gatsby5 = {
  ...gatsby,
  name: 'gatsby5',
  title: 'Gatsby 5',
  match: [
    {
      types: ['StringQueryOperatorInput', '*FilterInput', 'SitePage', '*FieldSelector'],
      queryFields: ['all*'],
      listArguments: ['filter', 'limit', 'skip', 'sort'],
      score: 16,
    },
  ],
  list: {
    ...gatsby.list,
    sort: {
      at: 'sort',
      list: true,
      ascending: { $field: 'ASC' },
      descending: { $field: 'DESC' },
      nulls: 'unknown',
      nesting: 'nested',
    },
  },
  notes: gatsby.notes.filter((note) => !note.includes('gatsby5')),
} satisfies Dialect;

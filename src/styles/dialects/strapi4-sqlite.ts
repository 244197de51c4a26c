import type { Dialect } from '../vocabulary.js';
import { exactText } from './strapi-text.js';
import { strapi4 } from './strapi4.js';

/** Strapi 4 where SQLite is known to be behind it: text compares exactly, LOWER knows ASCII only. */
export const strapi4Sqlite = {
  ...strapi4,
  name: 'strapi4-sqlite',
  title: 'Strapi 4 on SQLite',
  match: [],
  list: {
    ...strapi4.list,
    filter: {
      ...strapi4.list.filter,
      operators: { ...strapi4.list.filter.operators, text: exactText },
    },
    sort: { ...strapi4.list.sort, nulls: 'lowest' },
    text: { folding: 'ascii' },
  },
  sources: {
    nulls: 'https://www.sqlite.org/lang_select.html',
    text: 'https://www.sqlite.org/lang_expr.html',
  },
  notes: [
    'Not recognised by itself, because the database cannot be seen.',
    'Searches fold the letters of ASCII only, so other operands are checked here.',
    ...strapi4.notes.filter((note) => !/database|startsWith/.test(note)),
  ],
} satisfies Dialect;

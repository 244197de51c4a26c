import type { Dialect } from '../vocabulary.js';
import { exactText } from './strapi-text.js';
import { strapi5 } from './strapi5.js';

/** Strapi 5 where SQLite is known to be behind it: text compares exactly, LOWER knows ASCII only. */
export const strapi5Sqlite = {
  ...strapi5,
  name: 'strapi5-sqlite',
  title: 'Strapi 5 on SQLite',
  match: [],
  list: {
    ...strapi5.list,
    filter: {
      ...strapi5.list.filter,
      operators: { ...strapi5.list.filter.operators, text: exactText },
    },
    sort: { ...strapi5.list.sort, nulls: 'lowest' },
    text: { folding: 'ascii' },
  },
  sources: {
    writes: strapi5.sources.writes,
    filter: 'seen with Strapi 5.54.0 over SQLite',
    sort: 'seen with Strapi 5.54.0 over SQLite',
    nulls: 'https://www.sqlite.org/lang_select.html',
    text: 'https://www.sqlite.org/lang_expr.html',
  },
  notes: [
    'Not recognised by itself, because the database cannot be seen.',
    'Searches fold the letters of ASCII only, so other operands are checked here.',
    ...strapi5.notes.filter((note) => !/database|startsWith/.test(note)),
  ],
} satisfies Dialect;

import type { Dialect } from '../vocabulary.js';
import { exactText } from './strapi-text.js';
import { strapi5 } from './strapi5.js';

/** Strapi 5 where PostgreSQL is known to be behind it: text compares exactly. */
export const strapi5Postgresql = {
  ...strapi5,
  name: 'strapi5-postgresql',
  title: 'Strapi 5 on PostgreSQL',
  match: [],
  list: {
    ...strapi5.list,
    filter: {
      ...strapi5.list.filter,
      operators: { ...strapi5.list.filter.operators, text: exactText },
    },
    sort: { ...strapi5.list.sort, nulls: 'highest' },
  },
  sources: {
    writes: strapi5.sources.writes,
    nulls: 'https://www.postgresql.org/docs/current/queries-order.html',
  },
  notes: [
    'Not recognised by itself, because the database cannot be seen.',
    'Rows without a value sort last ascending and first descending (PostgreSQL).',
    ...strapi5.notes.filter((note) => !/database|startsWith/.test(note)),
  ],
} satisfies Dialect;

import type { Dialect } from '../vocabulary.js';
import { exactText } from './strapi-text.js';
import { strapi4 } from './strapi4.js';

/** Strapi 4 where PostgreSQL is known to be behind it: text compares exactly. */
export const strapi4Postgresql = {
  ...strapi4,
  name: 'strapi4-postgresql',
  title: 'Strapi 4 on PostgreSQL',
  match: [],
  list: {
    ...strapi4.list,
    filter: {
      ...strapi4.list.filter,
      operators: { ...strapi4.list.filter.operators, text: exactText },
    },
    sort: { ...strapi4.list.sort, nulls: 'highest' },
  },
  sources: { nulls: 'https://www.postgresql.org/docs/current/queries-order.html' },
  notes: [
    'Not recognised by itself, because the database cannot be seen.',
    'Rows without a value sort last ascending and first descending (PostgreSQL).',
    ...strapi4.notes.filter((note) => !/database|startsWith/.test(note)),
  ],
} satisfies Dialect;

import type { Dialect } from '../vocabulary.js';
import { directus } from './directus.js';

/** Directus where PostgreSQL is known to be behind it: text compares exactly. */
export const directusPostgresql = {
  ...directus,
  name: 'directus-postgresql',
  title: 'Directus on PostgreSQL',
  match: [],
  list: {
    ...directus.list,
    filter: {
      ...directus.list.filter,
      operators: {
        ...directus.list.filter.operators,
        text: {
          contains: { send: { _icontains: '$value' }, case: 'insensitive', unsafe: '\\%_' },
          startsWith: { send: { _istarts_with: '$value' }, case: 'insensitive', unsafe: '\\%_' },
          endsWith: { send: { _iends_with: '$value' }, case: 'insensitive', unsafe: '\\%_' },
        },
      },
    },
    sort: { ...directus.list.sort, nulls: 'highest' },
  },
  sources: { nulls: 'https://www.postgresql.org/docs/current/queries-order.html' },
  notes: [
    'Not recognised by itself, because the database cannot be seen.',
    'Rows without a value sort last ascending and first descending (PostgreSQL).',
    ...directus.notes.filter((note) => !note.includes('database')),
  ],
} satisfies Dialect;

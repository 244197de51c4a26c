import type { FilterStyle } from '../vocabulary.js';

/** Strapi's text operators on databases whose equality is exact (PostgreSQL, SQLite). */
export const exactText = {
  contains: { send: { containsi: '$value' }, case: 'insensitive', unsafe: '\\%_' },
  startsWith: { send: { containsi: '$value' }, match: 'superset', case: 'insensitive', unsafe: '\\%_' },
  endsWith: { send: { containsi: '$value' }, match: 'superset', case: 'insensitive', unsafe: '\\%_' },
  notContains: { send: { notContainsi: '$value' }, case: 'insensitive', nulls: 'dropped', unsafe: '\\%_' },
} satisfies NonNullable<FilterStyle['operators']>['text'];

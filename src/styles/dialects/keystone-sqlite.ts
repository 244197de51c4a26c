import type { Dialect } from '../vocabulary.js';
import { keystone } from './keystone.js';

/** Keystone 6 where SQLite is known to be behind it: LIKE ignores the case of ASCII letters, equality is exact. */
export const keystoneSqlite = {
  ...keystone,
  name: 'keystone-sqlite',
  title: 'Keystone 6 on SQLite',
  match: [],
  list: {
    ...keystone.list,
    filter: {
      ...keystone.list.filter,
      operators: {
        ...keystone.list.filter.operators,
        text: {
          contains: { send: { contains: '$value' }, case: 'insensitive', unsafe: '\\%_' },
          startsWith: { send: { startsWith: '$value' }, case: 'insensitive', unsafe: '\\%_' },
          endsWith: { send: { endsWith: '$value' }, case: 'insensitive', unsafe: '\\%_' },
        },
      },
    },
    sort: { ...keystone.list.sort, nulls: 'lowest' },
    text: { folding: 'ascii' },
  },
  sources: {
    ...keystone.sources,
    nulls: 'https://www.sqlite.org/lang_select.html',
    text: 'https://www.sqlite.org/lang_expr.html',
  },
  notes: [
    'Not recognised by itself, because the database cannot be seen.',
    'Searches fold the letters of ASCII only, so other operands are checked here.',
    ...keystone.notes.filter((note) => !/SQLite|MySQL|MongoDB|database/.test(note)),
  ],
} satisfies Dialect;

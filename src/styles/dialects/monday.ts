import type { Dialect } from '../vocabulary.js';

/** monday.com: boards, users and items by page number. */
export const monday = {
  name: 'monday',
  title: 'monday.com',
  match: [
    {
      types: ['Board', 'ColumnValue', 'ItemsResponse'],
      queryFields: ['boards', 'items', 'next_items_page'],
      score: 20,
    },
  ],
  list: {
    rows: '',
    page: { size: 'limit', page: 'page', base: 1, max: 100 },
  },
  alternatives: {
    list: [{ rows: 'items', page: { size: 'limit', cursor: 'cursor', next: 'cursor', max: 500 } }],
  },
  get: { many: { field: '$list', arguments: { ids: '$ids', limit: 100 }, max: 100 } },
  ids: ['id'],
  limits: { page: 500, ids: 100, concurrency: 2 },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: 'The API token as it is, without Bearer.',
  },
  headers: { 'api-version': '2024-10' },
  notes: [
    'Items of a board are read through boards(ids: […]).items_page with a cursor; pages may have 500 rows.',
    'Cells are a list of {id, text, value}; map them by id with a path through column_values.',
    "Conditions and sorts are worked out here. Rules of query_params mean different things for different column types; constant ones can be put into the list's arguments.",
    'Minute budgets are counted in complexity points; ask for few columns.',
    'Writes take column values as one JSON text; declare them in the mapping.',
  ],
  example: { type: 'Board', list: 'boards', fields: { title: 'name', state: 'state' } },
} satisfies Dialect;

import type { Dialect } from '../vocabulary.js';

/** Subgraphs of The Graph (graph-node); read only. */
export const theGraph = {
  name: 'the-graph',
  title: 'The Graph',
  match: [
    {
      types: ['Block_height', '*_orderBy', '*_filter'],
      listArguments: ['first', 'skip', 'orderBy', 'orderDirection', 'where'],
      score: 16,
    },
  ],
  list: {
    rows: '',
    page: { size: 'first', offset: 'skip', max: 1000, offsetMax: 5000 },
    filter: {
      style: 'suffixes',
      at: 'where',
      operators: {
        any: {
          eq: { send: '' },
          ne: { send: '_not', nulls: 'unknown' },
          gt: { send: '_gt' },
          gte: { send: '_gte' },
          lt: { send: '_lt' },
          lte: { send: '_lte' },
          in: { send: '_in' },
          nin: { send: '_not_in', nulls: 'unknown' },
        },
        // Bytes are written with any case and come back in small letters.
        id: {
          eq: { send: '', match: 'superset' },
          in: { send: '_in', match: 'superset' },
          ne: null,
          nin: null,
        },
        text: {
          eq: { send: '', match: 'superset' },
          in: { send: '_in', match: 'superset' },
          ne: null,
          nin: null,
          contains: { send: '_contains_nocase', case: 'insensitive', unsafe: '\\%_' },
          startsWith: { send: '_starts_with_nocase', case: 'insensitive', unsafe: '\\%_' },
          endsWith: { send: '_ends_with_nocase', case: 'insensitive', unsafe: '\\%_' },
        },
        list: {
          eq: null,
          ne: null,
          in: null,
          nin: null,
          has: { send: { $field_contains: ['$value'] } },
          hasAll: { send: '_contains' },
        },
      },
      nesting: 'none',
    },
    sort: {
      at: '',
      ascending: { orderBy: '$field', orderDirection: 'asc' },
      descending: { orderBy: '$field', orderDirection: 'desc' },
      nulls: 'unknown',
      nesting: 'joined',
      nestingSeparator: '__',
    },
  },
  get: { field: '$type', arguments: { id: '$id' } },
  ids: ['id'],
  limits: { page: 1000 },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <API key>" of the gateway; self-hosted nodes need none.',
  },
  notes: [
    'Read only.',
    'Offsets end at 5000; beyond, sort by id and filter on it.',
    'There is no total number; rows are counted here.',
    'and and or may not stand beside other conditions, so alternatives are worked out here.',
    'Numbers of type BigInt and BigDecimal come back as texts.',
    'One sort key at a time; the id breaks ties.',
  ],
  example: { type: 'Token', list: 'tokens', fields: { title: 'symbol', supply: 'supply' } },
} satisfies Dialect;

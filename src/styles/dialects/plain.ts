import type { Dialect } from '../vocabulary.js';

/** A root field that gives the whole list, without paging, filter or sort. Never recognised, only named. */
export const plain = {
  name: 'plain',
  title: 'Plain lists',
  match: [],
  list: { rows: '' },
  get: { field: '$type', arguments: { id: '$id' } },
  ids: ['id'],
  notes: [
    'The whole list is read on each request and everything is worked out here, so it suits short lists. Set cache in the mapping.',
    'Whatever the list can do beyond that (a limit, a search) is said in list of the mapping.',
  ],
  example: { type: 'Country', list: 'countries', fields: { title: 'name', code: 'code' } },
} satisfies Dialect;

import type { Dialect } from '../vocabulary.js';
import { postgresqlFailures } from './postgresql-failures.js';

/** Graphweaver over MikroORM. What its lists take is recognised from the schema. */
export const graphweaver = {
  name: 'graphweaver',
  title: 'Graphweaver',
  match: [
    {
      types: ['*ListFilter', '*CreateOrUpdateInput', '*PaginationInput'],
      listArguments: ['filter', 'pagination'],
      score: 13,
    },
  ],
  list: { rows: '', page: { size: 'pagination.limit', offset: 'pagination.offset' } },
  get: { field: '$type', arguments: { id: '$id' } },
  writes: {
    clear: 'null',
    batch: 'none',
    failures: [{ text: 'Entity with ID * already exists', means: 'exists' }, ...postgresqlFailures],
    insert: { mutation: 'create$Type', arguments: { input: '$item' } },
    // Where the ids may come from the caller, an update of an id that is not there makes the item.
    update: {
      mutation: 'update$Type',
      arguments: { input: { $field: '$id', '...': '$item' } },
      upsert: true,
    },
    remove: { mutation: 'delete$Type', arguments: { filter: { $field: '$id' } }, flag: '' },
  },
  sources: { writes: 'seen with Graphweaver 2.22.0 over MikroORM 6.6.2 and PostgreSQL' },
  ids: ['id'],
  auth: { header: 'authorization', value: '${UPSTREAM_AUTHORIZATION}', note: 'Whatever the server checks.' },
  notes: [
    'An update of an id that is not there makes an item where clientGeneratedPrimaryKeys is set, so it is looked first.',
    'A removal answers whether something was removed, so the item is read before.',
    'Mutations go one by one: those of a document share a unit of work, in which a change that failed can still be pending.',
  ],
  example: { type: 'Book', list: 'books', fields: { title: 'title', isbn: 'isbn' } },
} satisfies Dialect;

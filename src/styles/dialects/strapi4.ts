import type { Dialect } from '../vocabulary.js';
import { strapi5 } from './strapi5.js';

/** Strapi 4 with the GraphQL plugin: rows in `data`, fields in `attributes`. */
export const strapi4 = {
  ...strapi5,
  name: 'strapi4',
  title: 'Strapi 4',
  match: [
    {
      types: ['*EntityResponseCollection', 'ResponseCollectionMeta', 'PaginationArg'],
      listArguments: ['filters', 'pagination', 'sort'],
      score: 12,
    },
  ],
  list: {
    ...strapi5.list,
    rows: 'data',
    envelope: 'attributes',
    ids: 'integer',
    count: 'meta.pagination.total',
  },
  get: { field: '$type', arguments: { id: '$id' }, row: 'data' },
  alternatives: {},
  writes: {
    insert: { mutation: 'create$Type', arguments: { data: '$item' }, result: 'data' },
    update: { mutation: 'update$Type', arguments: { id: '$id', data: '$item' }, result: 'data' },
    remove: { mutation: 'delete$Type', arguments: { id: '$id' }, result: 'data' },
  },
  ids: ['id'],
  sources: {},
  notes: [
    'Fields are below `attributes` in the result, but not in filters and sorts: title has the path attributes.title.',
    ...strapi5.notes
      .filter(
        (note) => !note.includes('_connection') && !note.includes('DRAFT') && !note.startsWith('The removal'),
      )
      .map((note) => note.replaceAll('strapi5', 'strapi4')),
    'Only published entries are read; add the list argument publicationState: PREVIEW for drafts.',
  ],
  example: {
    type: 'Product',
    list: 'products',
    fields: { title: 'attributes.title', price: 'attributes.price' },
  },
} satisfies Dialect;

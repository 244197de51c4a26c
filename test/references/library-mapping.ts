/** How the library's collections are mapped: the style of its lists, and each collection with its plain fields. */
import type { Json } from '../../src/wix/json.js';

type Mapping = Record<string, Json>;

export const libraryStyle: Mapping = {
  dialect: 'plain',
  defaults: {
    rows: 'items',
    count: 'total',
    page: { size: 'limit', offset: 'offset', max: 100 },
    filter: {
      style: 'operators',
      at: 'where',
      operators: {
        any: {
          eq: { eq: '$value' },
          ne: { send: { ne: '$value' }, nulls: 'kept' },
          in: { in: '$value' },
          nin: { send: { nin: '$value' }, nulls: 'kept' },
          gt: { gt: '$value' },
          gte: { gte: '$value' },
          lt: { lt: '$value' },
          lte: { lte: '$value' },
          isNull: { isNull: true },
          notNull: { isNull: false },
        },
        text: { contains: { send: { contains: '$value' }, case: 'insensitive' } },
        list: { hasSome: { hasSome: '$value' }, hasAll: { hasAll: '$value' } },
      },
      and: { AND: '$all' },
      or: { OR: '$all' },
      not: { NOT: '$one' },
      notLogic: 'two-valued',
      nesting: 'nested',
    },
    sort: {
      at: 'orderBy',
      list: true,
      ascending: { field: '$field' },
      descending: { field: '$field', down: true },
      nulls: 'lowest',
    },
    text: { folding: 'javascript', order: 'utf16' },
  },
};

const collection =
  (id: string, type: string, usual: Mapping) =>
  (fields: Mapping = {}, more: Mapping = {}): Mapping => ({
    collection: id,
    type,
    list: id,
    id: 'id',
    fields: { ...usual, ...fields },
    ...more,
  });

export const authors = collection('authors', 'Author', { name: 'name', born: 'born' });
export const books = collection('books', 'Book', { title: 'title', pages: 'pages' });
export const reviews = collection('reviews', 'Review', {
  stars: 'stars',
  text: 'text',
  _createdDate: { path: 'createdAt', type: 'DATETIME' },
});
export const tags = collection('tags', 'Tag', { title: 'name' });
export const bookTags = collection('bookTags', 'BookTag', {
  _createdDate: { path: 'createdAt', type: 'DATETIME' },
});

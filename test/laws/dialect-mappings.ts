/** Mapping of the common table for the dialects of generated APIs and of Strapi: what an integrator would write. */
import { type DialectCase, dialectCase, type Shape, snake } from './dialect-case.js';

export type { DialectCase } from './dialect-case.js';

export const hasura: Shape = {
  dialect: 'hasura',
  list: 'Product',
  names: snake,
  options: { stringifyNumericTypes: true },
};
export const postgraphile: Shape = { dialect: 'postgraphile4', list: 'products' };
const publishDate = (key: string): string => (key === 'createdAt' ? 'publishDate' : key);
export const strapi4: Shape = {
  dialect: 'strapi4',
  list: 'products',
  type: 'ProductEntity',
  prefix: 'attributes.',
  names: publishDate,
  without: ['big'],
  fields: {
    imageUrl: 'attributes.image.data.attributes.url',
    category: { path: 'attributes.category.data.attributes.name', filter: 'category.name' },
    categoryId: { path: 'attributes.category.data.id', filter: 'category.id' },
  },
};
export const strapi5: Shape = {
  dialect: 'strapi5',
  list: 'products_connection',
  id: 'documentId',
  names: publishDate,
  without: ['big'],
  fields: { imageUrl: 'image.url', categoryId: 'category.documentId' },
};

export const dialectCases: readonly DialectCase[] = [
  dialectCase('hasura', hasura),
  dialectCase('postgraphile', postgraphile),
  dialectCase('postgraphilePlain', {
    dialect: 'postgraphile4-plain',
    list: 'allProducts',
    fields: { category: 'category.name', categoryId: 'categoryId' },
  }),
  dialectCase('strapi4', strapi4),
  dialectCase('strapi5', strapi5),
];

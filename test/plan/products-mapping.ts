/** One mapping of the common table for three dialects, with every kind of conversion that a mapping can declare. */
import type { Json } from '../../src/wix/json.js';
import type { Rig } from '../rig.js';
import { boundRig } from './bound.js';

/** @param names upstream names where they differ: createdAt, releasedOn, opensAt, categoryId */
function fields(names: Readonly<Record<string, string>> = {}): Record<string, Json> {
  const name = (key: string): string => names[key] ?? key;
  return {
    title: 'title',
    sku: 'sku',
    price: { path: 'price', type: 'NUMBER' },
    quantity: 'quantity',
    rating: 'rating',
    active: 'active',
    status: { path: 'status', values: { ACTIVE: 'Active', DRAFT: 'Draft', ARCHIVED: 'Old' } },
    createdAt: name('createdAt'),
    releasedOn: { path: name('releasedOn'), type: 'DATE' },
    opensAt: { path: name('opensAt'), type: 'TIME' },
    tags: { path: 'tags', type: 'ARRAY_STRING' },
    category: 'category.name',
    categoryId: { path: name('categoryId'), type: 'REFERENCE', collection: 'categories' },
    cents: { path: 'price', type: 'NUMBER', scale: 100 },
    stars: { path: 'quantity', default: 0 },
    both: { template: '${title} ${sku}' },
    meta: { path: 'meta', type: 'ANY' },
  };
}

const hasuraNames = {
  createdAt: 'created_at',
  releasedOn: 'released_on',
  opensAt: 'opens_at',
  categoryId: 'category.id',
};

export const boundDialects = {
  hasura: (extra: Record<string, Json> = {}): Rig =>
    boundRig(
      'hasura',
      { dialect: 'hasura' },
      {
        type: 'Product',
        list: 'Product',
        id: 'id',
        fields: { ...fields(hasuraNames), big: { path: 'big', type: 'TEXT' } },
        ...extra,
      },
    ),
  postgraphile4: (extra: Record<string, Json> = {}): Rig =>
    boundRig(
      'postgraphile',
      { dialect: 'postgraphile4' },
      {
        type: 'Product',
        list: 'products',
        id: 'id',
        fields: { ...fields({ categoryId: 'category.id' }), big: { path: 'big', type: 'TEXT' } },
        ...extra,
      },
    ),
  strapi5: (extra: Record<string, Json> = {}): Rig =>
    boundRig(
      'strapi5',
      { dialect: 'strapi5' },
      {
        type: 'Product',
        list: 'products_connection',
        id: 'documentId',
        fields: fields({ createdAt: 'publishDate', categoryId: 'category.documentId' }),
        ...extra,
      },
    ),
};

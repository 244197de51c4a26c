/** Mapping of the common table for each imitated dialect: what an integrator would write. */
import type { Json } from '../../src/wix/json.js';
import type { Row } from '../upstreams/data.js';
import type { ProductOptions, ProductUpstream } from '../upstreams/engine/start.js';
import { upstreams } from '../upstreams/fixture-shapes.js';

export interface DialectCase {
  readonly name: string;
  readonly start: (rows: readonly Row[], options?: ProductOptions) => Promise<ProductUpstream>;
  readonly upstream: Record<string, Json>;
  readonly mapping: Record<string, Json>;
  /** Keys of the columns that are mapped. */
  readonly keys: readonly string[];
  readonly id?: (row: Row) => string;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const same = (name: string): string => name;

const allKeys = ['title', 'sku', 'price', 'quantity', 'rating', 'big', 'active', 'status', 'createdAt', 'releasedOn', 'opensAt', 'tags', 'imageUrl', 'meta'];

interface Shape {
  readonly type?: string;
  readonly list: Json;
  readonly id?: string;
  readonly names?: (key: string) => string;
  readonly prefix?: string;
  readonly without?: readonly string[];
  readonly fields?: Record<string, Json>;
  readonly dialect: string;
  readonly upstream?: Record<string, Json>;
  readonly extra?: Record<string, Json>;
  readonly options?: object;
  readonly idOf?: (row: Row) => string;
}

function dialectCase(name: keyof typeof upstreams, shape: Shape): DialectCase {
  const names = shape.names ?? same;
  const keys = allKeys.filter((key) => !shape.without?.includes(key));
  const fields: Record<string, Json> = {};
  for (const key of keys) {
    const path = (shape.prefix ?? '') + names(key);
    const types: Record<string, string> = { big: 'TEXT', status: 'TEXT', opensAt: 'TIME', createdAt: 'DATETIME', releasedOn: 'DATE', meta: 'ANY', tags: 'ARRAY_STRING' };
    fields[key] = shape.fields?.[key] ?? (types[key] ? { path, type: types[key]! } : path);
  }
  return {
    name,
    start: (rows, options) => (upstreams[name].start as DialectCase['start'])(rows, { ...shape.options, ...options }),
    upstream: { dialect: shape.dialect, ...shape.upstream },
    mapping: { collection: 'products', type: shape.type ?? 'Product', list: shape.list, id: shape.id ?? 'id', fields, ...shape.extra },
    keys,
    ...(shape.idOf ? { id: shape.idOf } : {}),
  };
}

export const dialectCases: readonly DialectCase[] = [
  dialectCase('hasura', { dialect: 'hasura', list: 'Product', names: snake, options: { stringifyNumericTypes: true } }),
  dialectCase('postgraphile', { dialect: 'postgraphile4', list: 'products' }),
  dialectCase('postgraphilePlain', { dialect: 'postgraphile4-plain', list: 'allProducts' }),
  dialectCase('strapi4', {
    dialect: 'strapi4',
    list: 'products',
    type: 'ProductEntity',
    prefix: 'attributes.',
    names: (key) => (key === 'createdAt' ? 'publishDate' : key),
    without: ['big'],
    fields: { imageUrl: 'attributes.image.data.attributes.url' },
  }),
  dialectCase('strapi5', {
    dialect: 'strapi5',
    list: 'products_connection',
    id: 'documentId',
    names: (key) => (key === 'createdAt' ? 'publishDate' : key),
    without: ['big'],
    fields: { imageUrl: 'image.url' },
  }),
];

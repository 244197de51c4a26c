/** Makes a case of the laws: one imitated upstream with the mapping that an integrator would write for it. */
import type { Json } from '../../src/wix/json.js';
import type { Row } from '../upstreams/data.js';
import type { ProductOptions, ProductUpstream } from '../upstreams/engine/start.js';
import { type UpstreamName, upstreams } from '../upstreams/fixture-shapes.js';

export interface DialectCase {
  readonly name: string;
  readonly start: (rows: readonly Row[], options?: ProductOptions) => Promise<ProductUpstream>;
  readonly upstream: Record<string, Json>;
  readonly mapping: Record<string, Json>;
  /** Keys of the columns that are mapped. */
  readonly keys: readonly string[];
  /** What the upstream shows otherwise than the table has it. */
  readonly values?: Readonly<Record<string, (row: Row) => Json>>;
}

/** Keys of all columns, in the order of the mapping. */
const allKeys = [
  'title',
  'sku',
  'price',
  'quantity',
  'rating',
  'big',
  'active',
  'status',
  'createdAt',
  'releasedOn',
  'opensAt',
  'tags',
  'imageUrl',
  'meta',
  'category',
  'categoryId',
] as const;
type Key = (typeof allKeys)[number];

/** Types that are said, not inferred: texts of numbers and enums, dates and times that some APIs give as texts. */
const declared: Partial<Record<Key, string>> = {
  big: 'TEXT',
  status: 'TEXT',
  opensAt: 'TIME',
  createdAt: 'DATETIME',
  releasedOn: 'DATE',
  meta: 'ANY',
  tags: 'ARRAY_STRING',
  price: 'NUMBER',
};

export interface Shape {
  /** Item type; default Product. */
  readonly type?: string;
  readonly list: Json;
  readonly id?: Json;
  readonly names?: (key: string) => string;
  readonly prefix?: string;
  readonly without?: readonly Key[];
  /** What stands in the mapping for a field instead of its path and type; members are laid over the usual ones. */
  readonly fields?: Partial<Record<Key, Json>>;
  readonly dialect?: string;
  readonly upstream?: Record<string, Json>;
  readonly extra?: Record<string, Json>;
  readonly options?: object;
  readonly values?: DialectCase['values'];
}

/** @param name of the case; a variant of an imitation is called `imitation, what differs` */
export function dialectCase(name: string, shape: Shape): DialectCase {
  const imitation = name.split(',')[0] as UpstreamName;
  const keys = allKeys.filter((key) => !shape.without?.includes(key));
  return {
    name,
    start: (rows, options) =>
      (upstreams[imitation].start as DialectCase['start'])(rows, { ...shape.options, ...options }),
    upstream: { ...(shape.dialect === undefined ? {} : { dialect: shape.dialect }), ...shape.upstream },
    mapping: {
      collection: 'products',
      type: shape.type ?? 'Product',
      list: shape.list,
      id: shape.id ?? 'id',
      fields: Object.fromEntries(keys.map((key) => [key, fieldOf(key, shape)])),
      ...shape.extra,
    },
    keys,
    ...(shape.values ? { values: shape.values } : {}),
  };
}

function fieldOf(key: Key, shape: Shape): Json {
  const given = shape.fields?.[key];
  if (typeof given === 'string') return withType(key, { path: given });
  const own = (given ?? {}) as Record<string, Json>;
  if (key === 'category') return { path: `${shape.prefix ?? ''}category.name`, ...own };
  if (key === 'categoryId') return reference(`${shape.prefix ?? ''}category.id`, own);
  return withType(key, { path: (shape.prefix ?? '') + (shape.names ?? same)(key), ...own });
}

function withType(key: Key, field: Record<string, Json>): Json {
  if (key === 'categoryId') return reference(field.path as string, {});
  const type = declared[key];
  return type === undefined ? field : { type, ...field };
}

/** The related item by its id. */
function reference(path: string, more: Record<string, Json>): Record<string, Json> {
  return { path, type: 'REFERENCE', collection: 'categories', ...more };
}

const same = (name: string): string => name;
export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

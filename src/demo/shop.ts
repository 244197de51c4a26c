/** What the demo API keeps: the catalogue, and what mutations change of it. Each works whole or not at all. */
import type { Brand, Catalogue, Category, Image, Money, Product } from './catalog.js';

/** What a mutation does not do, as its payload tells it. */
export class UserError extends Error {
  readonly code: 'TAKEN' | 'NOT_FOUND' | 'INVALID' | 'IN_USE';
  readonly field: string | null;
  constructor(code: UserError['code'], message: string, field: string | null = null) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** undefined: not given; null: without a value. */
type Given<T> = { readonly [K in keyof T]?: T[K] | null };
export type BrandInput = Given<Brand>;
export type CategoryInput = Given<Omit<Category, 'parent'> & { readonly parentId: string }>;
export type ProductInput = Given<
  Omit<Product, 'price' | 'listPrice' | 'images' | 'brand' | 'category' | 'createdAt' | 'updatedAt'> & {
    readonly price: Given<Money>;
    readonly listPrice: Given<Money>;
    readonly images: readonly (Given<Image> & Omit<Image, 'alt'>)[];
    readonly brandId: string;
    readonly categoryId: string;
  }
>;

export interface Table<Row, Input> {
  readonly rows: readonly Row[];
  get(id: string): Row | undefined;
  /** @throws UserError */
  create(input: Input): Row;
  /** @throws UserError */
  update(id: string, input: Input): Row;
  /** @throws UserError */
  remove(id: string): Row;
}

export interface Shop {
  readonly products: Table<Product, ProductInput>;
  readonly categories: Table<Category, CategoryInput>;
  readonly brands: Table<Brand, BrandInput>;
}

/** @param now epoch milliseconds, for the dates of what is written */
export function createShop(catalogue: Catalogue, now: () => number): Shop {
  const brands = createTable<Brand, BrandInput>('brand', 'b', catalogue.brands, (old, input, id) => ({
    id,
    name: required('name', input.name, old?.name),
    country: kept(input.country, old?.country),
    founded: kept(input.founded, old?.founded),
    website: kept(input.website, old?.website),
  }));
  const categories: Table<Category, CategoryInput> = createTable<Category, CategoryInput>(
    'category',
    'c',
    catalogue.categories,
    (old, input, id) => {
      const parent = kept(related(categories, input.parentId, 'parentId'), old?.parent);
      for (let above = parent; above; above = above.parent)
        if (above.id === id) throw new UserError('INVALID', 'a category cannot be inside itself', 'parentId');
      return {
        id,
        slug: unique(categories.rows, 'slug', required('slug', input.slug, old?.slug), id),
        name: required('name', input.name, old?.name),
        description: kept(input.description, old?.description),
        parent,
      };
    },
  );
  const products: Table<Product, ProductInput> = createTable<Product, ProductInput>(
    'product',
    'p',
    catalogue.products,
    (old, input, id) => {
      const at = new Date(now()).toISOString();
      const stock = amount('stock', input.stock ?? (input.stock === null ? 0 : (old?.stock ?? 0)));
      return {
        id,
        sku: unique(products.rows, 'sku', required('sku', input.sku, old?.sku), id),
        name: required('name', input.name, old?.name),
        description: kept(input.description, old?.description),
        price: required('price', money(input.price, old?.price ?? null), undefined),
        listPrice: money(input.listPrice, old?.listPrice ?? null),
        rating: rated(kept(input.rating, old?.rating)),
        stock,
        available: input.available ?? old?.available ?? stock > 0,
        condition: input.condition ?? old?.condition ?? 'NEW',
        tags: kept(input.tags, old?.tags),
        images:
          input.images === undefined
            ? (old?.images ?? [])
            : (input.images ?? []).map(({ alt = null, ...image }) => ({ ...image, alt })),
        brand: kept(related(brands, input.brandId, 'brandId'), old?.brand),
        category: required('categoryId', related(categories, input.categoryId, 'categoryId'), old?.category),
        releasedOn: kept(input.releasedOn, old?.releasedOn),
        createdAt: old?.createdAt ?? at,
        updatedAt: at,
      };
    },
  );
  /** Nothing refers to what is not there. */
  const unused = (used: boolean, what: string): void => {
    if (used) throw new UserError('IN_USE', `${what} still belong to it`);
  };
  return {
    products,
    categories: {
      ...categories,
      remove(id) {
        unused(
          products.rows.some(({ category }) => category.id === id),
          'products',
        );
        unused(
          categories.rows.some(({ parent }) => parent?.id === id),
          'categories',
        );
        return categories.remove(id);
      },
    },
    brands: {
      ...brands,
      remove(id) {
        unused(
          products.rows.some(({ brand }) => brand?.id === id),
          'products',
        );
        return brands.remove(id);
      },
    },
  };
}

function createTable<Row extends { readonly id: string }, Input extends { readonly id?: string | null }>(
  name: string,
  letter: string,
  given: readonly Row[],
  make: (old: Row | undefined, input: Input, id: string) => Row,
): Table<Row, Input> {
  const rows = [...given];
  const byId = new Map(rows.map((row) => [row.id, row]));
  let last = rows.length;
  const there = (id: string): Row => {
    const row = byId.get(id);
    if (!row) throw new UserError('NOT_FOUND', `there is no ${name} ${id}`, 'id');
    return row;
  };
  const freshId = (): string => {
    do last += 1;
    while (byId.has(`${letter}${last}`));
    return `${letter}${last}`;
  };
  return {
    rows,
    get: (id) => byId.get(id),
    create(input) {
      const { id } = input;
      if (id === '') throw new UserError('INVALID', 'an id must not be empty', 'id');
      if (typeof id === 'string' && byId.has(id))
        throw new UserError('TAKEN', `there is a ${name} ${id} already`, 'id');
      const row = make(undefined, input, id ?? freshId());
      rows.push(row);
      byId.set(row.id, row);
      return row;
    },
    update(id, input) {
      const row = there(id);
      if (input.id !== undefined && input.id !== id)
        throw new UserError('INVALID', 'an id cannot be changed', 'id');
      // In place: other rows refer to it.
      return Object.assign(row, make(row, input, id));
    },
    remove(id) {
      const row = there(id);
      rows.splice(rows.indexOf(row), 1);
      byId.delete(id);
      return row;
    },
  };
}

function kept<T>(given: T | null | undefined, old: T | null | undefined): T | null {
  return given === undefined ? (old ?? null) : given;
}

function required<T>(field: string, given: T | null | undefined, old: T | null | undefined): T {
  const value = given === undefined ? old : given;
  if (value === undefined || value === null || value === '')
    throw new UserError('INVALID', `${field} must not be empty`, field);
  return value;
}

function unique<K extends string>(
  rows: readonly ({ readonly id: string } & { readonly [key in K]: string })[],
  field: K,
  value: string,
  id: string,
): string {
  if (rows.some((row) => row.id !== id && row[field] === value))
    throw new UserError('TAKEN', `${field} ${value} is taken`, field);
  return value;
}

/** The row that an id stands for; null and undefined stay what they are. */
function related<Row>(
  table: { get(id: string): Row | undefined },
  id: string | null | undefined,
  field: string,
): Row | null | undefined {
  if (id === null || id === undefined) return id;
  const row = table.get(id);
  if (!row) throw new UserError('INVALID', `${field} ${id} does not exist`, field);
  return row;
}

function money(given: Given<Money> | null | undefined, old: Money | null): Money | null {
  if (given === undefined) return old;
  const value = given === null ? null : kept(given.amount, old?.amount);
  if (value === null) return null;
  // Two decimals are all that the API keeps.
  return {
    amount: amount('amount', Math.round(value * 100) / 100),
    currency: given?.currency ?? old?.currency ?? 'EUR',
  };
}

function amount(field: string, value: number): number {
  if (value < 0) throw new UserError('INVALID', `${field} must not be less than 0`, field);
  return value;
}

function rated(value: number | null): number | null {
  if (value !== null && (value < 1 || value > 5))
    throw new UserError('INVALID', 'rating must be from 1 to 5', 'rating');
  return value;
}

/** The products of the benchmark's upstream: one row by its position, always the same, in the order of created_at. */

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly sku: string;
  readonly brand: string;
  readonly description: string;
  readonly pricing: { readonly amount: number; readonly currency: string };
  readonly stock: number;
  readonly rating: number | null;
  readonly available: true;
  readonly tags: readonly string[];
  readonly maker_id: string;
  readonly maker: Maker;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Maker {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly founded: number;
  readonly site: string | null;
}

/** Products of the list `shelf`: the first ones. */
export const shelfCount = 2000;
export const productCount = 100_000;
export const makerCount = 400;

/** Every eighth description holds this word; the upstream cannot filter by it. */
export const rareWord = 'walnut';

const brands = ['Acme', 'Brøndum', 'Casa Núñez', 'Delft & Sons', 'Elm Street', 'Fjord', 'Ginkgo'];
const things = ['Lamp', 'Chair', 'Kettle', 'Blanket', 'Notebook', 'Basket', 'Vase', 'Mirror', 'Stool'];
const tags = ['new', 'home', 'gift', 'outdoor', 'handmade', 'sale', 'kitchen', 'wood', 'wool'];
const idStart = '00000000-0000-4000-8000-';
const newest = Date.UTC(2025, 5, 1);

export function makerAt(position: number): Maker {
  const brand = brands[position % brands.length]!;
  return {
    id: `10000000-0000-4000-8000-${position.toString(16).padStart(12, '0')}`,
    name: `${brand} ${position}`,
    country: ['Norway', 'Perú', 'Japan', 'Ghana'][position % 4]!,
    founded: 1850 + (position % 170),
    site: position % 9 === 0 ? null : `https://maker-${position}.example`,
  };
}

/** The same product, with texts beyond ASCII and characters that JSON escapes. */
export function wordsAt(position: number): Product {
  const product = productAt(position);
  return {
    ...product,
    name: `${product.name} – „Größe 4½“ 灯具`,
    description: `Zeile 1\n\t"${product.description}"\nΦωτιστικό 🪔 – C:\\lamps\\${position}`,
  };
}

export function productAt(position: number): Product {
  const name = `${brands[position % brands.length]} ${things[position % things.length]} ${position}`;
  const created = newest - position * 60_000;
  // The products of a page have about 40 makers.
  const maker = makerAt((position * 7 + Math.floor(position / 5)) % makerCount);
  return {
    id: `${idStart}${position.toString(16).padStart(12, '0')}`,
    name,
    slug: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    sku: `SKU-${position.toString(36).toUpperCase().padStart(6, '0')}`,
    brand: brands[position % brands.length]!,
    description: `A ${things[position % things.length]!.toLowerCase()} made of ${position % 8 === 0 ? rareWord : 'beech'}, built to last and easy to clean. Ships within two days in recycled packaging.`,
    pricing: { amount: 5 + (position % 900) + (position % 100) / 100, currency: 'EUR' },
    stock: 1 + (position % 250),
    rating: position % 11 === 0 ? null : 1 + (position % 41) / 10,
    available: true,
    tags: [tags[position % tags.length]!, tags[(position + 4) % tags.length]!],
    maker_id: maker.id,
    maker,
    created_at: new Date(created).toISOString().replace('Z', '+00:00'),
    updated_at: new Date(created + 3_600_000).toISOString().replace('Z', '+00:00'),
  };
}

/** The position that is written in the id of a product; beyond all positions for any other id. */
export function positionOf(id: string): number {
  return id.startsWith(idStart) ? Number.parseInt(id.slice(idStart.length), 16) : Number.POSITIVE_INFINITY;
}

/** In the way of Hasura; `description` is missing in products_bool_exp, so conditions on it are residual. */
export const schemaText = `
  scalar uuid
  scalar numeric
  scalar float8
  scalar timestamptz

  type products {
    id: uuid! name: String! slug: String! sku: String! brand: String! description: String!
    pricing: product_pricing! stock: Int! rating: float8 available: Boolean! tags: [String!]!
    maker_id: uuid! maker: makers! created_at: timestamptz! updated_at: timestamptz!
  }
  type makers { id: uuid! name: String! country: String! founded: Int! site: String }
  input makers_bool_exp { _and: [makers_bool_exp!] _or: [makers_bool_exp!] _not: makers_bool_exp id: uuid_comparison_exp name: String_comparison_exp }
  input makers_order_by { id: order_by name: order_by }
  type product_pricing { amount: numeric! currency: String! }
  type products_aggregate { aggregate: products_aggregate_fields }
  type products_aggregate_fields { count: Int! }

  input uuid_comparison_exp { _eq: uuid _neq: uuid _in: [uuid!] _nin: [uuid!] _is_null: Boolean }
  input numeric_comparison_exp { _eq: numeric _neq: numeric _gt: numeric _gte: numeric _lt: numeric _lte: numeric _in: [numeric!] _nin: [numeric!] _is_null: Boolean }
  input float8_comparison_exp { _eq: float8 _neq: float8 _gt: float8 _gte: float8 _lt: float8 _lte: float8 _in: [float8!] _nin: [float8!] _is_null: Boolean }
  input Int_comparison_exp { _eq: Int _neq: Int _gt: Int _gte: Int _lt: Int _lte: Int _in: [Int!] _nin: [Int!] _is_null: Boolean }
  input timestamptz_comparison_exp { _eq: timestamptz _neq: timestamptz _gt: timestamptz _gte: timestamptz _lt: timestamptz _lte: timestamptz _in: [timestamptz!] _nin: [timestamptz!] _is_null: Boolean }
  input Boolean_comparison_exp { _eq: Boolean _neq: Boolean _in: [Boolean!] _nin: [Boolean!] _is_null: Boolean }
  input String_comparison_exp { _eq: String _neq: String _in: [String!] _nin: [String!] _ilike: String _nilike: String _is_null: Boolean }

  input product_pricing_bool_exp { _and: [product_pricing_bool_exp!] _or: [product_pricing_bool_exp!] _not: product_pricing_bool_exp amount: numeric_comparison_exp currency: String_comparison_exp }
  input products_bool_exp {
    _and: [products_bool_exp!] _or: [products_bool_exp!] _not: products_bool_exp
    id: uuid_comparison_exp name: String_comparison_exp slug: String_comparison_exp sku: String_comparison_exp
    brand: String_comparison_exp pricing: product_pricing_bool_exp stock: Int_comparison_exp rating: float8_comparison_exp
    available: Boolean_comparison_exp created_at: timestamptz_comparison_exp updated_at: timestamptz_comparison_exp
  }
  enum order_by { asc asc_nulls_first asc_nulls_last desc desc_nulls_first desc_nulls_last }
  input product_pricing_order_by { amount: order_by currency: order_by }
  input products_order_by {
    id: order_by name: order_by slug: order_by sku: order_by brand: order_by description: order_by
    pricing: product_pricing_order_by stock: order_by rating: order_by available: order_by created_at: order_by updated_at: order_by
  }
  input product_pricing_insert_input { amount: numeric currency: String }
  input products_insert_input {
    id: uuid name: String slug: String sku: String brand: String description: String pricing: product_pricing_insert_input
    stock: Int rating: float8 available: Boolean tags: [String!] created_at: timestamptz updated_at: timestamptz
  }
  type products_mutation_response { affected_rows: Int! returning: [products!]! }
  type Mutation {
    insert_products(objects: [products_insert_input!]!): products_mutation_response
    insert_products_one(object: products_insert_input!): products
  }
  type Query {
    products(where: products_bool_exp, order_by: [products_order_by!], limit: Int, offset: Int): [products!]!
    products_aggregate(where: products_bool_exp, order_by: [products_order_by!], limit: Int, offset: Int): products_aggregate!
    products_by_pk(id: uuid!): products
    shelf(where: products_bool_exp, order_by: [products_order_by!], limit: Int, offset: Int): [products!]!
    shelf_aggregate(where: products_bool_exp, order_by: [products_order_by!], limit: Int, offset: Int): products_aggregate!
    words_aggregate(where: products_bool_exp, order_by: [products_order_by!], limit: Int, offset: Int): products_aggregate!
    words(where: products_bool_exp, order_by: [products_order_by!], limit: Int, offset: Int): [products!]!
    broken_aggregate(where: products_bool_exp, order_by: [products_order_by!], limit: Int, offset: Int): products_aggregate!
    broken(where: products_bool_exp, order_by: [products_order_by!], limit: Int, offset: Int): [products!]!
    makers(where: makers_bool_exp, order_by: [makers_order_by!], limit: Int, offset: Int): [makers!]!
  }
`;

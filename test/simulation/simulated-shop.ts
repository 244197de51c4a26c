/** A small API with products, brands and mutations, in virtual time. A seed decides when effects happen, and which answers are lost. */
import { buildSchema, type DocumentNode, execute, parse, validate } from 'graphql';
import type { GatewayOptions } from '../../src/gateway/gateway.js';
import type { UpstreamClient } from '../../src/upstream/transport/client.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import type { World } from '../../src/world/world.js';
import { waitForAnswer } from './wait-for-answer.js';

const schema = buildSchema(`
  type Query {
    products(where: ProductFilter, limit: Int, offset: Int): Products!
    brands(where: BrandFilter, limit: Int, offset: Int): Brands!
  }
  type Products { items: [Product!]! totalCount: Int! }
  type Brands { items: [Brand!]! totalCount: Int! }
  type Product { id: ID! stock: Int! brand: Brand }
  type Brand { id: ID! name: String! }
  input Ids { in: [ID!], eq: ID }
  input ProductFilter { id: Ids }
  input BrandFilter { id: Ids }
  input ProductPatch { stock: Int }
  input BrandPatch { name: String }
  type Mutation {
    updateProduct(id: ID!, patch: ProductPatch!): Product
    updateBrand(id: ID!, patch: BrandPatch!): Brand
  }
`);

/** What the files of the shop say of its gateway. */
export const shopGateway: GatewayOptions = {
  concurrency: 4,
  queue: 20,
  breaker: { failures: 6, rest: 2000 },
};

export const shopFiles: Readonly<Record<string, string>> = {
  'upstream.yaml': `version: 1
url: http://shop.example/graphql
defaults:
  rows: items
  count: totalCount
  page: { size: limit, offset: offset, max: 50 }
  filter: { style: operators, at: where, operators: { id: { in: { in: $value }, eq: { eq: $value } } } }
gateway: { concurrency: ${shopGateway.concurrency}, queue: ${shopGateway.queue}, breaker: { failures: ${shopGateway.breaker.failures}, rest: ${shopGateway.breaker.rest}ms } }
`,
  'products.yaml': `version: 1
collection: products
type: Product
list: products
id: id
fields:
  stock: stock
  brand: { path: brand.id, type: REFERENCE, collection: brands, include: brand }
writes:
  update: { mutation: updateProduct, arguments: { id: $id, patch: $item }, result: "" }
cache: { fresh: 3s, stale: 4s, onError: 20s }
`,
  'brands.yaml': `version: 1
collection: brands
type: Brand
list: brands
id: id
fields: { name: name }
writes:
  update: { mutation: updateBrand, arguments: { id: $id, patch: $item }, result: "" }
cache: 5s
`,
  // The same products, seen through another collection, with the name of the brand.
  'shelf.yaml': `version: 1
collection: shelf
type: Product
list: products
id: id
fields: { stock: stock, brandName: brand.name }
cache: { fresh: 3s, onError: 20s }
`,
};

/** Behind the lines of upstream.yaml: the API tells of changes. */
export const shopHooks = `hooks:
  news: { signature: bearer, secret: of news, topic: { header: X-Topic }, topics: { products: products, brands: brands } }
`;

export interface SimulatedShop {
  readonly client: UpstreamClient;
  readonly stock: Map<string, number>;
  readonly names: Map<string, string>;
  /** Documents that were asked for, apart from those about the schema. */
  asked: number;
  /** Of a thousand requests, with a fault. */
  perThousand: number;
  /** Milliseconds that a slow answer takes at most, each way. */
  slow: number;
  down: boolean;
  /** Told of each change by a mutation, at the moment of it. */
  onChange: (id: string) => void;
}

/** A text is parsed and validated once; histories ask the same few thousands of times. */
const known = new Map<string, DocumentNode>();
function checked(text: string): DocumentNode {
  const found = known.get(text);
  if (found) return found;
  const document = parse(text);
  const [error] = validate(schema, document);
  if (error) throw new UpstreamFailure('graphqlErrors', error.message, { errors: [] });
  known.set(text, document);
  return document;
}

/** @param world shared by several services over one shop */
export function simulateShop(world: World): SimulatedShop {
  const stock = new Map(['p1', 'p2', 'p3'].map((id) => [id, 0]));
  const names = new Map(['b1', 'b2'].map((id) => [id, '0']));
  const brandOf = (id: string): string => (id === 'p3' ? 'b2' : 'b1');
  const brand = (id: string) => ({ id, name: names.get(id) });
  const product = (id: string) => ({ id, stock: stock.get(id), brand: () => brand(brandOf(id)) });
  interface Page {
    readonly where?: { readonly id?: { readonly in?: readonly string[]; readonly eq?: string } };
    readonly limit?: number;
    readonly offset?: number;
  }
  const list = (
    ids: Iterable<string>,
    make: (id: string) => object,
    { where, limit = 50, offset = 0 }: Page,
  ) => {
    const found = [...ids].filter(
      (id) => (where?.id?.in?.includes(id) ?? true) && (where?.id?.eq ?? id) === id,
    );
    return { items: found.slice(offset, offset + limit).map(make), totalCount: found.length };
  };
  const rootValue = {
    products: (page: Page) => list(stock.keys(), product, page),
    brands: (page: Page) => list(names.keys(), brand, page),
    updateProduct({ id, patch }: { id: string; patch: { stock: number } }) {
      stock.set(id, patch.stock);
      shop.onChange(id);
      return product(id);
    },
    updateBrand({ id, patch }: { id: string; patch: { name: string } }) {
      names.set(id, patch.name);
      shop.onChange(id);
      return brand(id);
    },
  };
  const shop: SimulatedShop = {
    stock,
    names,
    asked: 0,
    perThousand: 0,
    slow: 3000,
    down: false,
    onChange: () => undefined,
    client: {
      shown: 'http://shop.example/graphql',
      close: async () => undefined,
      async request(document, variables, { deadline, signal, observe }) {
        const aboutSchema = observe === undefined;
        if (!aboutSchema) shop.asked += 1;
        const draw = (reason: string): number => (aboutSchema ? 1 : world.random(reason));
        const wait = (milliseconds: number) => waitForAnswer(world, milliseconds, { deadline, signal });
        const faulty = !aboutSchema && draw('fault') * 1000 < shop.perThousand;
        // Some reads take much longer than writes, so that a write begins and ends while one is under way.
        const slow = draw('slow') < (document.kind === 'query' ? 0.15 : 0.02) ? shop.slow : shop.slow / 30;
        if (shop.down && !aboutSchema) throw new UpstreamFailure('unreachable', 'no connection');
        await wait(draw('before') * slow);
        const kind = faulty ? draw('kind') : 1;
        if (kind < 0.2) throw new UpstreamFailure('http', 'status 503', { status: 503, delivered: 'yes' });
        // Read and written at this one moment.
        const { data, errors } = await execute({
          schema,
          document: checked(document.text),
          rootValue,
          variableValues: variables,
        });
        if (errors) throw new UpstreamFailure('graphqlErrors', errors[0]!.message, { errors: [] });
        await wait(draw('after') * slow);
        if (kind < 0.5)
          throw new UpstreamFailure('unreachable', 'the connection broke', { delivered: 'unknown' });
        const text = JSON.stringify(data);
        return { data: JSON.parse(text), errors: [], bytes: text.length, extensions: {} };
      },
    },
  };
  return shop;
}

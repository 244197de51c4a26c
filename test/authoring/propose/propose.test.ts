import { join } from 'node:path';
import { schema as github } from '@octokit/graphql-schema';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readSchema, schemaFiles } from '../../../src/authoring/detect/report.js';
import type { Proposal } from '../../../src/authoring/propose/proposal.js';
import { propose } from '../../../src/authoring/propose/propose.js';
import { printYaml } from '../../../src/authoring/write/write-yaml.js';
import { parseYaml } from '../../../src/mapping/parse-yaml.js';
import { collectionMapping, upstreamMapping } from '../../../src/mapping/schema.js';
import { type BindingUpstream, bindCollection } from '../../../src/model/bind/collection.js';
import { createSharedBinding } from '../../../src/model/bind/shared.js';
import { dialectNamed, dialects } from '../../../src/styles/dialects/index.js';
import { matchDialect } from '../../../src/styles/dialects/match.js';
import type { Dialect } from '../../../src/styles/vocabulary.js';
import { hasRare, rareFile, rareNote } from '../../rare/rare.js';
import * as styles from '../detect/schemas.js';

const shop = `
  type Query {
    allProducts(first: Int, offset: Int): [Product!]!
    product(id: ID!): Product
    allBrands(first: Int, offset: Int): [Brand!]!
    brand(id: ID!): Brand
    prices(channel: String!, first: Int): [Price!]!
    pairs: [Pair!]!
    pair(left: ID!, right: ID!): Pair
    notes: [Note!]!
    cartOf(user: String!): CartOf
  }
  type CartOf { lines(first: Int, after: String): LineConnection }
  type LineConnection { nodes: [Line!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Line { id: ID! sku: String }
  type Mutation { createBrand(input: BrandInput!): Brand }
  input BrandInput { name: String }
  type Product {
    id: ID! _type: String title: String! old: String @deprecated price: Money image: Image gallery: [Image!]! seo: Seo
    tags: [Tag!]! metadata: [Meta!]! brandId: ID brand: Brand related(first: Int): [Product!]! media(first: Int, after: String): MediaConnection
    localised(locale: String!): String parent: Product data: JSON kind: Kind
  }
  type Money { amount: Float! currencyCode: String! }
  type Image { url: String! width: Int height: Int }
  type MediaConnection { nodes: [Image!]! pageInfo: PageInfo! }
  type Seo { title: String description: String }
  type Tag { name: String }
  type Meta { key: String value: String }
  type Brand { id: ID! name: String }
  type Price { id: ID! amount: Float }
  type Pair { left: ID! right: ID! weight: Float }
  type Note { text: String }
  enum Kind { A B }
  scalar JSON
`;

const collection = (proposal: Proposal, name: string) =>
  proposal.collections.find((each) => each.name === name)!;

describe('fields', () => {
  const proposal = propose(buildSchema(shop));
  const { fields } = collection(proposal, 'products').value;

  test('values under their own names, small objects flattened, references by the scalar key', () => {
    expect(fields).toEqual({
      type: '_type',
      title: 'title',
      data: 'data',
      kind: 'kind',
      brand: { path: 'brandId', type: 'REFERENCE', collection: 'brands', include: 'brand' },
      parent: { path: 'parent.id', type: 'REFERENCE', collection: 'products', include: 'parent' },
      price: 'price.amount',
      priceCurrency: 'price.currencyCode',
      image: { path: 'image.url', type: 'IMAGE' },
      gallery: { path: 'gallery.0.url', type: 'IMAGE' },
      seoTitle: 'seo.title',
      seoDescription: 'seo.description',
      tags: { path: 'tags[].name', type: 'ARRAY_STRING' },
    });
  });

  test('nested pages are prepared with a small size, never in force', () => {
    const blocks = collection(proposal, 'products').disabled.filter((each) => each.path[0] === 'fields');
    expect(blocks.map((each) => each.value)).toEqual([
      { media: { path: 'media.nodes.0.url', type: 'IMAGE', arguments: { media: { first: 1 } } } },
      {
        related: {
          type: 'MULTI_REFERENCE',
          collection: 'products',
          through: { list: { path: 'related', size: 'first', max: 50 } },
        },
      },
      { children: { type: 'MULTI_REFERENCE', collection: 'products', through: { reverse: 'parent' } } },
      { localised: { path: 'localised', arguments: { localised: { locale: 'en' } } } },
    ]);
  });
});

describe('what is proposed', () => {
  const proposal = propose(buildSchema(shop));

  test('readable names from the list fields', () => {
    expect(proposal.collections.map((each) => [each.name, each.fileName, each.value.displayName])).toEqual([
      ['products', 'products.yaml', 'Products'],
      ['brands', 'brands.yaml', 'Brands'],
      ['prices', 'prices.yaml', 'Prices'],
    ]);
  });

  test('a required argument is a question', () => {
    const prices = collection(proposal, 'prices');
    expect(prices.questions).toEqual(['prices(channel: String!)']);
    expect(prices.value.list).toMatchObject({ field: 'prices', arguments: { channel: '?' } });
    expect(proposal.summary.find((row) => row.collection === 'prices')?.questions).toBe(1);
  });

  test('what cannot be a collection is skipped with a reason', () => {
    const reasons = new Map(proposal.skipped.map((each) => [each.field, each.reason]));
    expect(reasons.get('pairs')).toBe('its key is made of several fields: left, right');
    expect(reasons.get('notes')).toBe('no field identifies the items');
    expect(reasons.get('cartOf.lines')).toBe('needs cartOf(user); name it with --only to have it proposed');
  });

  test('only and exclude take names of collections, fields or types', () => {
    const names = (options: Parameters<typeof propose>[1]) =>
      propose(buildSchema(shop), options).collections.map((each) => each.name);
    expect(names({ only: ['Product', 'br*'] })).toEqual(['products', 'brands']);
    expect(names({ exclude: ['prices', 'allBrands'] })).toEqual(['products']);
    expect(names({ only: ['cartOf.lines'] })).toEqual(['lines']);
    const lines = collection(propose(buildSchema(shop), { only: ['Line'] }), 'lines');
    expect(lines.value.list).toMatchObject({ field: 'cartOf.lines', path: { cartOf: { user: '?' } } });
  });

  test('read only unless writes are asked for', () => {
    const writes = { insert: { mutation: 'createBrand', arguments: { input: '$item' } } };
    const brands = collection(proposal, 'brands');
    expect(brands.value.writes).toBeUndefined();
    expect(brands.disabled.at(-1)?.value).toEqual({ writes });
    expect(collection(propose(buildSchema(shop), { writes: true }), 'brands').value.writes).toEqual(writes);
  });

  test('what all share goes into the upstream file', () => {
    const value = propose(buildSchema(shop), {
      exclude: ['prices'],
      url: 'https://api.example/graphql',
      headers: { authorization: 'Bearer ${TOKEN}' },
    });
    expect(value.upstream.value).toEqual({
      version: 1,
      url: 'https://api.example/graphql',
      headers: { authorization: 'Bearer ${TOKEN}' },
      schema: 'schema.graphql',
      defaults: { page: { size: 'first', max: 100, offset: 'offset' } },
      get: { field: '$type', arguments: { id: '$id' } },
    });
    expect(collection(value, 'products').value.list).toBe('allProducts');
    expect(collection(value, 'products').value.get).toBeUndefined();
  });
});

test.skipIf(!hasRare)(`where a dialect fits, a file says little more than names${rareNote}`, () => {
  const schema = readSchema(rareFile('@shopify/hydrogen-react/storefront.schema.json'));
  const dialect = dialectNamed('shopify-storefront');
  const proposal = propose(schema, { dialect, only: ['products', 'pages'] });
  expect(collection(proposal, 'products').value.list).toEqual({
    field: 'products',
    filter: { searchable: expect.arrayContaining(['created_at:date', 'tag:list', 'vendor:text']) },
  });
  expect(
    printYaml(collection(proposal, 'pages').value as never, collection(proposal, 'pages')),
  ).toMatchSnapshot();
});

/** A proposal is right when it is valid, prints to the same value, and binds to its schema but for open questions. */
function problemsOf(schema: GraphQLSchema, dialect: Dialect | undefined, writes: boolean): readonly string[] {
  const proposal = propose(schema, { dialect, writes });
  const upstream = upstreamMapping.safeParse(proposal.upstream.value);
  const problems = upstream.success ? [] : [`upstream.yaml: ${upstream.error.message}`];
  const shared = createSharedBinding(schema, proposal.upstream.value, dialect);
  const names = new Set<string>();
  for (const { name, fileName, value, comments, disabled } of proposal.collections) {
    if (names.has(name)) problems.push(`${name} twice`);
    names.add(name);
    const checked = collectionMapping.safeParse(value);
    if (!checked.success) problems.push(`${fileName}: ${checked.error.message}`);
    const parsed = parseYaml(fileName, printYaml(value as never, { comments, disabled }));
    expect(parsed.value, fileName).toEqual(value);
    const model = {
      name: 'upstream',
      schema,
      mapping: proposal.upstream.value,
      dialect,
      shared,
    } as unknown as BindingUpstream;
    const bound = bindCollection({ source: parsed.source, value, file: fileName }, model);
    problems.push(
      ...bound.problems
        .filter((each) => !each.message.includes('waits for a value'))
        .map((each) => `${fileName}:${each.line}: ${each.message}`),
    );
  }
  return problems;
}

describe('every proposal is valid and binds', () => {
  const folder = process.env.SCHEMAS_DIR;
  const sources: readonly (readonly [string, () => GraphQLSchema])[] = [
    ...Object.entries({ ...styles, shop }).map(([name, sdl]) => [name, () => buildSchema(sdl)] as const),
    ['GitHub', () => buildSchema(github.idl, { assumeValid: true, assumeValidSDL: true })],
    ...(hasRare ? ['storefront', 'customer-account'] : []).map(
      (name) =>
        [
          `Shopify ${name}`,
          () => readSchema(rareFile(`@shopify/hydrogen-react/${name}.schema.json`)),
        ] as const,
    ),
    ...(folder
      ? schemaFiles(folder).map((file) => [file, () => readSchema(join(folder, file))] as const)
      : []),
  ];
  test.each(sources)('%s', (_, read) => {
    const schema = read();
    const dialect = matchDialect(schema, dialects)?.dialect;
    for (const each of dialect ? [undefined, dialect] : [undefined]) {
      expect(problemsOf(schema, each, false), each?.name ?? 'without a dialect').toEqual([]);
    }
  });
});

test('the largest schemas are gone through', () => {
  const schema = buildSchema(github.idl, { assumeValid: true, assumeValidSDL: true });
  expect(propose(schema).collections.length).toBeGreaterThan(20);
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { dialects } from '../../../src/styles/dialects/index.js';
import { matchDialect } from '../../../src/styles/dialects/match.js';
import type { Dialect } from '../../../src/styles/vocabulary.js';

const named = (name: string, match: Dialect['match']): Dialect => ({ name, title: name, match });

describe('matchDialect', () => {
  const schema = buildSchema(`
    type query_root { site: Site! books(where: books_bool_exp, limit: Int): [Book!]! }
    type Site { products(first: Int, after: String): Int }
    type Book { id: ID! } input books_bool_exp { _and: [books_bool_exp!] } scalar uuid
    schema { query: query_root }`);

  it.each([
    ['a type by glob', { types: ['*_bool_exp'] }, true],
    ['a type with a part in the middle', { types: ['books*exp'] }, true],
    ['no overlap of the ends of a glob', { types: ['books_bool_exp*_exp'] }, false],
    ['a root field', { queryFields: ['book?', 'books'] }, false],
    ['arguments of one root field', { listArguments: ['where', 'limit'] }, true],
    ['arguments of two fields', { listArguments: ['where', 'first'] }, false],
    ['arguments below a namespace', { listArguments: ['first', 'after'] }, true],
    ['members of a type', { typeFields: { '*_bool_exp': ['_and'] } }, true],
    ['the root type by the name Query', { typeFields: { Query: ['books'] } }, true],
    ['a scalar', { scalars: ['uuid'] }, true],
    ['an absent type that is there', { absentTypes: ['Boo*'] }, false],
    ['all tests together', { scalars: ['uuid'], queryFields: ['nothing'] }, false],
  ])('tests %s', (_title, fingerprint, expected) => {
    const found = matchDialect(schema, [named('it', [{ ...fingerprint, score: 1 }])]);
    expect(found?.dialect.name).toBe(expected ? 'it' : undefined);
  });

  it('takes the best score, the earlier of equals, and nothing where nothing holds', () => {
    const weak = named('weak', [{ scalars: ['uuid'], score: 1 }]);
    const strong = named('strong', [
      { scalars: ['nothing'], score: 9 },
      { scalars: ['uuid'], score: 5 },
    ]);
    const equal = named('equal', [{ scalars: ['uuid'], score: 5 }]);
    expect(matchDialect(schema, [weak, strong, equal])).toEqual({ dialect: strong, score: 5 });
    expect(matchDialect(schema, [named('never', [])])).toBeUndefined();
  });
});

/** Dialect of each schema file of a collection of published schemas; undefined: none may be recognised. */
const expected: Readonly<Record<string, string | undefined>> = {
  'amplify-appsync': 'appsync',
  'bigcommerce-storefront': 'bigcommerce',
  commercetools: 'commercetools',
  contentful: 'contentful',
  dgraph: 'dgraph',
  'dgraph-searchables': 'dgraph',
  'drizzle-graphql': 'drizzle',
  gatsby: 'gatsby',
  github: 'github',
  'hasura-v2-chinook': 'hasura',
  'json-graphql-server': 'json-graphql-server',
  keystone6: 'keystone',
  kibocommerce: 'kibo',
  linear: 'linear',
  magento: 'magento',
  monday: 'monday',
  'nautical-saleor-fork': 'saleor',
  'neo4j-graphql5': 'neo4j5',
  'neo4j-graphql7': 'neo4j',
  'nestjs-query': 'nestjs-query',
  payload3: 'payload',
  'postgraphile4-filter-aggregates': 'postgraphile4',
  'postgraphile4-plain': 'postgraphile4-plain',
  'postgraphile5-filter-aggregates': 'postgraphile',
  'postgraphile5-plain': 'postgraphile-plain',
  saleor: 'saleor',
  'saleor-2021': 'saleor',
  sanity: 'sanity',
  'shopify-admin': 'shopify-admin',
  'shopify-customer-account': 'relay',
  'shopify-storefront': 'shopify-storefront',
  strapi4: 'strapi4',
  strapi5: 'strapi5',
  'swapi-relay': 'relay',
  'synthetic-apollo-tutorial': undefined,
  'synthetic-countries': undefined,
  'synthetic-craft': 'craft',
  'synthetic-drupal3-storyblok-prismic': 'relay',
  'synthetic-fauna-grafbase': 'relay',
  'synthetic-hotchocolate': 'hot-chocolate',
  'synthetic-rickandmorty': undefined,
  'synthetic-salesforce-dab-aem': 'relay',
  'synthetic-thegraph-subgraph': 'the-graph',
  'typegraphql-prisma': 'prisma',
  'vendure-shop-2021': 'vendure',
};

const directory = process.env.SCHEMAS_DIR ?? '';

describe.skipIf(!existsSync(directory))('published schemas (SCHEMAS_DIR)', () => {
  const files = existsSync(directory)
    ? readdirSync(directory).filter((file) => file.endsWith('.graphql'))
    : [];

  it.each(files.map((file) => file.replace(/\.graphql$/, '')))(
    '%s',
    (name) => {
      expect(Object.keys(expected)).toContain(name);
      const text = readFileSync(join(directory, `${name}.graphql`), 'utf8');
      const schema = buildSchema(text, { assumeValid: true, assumeValidSDL: true });
      expect(matchDialect(schema, dialects)?.dialect.name).toBe(expected[name]);
    },
    30_000,
  );
});

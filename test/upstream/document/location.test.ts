import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/upstream/document/argument-path.js';
import { isMissing, locate, stepOf, typeAt } from '../../../src/upstream/document/location.js';

const schema = buildSchema(`
  input Options { filter: Filter!, take: Int }
  input Filter { price: [Range!] }
  input Range { gt: Float }
  interface Shop { products(options: Options): [Product!]! }
  type OneShop implements Shop { products(options: Options): [Product!]! }
  type Product { id: ID! }
  type Query { site(language: String): Shop!, version: Int }
`);

describe('locate', () => {
  it('goes through objects and interfaces', () => {
    const found = locate(schema, 'site.products');
    if (isMissing(found)) throw new Error(found.name);
    expect(found.steps.map((step) => step.name)).toEqual(['site', 'products']);
    expect(String(found.field.type)).toBe('[Product!]!');
  });

  it.each([
    ['sites', 'Query', 'sites', ['site', 'version']],
    ['site.product', 'Shop', 'product', ['products']],
    ['version.major', 'Int', 'major', []],
  ])('%s is missing', (path, typeName, name, candidates) => {
    expect(locate(schema, path)).toEqual({ kind: 'missing', typeName, name, candidates });
  });
});

describe('typeAt', () => {
  const found = locate(schema, 'site.products');
  if (isMissing(found)) throw new Error(found.name);
  it.each([
    ['options', 'Options'],
    ['options.take', 'Int'],
    ['options.filter.price', '[Range!]'],
    ['options.filter.price.gt', 'Float'],
    ['site/language', 'String'],
    ['options.skip', 'undefined'],
    ['where', 'undefined'],
    ['shop/language', 'undefined'],
    ['', 'undefined'],
  ])('%j: %s', (address, type) => {
    expect(String(typeAt(found, parseAddress(address)))).toBe(type);
  });

  it('the empty step is the last one', () => {
    expect(stepOf(found, undefined)?.name).toBe('products');
    expect(stepOf(found, '')?.name).toBe('products');
    expect(stepOf(found, 'site')?.name).toBe('site');
    expect(stepOf(found, 'shop')).toBeUndefined();
  });
});

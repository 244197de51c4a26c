import { buildSchema, parse, print, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/styles/vocabulary.js';
import { type ArgumentValues, assign, parseAddress } from '../../../src/upstream/document/argument-path.js';
import { isMissing, locate } from '../../../src/upstream/document/location.js';
import {
  callResult,
  createOperationBuilder,
  parentResult,
  type RootCall,
} from '../../../src/upstream/document/operation.js';

const schema = buildSchema(`
  input Filter { price: Float }
  type Page { pageInfo: Info!, products(where: Filter, first: Int): Products! }
  type Info { total: Int }
  type Products { nodes: [Product!]! }
  type Product { id: ID!, image(size: Int): String }
  type Query {
    page(number: Int): Page
    products(where: Filter, first: Int): Products!
    total(where: Filter): Int
    product(id: ID!): Product
  }
`);

const rows = {
  id: 'rows',
  text: 'nodes { id image(size: $s0) }',
  variables: [{ name: 's0', type: 'Int', value: 80 }],
};

function call(path: string, values: Record<string, Json>, more: Partial<RootCall> = {}): RootCall {
  const location = locate(schema, path);
  if (isMissing(location)) throw new Error(path);
  const taken: ArgumentValues = new Map();
  for (const [address, value] of Object.entries(values)) assign(taken, parseAddress(address), value);
  return { alias: location.steps[0]!.name, location, arguments: taken, selection: rows, ...more };
}

/** Text as graphql-js prints it, after it was found valid. */
function textOf(document: { readonly text: string }): string {
  const parsed = parse(document.text);
  expect(validate(schema, parsed)).toEqual([]);
  return print(parsed).replace(/\s+/g, ' ');
}

describe('createOperationBuilder', () => {
  it('sends values as variables only', () => {
    const build = createOperationBuilder();
    const { document, variables } = build('Wix_products', [
      call('products', { where: { price: 5 }, first: 10 }),
    ]);
    expect(textOf(document)).toBe(
      'query Wix_products($where: Filter, $first: Int, $field_s0: Int) { ' +
        'products(where: $where, first: $first) { nodes { id image(size: $field_s0) } } }',
    );
    expect(variables).toEqual({ where: { price: 5 }, first: 10, field_s0: 80 });
  });

  it('shares the filter of the list and its count in one variable', () => {
    const where = { price: 5 };
    const calls = [
      call('products', { where, first: 10 }),
      call('total', { where }, { alias: 'count', selection: null }),
    ];
    const { document, variables } = createOperationBuilder()('Wix_products', calls);
    expect(textOf(document)).toContain('count: total(where: $where)');
    expect(variables).toEqual({ where, first: 10, field_s0: 80 });
  });

  it('names arguments of the same name apart', () => {
    const calls = ['a', 'b', 'c'].map((id, index) =>
      call('product', { id }, { alias: `item${index}`, selection: { id: 'id', text: 'id', variables: [] } }),
    );
    const { document, variables } = createOperationBuilder()('Wix_products', calls);
    expect(textOf(document)).toBe(
      'query Wix_products($id: ID!, $id2: ID!, $id3: ID!) { item0: product(id: $id) { id } ' +
        'item1: product(id: $id2) { id } item2: product(id: $id3) { id } }',
    );
    expect(variables).toEqual({ id: 'a', id2: 'b', id3: 'c' });
  });

  it('selects beside a nested list, with arguments of each step', () => {
    const beside = { id: 'info', text: 'pageInfo { total }', variables: [] };
    const { document } = createOperationBuilder()('Wix_products', [
      call('page.products', { 'page/number': 2, first: 10 }, { beside }),
    ]);
    expect(textOf(document)).toContain(
      '{ page(number: $number) { products(first: $first) { nodes { id image(size: $field_s0) } } pageInfo { total } } }',
    );
  });

  it('keeps a text for each shape, whatever the values', () => {
    const build = createOperationBuilder();
    const one = build('Wix_products', [call('products', { first: 10 })]).document;
    expect(build('Wix_products', [call('products', { first: 20 })]).document).toBe(one);
    expect(build('Wix_products', [call('products', { where: {}, first: 20 })]).document).not.toBe(one);
    expect(build('Wix_others', [call('products', { first: 20 })]).document).not.toBe(one);
  });
});

describe('kept texts', () => {
  it('are bounded in bytes, and the one that was used last stays', () => {
    const build = createOperationBuilder(20_000);
    const document = (name: string) => build(name, [call('products', { first: 10 })]).document;
    const used = document('Used');
    const unused = document('Unused');
    const long = (index: number) => document(`Long${index}${'x'.repeat(1000)}`);
    for (let index = 0; index < 20; index += 1) {
      long(index);
      expect(document('Used')).toBe(used);
    }
    expect(document('Unused')).not.toBe(unused);
    // Larger than all of the room: it is made anew each time.
    expect(document('x'.repeat(20_000))).not.toBe(document('x'.repeat(20_000)));
    expect(document('Used')).toBe(used);
  });
});

describe('results', () => {
  const nested = call('page.products', {}, { alias: 'list' });
  const data = { list: { products: { nodes: [] }, pageInfo: { total: 3 } } };
  it('are below the alias and the further steps', () => {
    expect(callResult(data, nested)).toEqual({ nodes: [] });
    expect(parentResult(data, nested)).toEqual(data.list);
    expect(parentResult(data, call('products', {}))).toBe(data);
  });

  it('are undefined where the upstream gave null', () => {
    expect(callResult(null, nested)).toBeUndefined();
    expect(callResult({ list: null }, nested)).toBeUndefined();
  });
});

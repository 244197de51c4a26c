/** Operators that belong to one field, and templates that name no field and stand for all of a kind. */
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/wix/json.js';
import { sentFor } from '../../plan/bound.js';
import { bindRig } from '../../rig.js';
import { judge, productsHead } from './judge.js';

const sdl = `
  type Product { id: ID! name: String! sku: String price: Int updatedAt: String }
  input Where { name: Text minPrice: Int maxPrice: Int search: String }
  input Text { eq: String }
  type Query {
    products(where: Where, limit: Int, offset: Int): [Product!]!
    byIds(ids: [ID!], limit: Int, offset: Int): [Product!]!
    bare(minPrice: Int, maxPrice: Int, search: String, channel: String, limit: Int, offset: Int): [Product!]!
  }`;
const upstream =
  'version: 1\nurl: http://127.0.0.1:9/graphql\nschema: schema.graphql\nintrospection: { enabled: false }\ndefaults:\n  page: { size: limit, offset: offset }\n';

const bound = (list: Json, fields: Record<string, Json>, id: Json = 'id') =>
  bindRig(
    'http://localhost/graphql',
    buildSchema(sdl),
    { request: () => Promise.reject(new Error('deaf')), shown: '', close: () => Promise.resolve() },
    { defaults: { page: { size: 'limit', offset: 'offset' } } },
    [{ collection: 'products', type: 'Product', id, list, fields } as never],
  ).model('products');

const price = { path: 'price', operators: { gte: { minPrice: '$value' }, lte: { maxPrice: '$value' } } };
const title = {
  path: 'name',
  operators: { contains: { send: { search: '$value' }, match: 'superset', case: 'insensitive' } },
};

describe('operators of a field', () => {
  test('are arguments of a list without a filter', () => {
    const model = bound('bare', { price, title, sku: 'sku' });
    expect(sentFor(model, { price: { $gte: 5 } })).toEqual({ sent: { minPrice: 5 }, exact: true });
    expect(sentFor(model, { price: { $gte: 5, $lte: 9 } })).toEqual({
      sent: { minPrice: 5, maxPrice: 9 },
      exact: true,
    });
    expect(sentFor(model, { price: 5 })).toEqual({ sent: { minPrice: 5, maxPrice: 5 }, exact: true });
    expect(sentFor(model, { title: { $contains: 'lamp' }, sku: 'a' })).toEqual({
      sent: { search: 'lamp' },
      exact: false,
    });
    expect(sentFor(model, { sku: { $contains: 'lamp' } })).toHaveProperty('here');
  });

  test('stand beside the filter of the list, in its argument', () => {
    const filter = { style: 'operators', at: 'where', operators: { any: { eq: { eq: '$value' } } } };
    const model = bound({ field: 'products', filter }, { price, title });
    expect(sentFor(model, { price: { $lte: 9 }, title: 'x' })).toEqual({
      sent: { maxPrice: 9, name: { eq: 'x' } },
      exact: true,
    });
  });

  test('of the id', () => {
    const id = { path: 'id', operators: { eq: { ids: ['$value'] }, in: { ids: '$value' } } };
    const model = bound('byIds', { sku: 'sku' }, id);
    expect(sentFor(model, { _id: '7' })).toEqual({ sent: { ids: ['7'] }, exact: true });
    expect(sentFor(model, { _id: { $in: ['7', '8'] } })).toEqual({ sent: { ids: ['7', '8'] }, exact: true });
    expect(sentFor(model, { sku: '7' })).toHaveProperty('here');
  });

  test('of the id, through its codec', () => {
    const id = { path: 'id', codec: 'shopify-gid', operators: { in: { ids: '$value' } } };
    const model = bound('byIds', { sku: 'sku' }, id);
    expect(sentFor(model, { _id: { $in: ['Product:7'] } })).toEqual({
      sent: { ids: ['gid://shopify/Product/7'] },
      exact: true,
    });
  });

  test('of the id, with a name that is not there', async () => {
    const files = {
      'upstream.yaml': upstream,
      'products.yaml': `${productsHead.replace('id: id', 'id: { path: id, operators: { in: { idz: $value } } }')}list: byIds\nfields: { sku: sku }\n`,
    };
    const { problems, served } = await judge(files, sdl);
    expect(problems).toContain('the filter has no "idz" for in');
    expect(problems).toContain('did you mean "ids"?');
    expect(served).toEqual([]);
  });

  test('are taken away one by one', () => {
    const filter = { style: 'operators', at: 'where', operators: { any: { eq: { eq: '$value' } } } };
    const model = bound({ field: 'products', filter }, { title: { path: 'name', operators: { eq: null } } });
    expect(sentFor(model, { title: 'x' })).toHaveProperty('here');
  });

  test.each([
    ['gte: { minPirce: $value }', 'the filter has no "minPirce" for gte', 'did you mean "minPrice"?'],
    ['gte: { minPrice: 5 }', 'gte holds no $value', ''],
    ['gte: { minPrice: $valu }', '"$valu" is not a slot here', ''],
    ['in: { minPrice: $value }', 'the input of the filter does not take this form of in', ''],
    ['gte: { minPrice: { a: $value } }', 'the input of the filter does not take this form of gte', ''],
  ])('%s: %s', async (operator, message, help) => {
    const field = `price: { path: price, operators: { ${operator} } }`;
    const files = {
      'upstream.yaml': upstream,
      'products.yaml': `${productsHead}list: bare\nfields: { ${field} }\n`,
    };
    const { problems, served } = await judge(files, sdl);
    expect(problems).toContain(message);
    expect(problems).toContain(help);
    expect(served).toEqual([]);
  });
});

describe('a template that names no field', () => {
  test('of kind id: it may be meant for the id of the collection', async () => {
    const list =
      'list:\n  field: byIds\n  filter: { style: templates, at: "", operators: { id: { in: { send: { ids: $value } } } } }';
    const files = {
      'upstream.yaml': upstream,
      'products.yaml': `${productsHead}${list}\nfields: { sku: sku }\n`,
    };
    const { problems } = await judge(files, sdl);
    expect(problems).toContain('names no field, so it would ask the same for every field of kind id');
    expect(problems).toContain('id: { path: …, operators: { in: {"ids":"$value"} } }');
  });

  test.each(['contains: { send: { search: $value }, match: superset }', 'gte: { minPrice: $value }'])(
    '%s is a problem for a whole kind',
    async (operator) => {
      const list = `list:\n  field: bare\n  filter: { style: templates, at: "", operators: { any: { ${operator} } } }`;
      const files = {
        'upstream.yaml': upstream,
        'products.yaml': `${productsHead}${list}\nfields: { sku: sku }\n`,
      };
      const { problems, served } = await judge(files, sdl);
      expect(problems).toContain('names no field, so it would ask the same for every field of kind any');
      expect(problems).toContain('fields.‹key›.operators');
      expect(served).toEqual([]);
    },
  );
});

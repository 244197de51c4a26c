/** What `input` of a field says of places that no mutation has. */
import { buildSchema, printSchema } from 'graphql';
import { expect, test } from 'vitest';
import type { Json } from '../../../src/wix/json.js';
import { bindRig } from '../../rig.js';
import { judge } from './judge.js';

const schema = buildSchema(`
  type Query { products: [Product!]! }
  type Product { id: ID! title: String brand: Brand size: Int stock: Int }
  type Brand { id: ID! }
  input ById { id: ID! }
  input NewBrand { connect: ById }
  input OtherBrand { connect: ById disconnect: Boolean others: [ById!] }
  input New { title: String brand: NewBrand size: Int }
  input Patch { title: String brand: OtherBrand stock: Int }
  type Mutation { create(input: New!): Product update(id: ID!, input: Patch!): Product }
`);
const insert = { mutation: 'create', arguments: { input: '$item' } };
const update = { mutation: 'update', arguments: { id: '$id', input: '$item' } };
const both = { insert, update };

const bind = (fields: Record<string, Json>, writes: Record<string, Json> = both) => {
  const mapping = { collection: 'products', type: 'Product', id: 'id', list: 'products', fields, writes };
  const unasked = { shown: '', request: () => Promise.reject(new Error('asked')), close: async () => {} };
  return bindRig('http://127.0.0.1:9/graphql', schema, unasked, {}, [mapping]).model('products').writes!;
};
const brand = (input: Json) => ({ brand: { path: 'brand.id', input } });
const send = { brand: { connect: { id: '$value' } } };

const told = async (field: string): Promise<string> => {
  const { problems, served } = await judge(
    {
      'upstream.yaml':
        'version: 1\nurl: http://127.0.0.1:9/graphql\nschema: schema.graphql\nintrospection: { enabled: false }\n',
      'products.yaml': `version: 1
collection: products
type: Product
list: products
id: id
fields:
  title: title
  ${field}
writes:
  insert: { mutation: create, arguments: { input: $item } }
  update: { mutation: update, arguments: { id: $id, input: $item } }
`,
    },
    printSchema(schema),
  );
  // Reading is not touched by it.
  expect(served).toEqual(['products']);
  return problems;
};
const brandBy = (clear: string, member = 'connect') =>
  told(
    `brand: { path: brand.id, input: { send: { brand: { ${member}: { id: $value } } }, clear: { brand: ${clear} } } }`,
  );

test('a place that no mutation has is told, with its line', async () => {
  expect(await told('size: { path: size, input: siz }')).toContain(
    'products.yaml:8:30: it is never written: New has no member "siz"',
  );
  expect(await brandBy('{ disconnect: true }', 'conect')).toContain(
    'never written: New takes no value of this form',
  );
});

test.each([
  ['{ disconect: true }', 'OtherBrand has no member "disconect"'],
  ['{ disconnect: 5 }', '"disconnect"'],
  ['{ connect: { id: null } }', '"id" takes no null'],
  ['{ others: [{ key: x }] }', 'ById has no member "key"'],
])('what takes the value away is told where the update does not take it: %s', async (clear, message) => {
  expect(await brandBy(clear)).toContain(`it never takes a value away: ${message}`);
});

test('what fits is not', async () => {
  expect(await brandBy('{ disconnect: true }')).not.toContain('products.yaml');
});

test('what one of the mutations takes is enough', () => {
  const { insert: made, update: changed } = bind({
    title: 'title',
    size: { path: 'size', input: 'size' },
    stock: { path: 'stock', input: 'stock' },
  });
  expect([...made!.fields.keys()]).toEqual(['title', 'size']);
  expect([...changed!.fields.keys()]).toEqual(['title', 'stock']);
});

test('a clear that new items cannot take is for updates alone', () => {
  const clear = { brand: { disconnect: true } };
  const { insert: made, update: changed } = bind({ title: 'title', ...brand({ send, clear }) });
  expect(made!.fields.get('brand')!.clear).toEqual({
    kind: 'refused',
    reason: 'NewBrand has no member "disconnect"',
  });
  expect(changed!.fields.get('brand')!.clear).toEqual({ kind: 'template', members: clear });
  // Without an update nothing is ever taken away.
  expect(bind({ title: 'title', ...brand({ send, clear }) }, { insert }).insert).toBeDefined();
});

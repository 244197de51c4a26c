/** Compiled readers of field sets: bounded, and one for all who serve the same collection. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { expect, test } from 'vitest';
import { createKnowledge } from '../../src/execute/knowledge.js';
import { createReaders } from '../../src/execute/readers.js';
import { systemWorld } from '../../src/world/system-world.js';
import { bindRig } from '../rig.js';

const names = Array.from({ length: 60 }, (_, index) => `field${index}`);
const schema = makeExecutableSchema({
  typeDefs:
    'type Product { id: ID! title: String } type Query { products(limit: Int!, offset: Int): [Product!]! }',
});
const client = {
  shown: 'products',
  request: () => Promise.reject(new Error('not asked')),
  close: async () => undefined,
};
const model = () =>
  bindRig('http://products.example/graphql', schema, client, { dialect: 'plain' }, [
    {
      collection: 'products',
      type: 'Product',
      id: 'id',
      list: { field: 'products', page: { size: 'limit', offset: 'offset' } },
      fields: Object.fromEntries(names.map((name) => [name, 'title'])),
    },
  ]).model('products');

test('are bounded in bytes, whatever projections are asked for', () => {
  const readers = createReaders();
  const own = model();
  const all = readers.of(own, names, []);
  const other = readers.of(own, names.slice(1), []);
  for (let index = 0; index < 200; index += 1) {
    readers.of(own, names.toSpliced(index % 60, 1 + Math.floor(index / 60)), []);
    expect(readers.of(own, names, [])).toBe(all);
  }
  expect(readers.of(own, names.slice(1), [])).not.toBe(other);
});

test('are compiled once for all engines of one collection, and anew for another binding of it', () => {
  const readers = createReaders();
  const own = model();
  const [one, another] = [
    createKnowledge(systemWorld, readers).of(own),
    createKnowledge(systemWorld, readers).of(own),
  ];
  expect(another.reader(['field1'])).toBe(one.reader(['field1']));
  expect(createKnowledge(systemWorld, readers).of(model()).reader(['field1'])).not.toBe(
    one.reader(['field1']),
  );
  expect(createKnowledge(systemWorld).of(own).reader(['field1'])).not.toBe(one.reader(['field1']));
});

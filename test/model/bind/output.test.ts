/** A schema read from a file and the same one as introspection tells it lead to the same values. */
import { buildClientSchema, buildSchema, introspectionFromSchema } from 'graphql';
import { expect, test } from 'vitest';
import { bindOutput } from '../../../src/model/bind/output.js';
import { parsePath } from '../../../src/model/bind/paths.js';

const saved = buildSchema(`
  type Money { amount: String! currency: String! old: Int @deprecated(reason: "gone soon") of(size: Int!): String }
  type Product { id: ID! price: Money }
  type Query { products: [Product!]! }
`);
const live = buildClientSchema(introspectionFromSchema(saved));

test.each([
  ['a file', saved],
  ['introspection', live],
])('an object value is its plain members: schema of %s', (_, schema) => {
  expect(bindOutput(schema, 'Product', parsePath('price'), {})).toMatchObject({
    leafKind: 'object',
    members: ['amount', 'currency'],
  });
});

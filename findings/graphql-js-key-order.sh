#!/usr/bin/env bash
# graphql-js hands a resolver the keys of an input object in the order in which the schema declares them. The order in the
# request is lost, for literals and for variables. So an API that takes a sort as one object, `order: {title: ASC, price: ASC}`,
# cannot know which key is the first; callers have to send a list of objects with one key each.
#
# The GraphQL specification calls input objects unordered, so this is allowed; it is the API's argument that cannot say what it means.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

finding 'graphql@16.15.0' <<'MODULE'
import { buildSchema, graphql } from 'graphql';
import { same } from './same.mjs';

const schema = buildSchema(`
  input Order { price: String title: String }
  type Query { keys(order: Order!): [String!]! }
`);
const rootValue = { keys: ({ order }) => Object.keys(order) };
const expected = { data: { keys: ['price', 'title'] } };

const literal = '{ keys(order: { title: "ASC", price: "ASC" }) }';
same(literal, await graphql({ schema, rootValue, source: literal }), expected);

const source = 'query ($order: Order!) { keys(order: $order) }';
const variableValues = { order: { title: 'ASC', price: 'ASC' } };
same(`${source} ${JSON.stringify(variableValues)}`, await graphql({ schema, rootValue, source, variableValues }), expected);
MODULE

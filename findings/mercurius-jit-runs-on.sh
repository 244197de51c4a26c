#!/usr/bin/env bash
# The GraphQL specification (6.4.4) lets a null of a non-null root go up to `data`, and graphql-js then runs no later mutation of the
# document. Mercurius does the same for the first requests of a document; once it is compiled by graphql-jit, the later mutations run
# all the same. Both answers are equal: `data: null` and one error, so a client cannot tell what is stored.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

finding 'mercurius@16.10.1 fastify@5.12.8 graphql@16.15.0 graphql-jit@0.8.9' <<'MODULE'
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { same } from './same.mjs';

const ran = [];
const app = Fastify();
app.register(mercurius, {
  // Compiled when it comes for the second time.
  jit: 1,
  schema: 'type Query { a: Int } type Mutation { add(name: String!): String! }',
  resolvers: {
    Mutation: {
      add(_, { name }) {
        ran.push(name);
        if (name === 'taken') throw new Error('taken');
        return name;
      },
    },
  },
});
const query = 'mutation { first: add(name: "one") second: add(name: "taken") third: add(name: "three") }';
const answerTo = async () => {
  ran.length = 0;
  const { data, errors } = (await app.inject({ method: 'POST', url: '/graphql', payload: { query } })).json();
  return { data, errors: errors.map(({ message, path }) => ({ message, path })), ran: [...ran] };
};

const told = { data: null, errors: [{ message: 'taken', path: ['second'] }] };
same(`${query}, the first time`, await answerTo(), { ...told, ran: ['one', 'taken'] });
await answerTo();
same(`${query}, the third time`, await answerTo(), { ...told, ran: ['one', 'taken', 'three'] });
await app.close();
MODULE

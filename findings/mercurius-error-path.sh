#!/usr/bin/env bash
# Mercurius gives the indexes of lists in an error's `path` as texts: ["books", "1", "title"]. The GraphQL specification (Errors,
# "path") wants them as numbers, and graphql-js, which does the work underneath, makes numbers of them. A client that finds the
# row of an error by `typeof step === 'number'` takes the error for one of the whole list.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

finding 'mercurius@16.10.1 fastify@5.12.8 graphql@16.15.0' <<'MODULE'
import Fastify from 'fastify';
import { buildSchema, graphql } from 'graphql';
import mercurius from 'mercurius';
import { same } from './same.mjs';

const schema = 'type Book { id: Int title: String } type Query { books: [Book] }';
const title = () => {
  throw new Error('no title');
};
const query = '{ books { id title } }';
const pathsOf = ({ errors }) => errors.map((each) => each.path);

const plain = await graphql({ schema: buildSchema(schema), source: query, rootValue: { books: [{ id: 1, title: 'a' }, { id: 2, title }] } });
same(`graphql-js ${query}`, pathsOf(plain), [['books', 1, 'title']]);

const app = Fastify();
app.register(mercurius, {
  schema,
  resolvers: {
    Query: { books: () => [{ id: 1 }, { id: 2 }] },
    Book: { title: (book) => (book.id === 1 ? 'a' : title()) },
  },
});
const answer = await app.inject({ method: 'POST', url: '/graphql', payload: { query } });
same(`mercurius ${query}`, pathsOf(answer.json()), [['books', '1', 'title']]);
await app.close();
MODULE

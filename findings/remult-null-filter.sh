#!/usr/bin/env bash
# remult's GraphQL API offers a test for null on each field that can be null, and heeds neither form of it: `null: true` and
# `null: false` both let every row through, without an error. A total beside the page says the same.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

finding 'remult@3.3.18 graphql@16.15.0 @graphql-tools/schema@10.0.25' <<'MODULE'
import { makeExecutableSchema } from '@graphql-tools/schema';
import { graphql } from 'graphql';
import { describeEntity, Fields, InMemoryDataProvider, remult } from 'remult';
import { remultGraphql } from 'remult/graphql';
import { same } from './same.mjs';

class Book {}
describeEntity(
  Book,
  'books',
  { id: Fields.integer(), pages: Fields.integer({ allowNull: true }) },
  { allowApiCrud: true },
);
const dataProvider = new InMemoryDataProvider();
remult.dataProvider = dataProvider;
dataProvider.rows.books = [
  { id: 1, pages: 10 },
  { id: 2, pages: null },
  { id: 3, pages: 30 },
];
const schema = makeExecutableSchema(remultGraphql({ entities: [Book] }));

for (const [where, ids] of [
  ['{ pages: { eq: 30 } }', [3]],
  ['{ pages: { null: true } }', [1, 2, 3]],
  ['{ pages: { null: false } }', [1, 2, 3]],
]) {
  const source = `{ books(where: ${where}) { totalCount items { id } } }`;
  const { data, errors } = await graphql({ schema, source });
  same(source, errors ?? data.books, { totalCount: ids.length, items: ids.map((id) => ({ id })) });
}
MODULE

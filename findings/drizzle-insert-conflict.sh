#!/usr/bin/env bash
# drizzle-graphql inserts "on conflict do nothing": an item whose id is taken is not inserted, the item that is there stays as it
# was, and the answer says nothing of it: no error, only one element fewer (or null, for a single insert). A caller that
# matches answers to items by position gives each item behind it the row of another.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

finding 'drizzle-graphql@0.8.5 drizzle-orm@0.33.0 graphql@16.15.0 @electric-sql/pglite@0.2.17' <<'MODULE'
import { PGlite } from '@electric-sql/pglite';
import { buildSchema } from 'drizzle-graphql';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/pglite';
import { graphql } from 'graphql';
import { same } from './same.mjs';

const books = pgTable('books', { id: integer('id').primaryKey(), title: text('title') });
const database = await PGlite.create();
await database.exec("create table books (id int primary key, title text); insert into books values (1, 'a')");
const { schema } = buildSchema(drizzle(database, { schema: { books } }));
const check = async (source, expected) => same(source, await graphql({ schema, source }), expected);

await check('mutation { insertIntoBooks(values: [{ id: 1, title: "other" }, { id: 2, title: "new" }]) { id title } }', {
  data: { insertIntoBooks: [{ id: 2, title: 'new' }] },
});
await check('mutation { insertIntoBooksSingle(values: { id: 1, title: "other" }) { id title } }', {
  data: { insertIntoBooksSingle: null },
});
await check('{ books(orderBy: { id: { direction: asc, priority: 1 } }) { id title } }', {
  data: { books: [{ id: 1, title: 'a' }, { id: 2, title: 'new' }] },
});
await database.close();
MODULE

#!/usr/bin/env bash
# drizzle-graphql leaves a condition out when its operand is false or null: `sold: {eq: false}` finds all rows, those with true
# among them, and so do `{isNull: false}` and `{eq: null}`. 0 and the empty text are sent as they should be, and so is
# `{inArray: [false]}`.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

finding 'drizzle-graphql@0.8.5 drizzle-orm@0.33.0 graphql@16.15.0 @electric-sql/pglite@0.2.17' <<'MODULE'
import { PGlite } from '@electric-sql/pglite';
import { buildSchema } from 'drizzle-graphql';
import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/pglite';
import { graphql } from 'graphql';
import { same } from './same.mjs';

const books = pgTable('books', { id: integer('id').primaryKey(), title: text('title'), sold: boolean('sold') });
const database = await PGlite.create();
await database.exec(`create table books (id int primary key, title text, sold boolean);
  insert into books values (1, 'a', true), (2, 'b', false), (3, null, null)`);
const { schema } = buildSchema(drizzle(database, { schema: { books } }));

async function check(where, ids) {
  const source = `{ books(where: ${where}) { id } }`;
  const { data, errors } = await graphql({ schema, source });
  same(source, errors ?? data.books.map((each) => each.id), ids);
}

await check('{ sold: { eq: true } }', [1]);
await check('{ sold: { eq: false } }', [1, 2, 3]);
await check('{ title: { isNull: false } }', [1, 2, 3]);
await check('{ title: { eq: null } }', [1, 2, 3]);
await check('{ sold: { inArray: [false] } }', [2]);
await check('{ id: { eq: 0 } }', []);
await check('{ title: { eq: "" } }', []);
await database.close();
MODULE

#!/usr/bin/env bash
# remult's GraphQL API has an argument offset, and gives whole pages only: an offset is rounded down to a multiple of the limit. With
# a limit of 3 the offsets 0, 1 and 2 give the same three items, so a caller that goes on behind the last row it has reads rows twice.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

finding 'remult@3.3.18 graphql@16.15.0 @graphql-tools/schema@10.0.25' <<'MODULE'
import { makeExecutableSchema } from '@graphql-tools/schema';
import { graphql } from 'graphql';
import { describeEntity, Fields, InMemoryDataProvider, remult } from 'remult';
import { remultGraphql } from 'remult/graphql';
import { same } from './same.mjs';

class Book {}
describeEntity(Book, 'books', { id: Fields.integer(), title: Fields.string() }, { allowApiCrud: true });
const dataProvider = new InMemoryDataProvider();
remult.dataProvider = dataProvider;
dataProvider.rows.books = [1, 2, 3, 4, 5, 6, 7].map((id) => ({ id, title: `title ${id}` }));
const schema = makeExecutableSchema(remultGraphql({ entities: [Book] }));

for (const [offset, ids] of [
  [0, [1, 2, 3]],
  [1, [1, 2, 3]],
  [2, [1, 2, 3]],
  [3, [4, 5, 6]],
  [4, [4, 5, 6]],
]) {
  const source = `{ books(limit: 3, offset: ${offset}) { items { id } } }`;
  const { data, errors } = await graphql({ schema, source });
  same(source, errors ?? data.books.items.map(({ id }) => id), ids);
}
MODULE

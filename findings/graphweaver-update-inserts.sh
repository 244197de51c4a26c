#!/usr/bin/env bash
# Graphweaver has createBook, updateBook and createOrUpdateBooks. Where the keys may come from the caller
# (apiOptions.clientGeneratedPrimaryKeys), updateBook with a key that is not there answers without an error, and has made a row.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

finding '@exogee/graphweaver@2.22.0 @exogee/graphweaver-server@2.22.0 graphql@16.12.0 reflect-metadata@0.2.2' <<'MODULE'
import 'reflect-metadata';
import { BaseDataProvider, Entity, Field, ID } from '@exogee/graphweaver';
import server from '@exogee/graphweaver-server';
import { same } from './same.mjs';

const rows = new Map([['b1', { id: 'b1', title: 'One' }]]);
/** Does what it is asked to do, as its methods are named. */
class Shelf extends BaseDataProvider {
  async find() {
    return [...rows.values()];
  }
  async findOne(filter) {
    return rows.get(filter.id) ?? null;
  }
  async createOne(item) {
    rows.set(item.id, item);
    return item;
  }
  async updateOne(id, changes) {
    if (!rows.has(id)) throw new Error(`no book ${id}`);
    return Object.assign(rows.get(id), changes);
  }
  async createOrUpdateMany(items) {
    return Promise.all(items.map((each) => (rows.has(each.id) ? this.updateOne(each.id, each) : this.createOne(each))));
  }
}
class Book {}
Field(() => ID, { primaryKeyField: true })(Book.prototype, 'id');
Field(() => String)(Book.prototype, 'title');
Entity('Book', { provider: new Shelf('shelf'), apiOptions: { clientGeneratedPrimaryKeys: true } })(Book);

const Graphweaver = server.default ?? server;
const app = new Graphweaver({ fileAutoGenerationOptions: { typesOutputPath: [] } });
const port = 20000 + (process.pid % 20000);
await app.start({ host: '127.0.0.1', port });
const ask = async (query) => {
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return answer.json();
};
const update = 'mutation { updateBook(input: { id: "zz", title: "Nobody" }) { id title } }';
same(update, await ask(update), { data: { updateBook: { id: 'zz', title: 'Nobody' } } });
same('rows then', [...rows.keys()], ['b1', 'zz']);
process.exit(0);
MODULE

#!/usr/bin/env bash
# json-graphql-server gives a new item the id of the last row in the list plus one, and does not look whether it is taken. Where rows do
# not stand in the order of their ids, the new item gets the id of another one: the list and its count show both, the item by id is the
# first of them, an update changes that one, and a removal by id takes the first away and leaves the other. After the last row is
# removed, the next item gets the removed one's id.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

finding 'json-graphql-server@3.3.0 express@5.1.0' <<'MODULE'
import { once } from 'node:events';
import express from 'express';
import { jsonGraphqlExpress } from 'json-graphql-server/node';
import { same } from './same.mjs';

const app = express();
app.use('/graphql', jsonGraphqlExpress({
    posts: [
      { id: 3, title: 'high', views: 1 },
      { id: 2, title: 'low', views: 2 },
    ],
  }));
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');

async function ask(query) {
  const response = await fetch(`http://127.0.0.1:${server.address().port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}
const rows = async () =>
  (await ask('{ allPosts { id title } }')).data.allPosts.map(({ id, title }) => `${id} ${title}`);

try {
  const create = (title) => `mutation { createPost(title: "${title}", views: 0) { id } }`;
  same(create('new'), await ask(create('new')), { data: { createPost: { id: '3' } } });
  same('the list', await rows(), ['3 high', '2 low', '3 new']);
  same('the count', (await ask('{ _allPostsMeta { count } }')).data, { _allPostsMeta: { count: 3 } });
  same('the item 3', (await ask('{ Post(id: 3) { title } }')).data, { Post: { title: 'high' } });
  await ask('mutation { updatePost(id: 3, title: "changed") { id } }');
  same('after an update of 3', await rows(), ['3 changed', '2 low', '3 new']);
  await ask('mutation { removePost(id: 3) { id } }');
  same('after a removal of 3', await rows(), ['2 low', '3 new']);
  await ask('mutation { removePost(id: 3) { id } }');
  same('after another one', await rows(), ['2 low']);
  same(create('again'), await ask(create('again')), { data: { createPost: { id: '3' } } });
} finally {
  server.close();
}
MODULE

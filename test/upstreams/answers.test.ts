/** Every imitation answers every scalar field of nasty rows, and the values are those of the rows. */
import fc from 'fast-check';
import {
  buildSchema,
  type GraphQLObjectType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { afterAll, expect, test } from 'vitest';
import { ask } from './ask.js';
import { makeRows, type Row, rowsArbitrary } from './data.js';
import type { ProductUpstream } from './engine/start.js';
import { sdlOf, type UpstreamName, upstreamNames, upstreams } from './fixture-shapes.js';

/** How all rows are listed, `…` standing for the selection; and the names of fields that differ. */
const lists: Readonly<Record<UpstreamName, string>> = {
  hasura: '{ Product(order_by: { id: asc }) { … } }',
  postgraphile: '{ products { nodes { … } } }',
  postgraphilePlain: '{ allProducts { nodes { … } } }',
  strapi4: '{ products(pagination: { limit: 100 }) { data { id attributes { … } } } }',
  strapi5: '{ products(pagination: { limit: 100 }) { … } }',
  contentful: '{ productCollection { items { sys { id } … } } }',
  jsonServer: '{ allProducts { … } }',
  keystone: '{ products { … } }',
  prisma: '{ products { … } }',
  shopify: '{ products(first: 250) { nodes { … } } }',
  payload: '{ Products(limit: 0) { docs { … } } }',
  vendure: '{ products(options: { take: 100 }) { items { … } } }',
  relayOnly: '{ products(first: 100) { edges { node { … } } } }',
  plainList: '{ products { … } }',
  pageOnly: '{ products { results { … } } }',
  appsync: '{ listProducts { items { … } } }',
  predicateList: '{ productQuery(limit: 100) { entities { … } } }',
  directus: '{ products(limit: -1) { … } }',
  dgraph: '{ queryProduct { … } }',
};

const running = new Map<UpstreamName, Promise<ProductUpstream>>();
afterAll(async () => {
  for (const each of running.values()) await (await each).close();
});

function selectionOf(name: UpstreamName): string {
  const type = buildSchema(sdlOf(name)).getType(
    name === 'directus' ? 'products' : 'Product',
  ) as GraphQLObjectType;
  const leaves = Object.values(type.getFields()).filter((field) => {
    const bare = getNullableType(field.type);
    const inner = isListType(bare) ? getNullableType(bare.ofType) : bare;
    return isLeafType(inner) && field.args.every((argument) => !isNonNullType(argument.type));
  });
  return leaves.map((field) => field.name).join(' ');
}

/** Objects that have a title, whatever they are wrapped in. */
function itemsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(itemsIn);
  if (typeof value !== 'object' || value === null) return [];
  return 'title' in value ? [value as Record<string, unknown>] : Object.values(value).flatMap(itemsIn);
}

const texts = (rows: readonly unknown[]): string[] => rows.map((each) => JSON.stringify(each)).sort();

test.each(upstreamNames)('%s', async (name) => {
  const query = lists[name].replace('…', selectionOf(name));
  const started = upstreams[name].start([], { invalidStatus: 200 });
  running.set(name, started);
  const upstream = await started;
  const check = async (rows: readonly Row[]): Promise<void> => {
    upstream.setRows(rows);
    const answer = await ask(upstream, query);
    expect(answer.errors).toBeUndefined();
    const items = itemsIn(answer.data);
    expect(texts(items.map(({ title }) => title))).toEqual(texts(rows.map(({ title }) => title)));
    expect(texts(items.map(({ sku }) => sku))).toEqual(texts(rows.map(({ sku }) => sku)));
    const cents = (price: unknown): unknown => (price === null ? null : Math.round(Number(price) * 100));
    const scale = name === 'vendure' ? 0.01 : 1;
    const prices = items.map(({ price }) => cents(price === null ? null : Number(price) * scale));
    expect(texts(prices)).toEqual(texts(rows.map(({ price }) => cents(price))));
  };
  await check(makeRows(18));
  await fc.assert(fc.asyncProperty(rowsArbitrary(), check), { numRuns: 25 });
});

/** Counters, getters, aggregates and mutations: what stands beside a list field. */
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { detectCollections } from '../../../src/authoring/detect/collections.js';

function first(query: string, types = '', mutations = '') {
  const schema = buildSchema(`
    type Query { ${query} }
    ${mutations === '' ? '' : `type Mutation { ${mutations} }`}
    ${types}
  `);
  return detectCollections(schema).collections[0]!;
}

const thing = 'type Thing { id: ID! title: String price: Float }';
const filter = 'input ThingFilter { title: S } input S { eq: String }';

describe('counters', () => {
  test.each([
    ['thingsCount(where: ThingFilter): Int!', '', { field: 'thingsCount', path: '' }],
    [
      'things_aggregate(where: ThingFilter): Aggregate',
      'type Aggregate { aggregate: Counts nodes: [Thing] } type Counts { count: Int sum: Sum } type Sum { price: Float }',
      { field: 'things_aggregate', path: 'aggregate.count' },
    ],
    [
      '_allThingsMeta(where: ThingFilter): Meta',
      'type Meta { count: Int }',
      { field: '_allThingsMeta', path: 'count' },
    ],
    [
      'aggregateThing(filter: ThingFilter): Counts',
      'type Counts { count: Int priceMin: Float priceMax: Float }',
      { field: 'aggregateThing', path: 'count', filter: 'filter' },
    ],
    [
      'thingsConnection(where: ThingFilter): Connection!',
      'type Connection { edges: [Edge] pageInfo: Info totalCount: Int! } type Edge { node: Thing } type Info { hasNextPage: Boolean endCursor: String }',
      { field: 'thingsConnection', path: 'totalCount' },
    ],
  ])('%s', (field, types, count) => {
    const found = first(
      `things(where: ThingFilter, limit: Int, offset: Int): [Thing!] ${field}`,
      `${thing} ${filter} ${types}`,
    );
    expect(found.style.count).toEqual(count);
  });

  test('of something else are not taken', () => {
    const found = first(
      'things(where: ThingFilter): [Thing!] thingsUnreadCount: Int! otherCount(where: ThingFilter): Int!',
      `${thing} ${filter}`,
    );
    expect(found.style.count).toBeUndefined();
  });
});

describe('getters', () => {
  test.each([
    ['thing(id: ID!): Thing', '', { field: 'thing', arguments: { id: '$id' } }],
    [
      'thing(where: Unique!): Thing',
      'input Unique { id: ID slug: String }',
      { field: 'thing', arguments: { where: { id: '$id' } } },
    ],
    [
      'thingsSingle(where: ByOps): Thing',
      'input ByOps { id: IdOps title: S } input IdOps { eq: ID }',
      { field: 'thingsSingle', arguments: { where: { id: { eq: '$id' } } } },
    ],
    [
      'thing(id: ID!): ThingResponse',
      'type ThingResponse { data: Thing }',
      { field: 'thing', arguments: { id: '$id' }, row: 'data' },
    ],
    [
      'thing(id: ID!): ThingResponse',
      'type ThingResponse { thing: Thing }',
      { field: 'thing', arguments: { id: '$id' }, row: 'thing' },
    ],
    [
      'thing(id: ID!): Answer',
      'type Answer { data: Data errors: [Problem!] } type Data { thing: Thing } type Problem { message: String }',
      { field: 'thing', arguments: { id: '$id' }, row: 'data.thing' },
    ],
    ['thing(id: ID!): Owner', 'type Owner { id: ID! data: Data } type Data { thing: Thing }', undefined],
    [
      'thingsByIds(ids: [ID!]!): [Thing]',
      '',
      { many: { field: 'thingsByIds', arguments: { ids: '$ids' }, max: 100 } },
    ],
  ])('%s', (field, types, get) => {
    expect(
      first(`things(where: ThingFilter, limit: Int): [Thing!] ${field}`, `${thing} ${filter} ${types}`).get,
    ).toEqual(get);
  });

  test('PostGraphile: the argument named id wants the global id, the key is rowId', () => {
    const types =
      'interface Node { id: ID! } type Thing implements Node { id: ID! rowId: Int! title: String }';
    const found = first(
      'node(id: ID!): Node things(first: Int, offset: Int): [Thing] thing(id: ID!): Thing thingByRowId(rowId: Int!): Thing',
      types,
    );
    expect(found.keys.map((key) => [key.path, key.global])).toEqual([
      ['rowId', false],
      ['id', true],
    ]);
    expect(found.get).toEqual({ field: 'thingByRowId', arguments: { rowId: '$id' } });
  });

  test('an argument that nothing binds makes a getter unusable', () => {
    expect(first('things: [Thing!] thing(id: ID!, tenant: String!): Thing', thing).get).toBeUndefined();
  });
});

describe('aggregates', () => {
  test.each([
    [
      'function-first (things_aggregate)',
      'things_aggregate(where: ThingFilter): A',
      'type A { aggregate: F } type F { count: Int sum: P avg: P min: P max: P } type P { price: Float }',
      {
        field: 'things_aggregate',
        path: 'aggregate',
        functions: {
          count: 'count',
          sum: 'sum.$field',
          average: 'avg.$field',
          min: 'min.$field',
          max: 'max.$field',
        },
      },
    ],
    [
      'flattened (aggregateThing)',
      'aggregateThing(where: ThingFilter): ThingAggregateResult',
      'type ThingAggregateResult { count: Int titleMin: String priceSum: Float priceAvg: Float }',
      {
        field: 'aggregateThing',
        functions: { count: 'count', sum: '$fieldSum', average: '$fieldAvg', min: '$fieldMin' },
      },
    ],
    [
      'field-first (thingsAggregate)',
      'thingsAggregate(where: ThingFilter): A',
      'type A { count: Int price: N } type N { min: Float max: Float average: Float }',
      {
        field: 'thingsAggregate',
        functions: { average: '$field.average', min: '$field.min', max: '$field.max' },
      },
    ],
  ])('%s', (label, field, types, style) => {
    const found = first(
      `things(where: ThingFilter, limit: Int, offset: Int): [Thing!] ${field}`,
      `${thing} ${filter} ${types}`,
    );
    expect(found.labels.aggregate).toBe(label);
    expect(found.aggregate).toEqual(style);
  });
});

describe('mutations', () => {
  const input = 'input ThingInput { title: String price: Float }';
  test.each([
    [
      'Relay input',
      'createThing(input: C!): P updateThing(input: U!): P deleteThing(input: D!): P',
      `${input} input C { clientMutationId: String thing: ThingInput! } input U { id: ID! thingPatch: ThingInput! } input D { id: ID! } type P { thing: Thing errors: [E] } type E { message: String }`,
      {
        insert: {
          mutation: 'createThing',
          arguments: { input: { thing: '$item' } },
          result: 'thing',
          errors: 'errors',
        },
        update: {
          mutation: 'updateThing',
          arguments: { input: { id: '$id', thingPatch: '$item' } },
          result: 'thing',
          errors: 'errors',
        },
        remove: {
          mutation: 'deleteThing',
          arguments: { input: { id: '$id' } },
          result: 'thing',
          errors: 'errors',
        },
      },
    ],
    [
      'id beside the data in one input',
      'thingCreate(input: ThingInput!): P thingUpdate(input: U!): P',
      `${input} input U { id: ID! title: String price: Float } type P { thing: Thing }`,
      {
        insert: { mutation: 'thingCreate', arguments: { input: '$item' }, result: 'thing' },
        update: {
          mutation: 'thingUpdate',
          arguments: { input: { id: '$id', '...': '$item' } },
          result: 'thing',
        },
      },
    ],
    [
      'keys of its own',
      'insert_things_one(object: ThingInput!): Thing update_things_by_pk(pk_columns: K!, _set: ThingInput): Thing delete_things_by_pk(id: ID!): Thing',
      `${input} input K { id: ID! }`,
      {
        insert: { mutation: 'insert_things_one', arguments: { object: '$item' } },
        update: { mutation: 'update_things_by_pk', arguments: { pk_columns: { id: '$id' }, _set: '$item' } },
        remove: { mutation: 'delete_things_by_pk', arguments: { id: '$id' } },
      },
    ],
    [
      'flat arguments',
      'createThing(title: String!, price: Float): Thing updateThing(id: ID!, title: String, price: Float): Thing removeThing(id: ID!): Boolean',
      '',
      {
        insert: { mutation: 'createThing', arguments: { '...': '$item' } },
        update: { mutation: 'updateThing', arguments: { id: '$id', '...': '$item' } },
        remove: { mutation: 'removeThing', arguments: { id: '$id' }, flag: '' },
      },
    ],
  ])('%s', (_, mutations, types, writes) => {
    expect(first('things: [Thing!]', `${thing} ${types}`, mutations).writes).toEqual(writes);
  });

  test('a verb whose required arguments cannot all be bound is seen, but has no template', () => {
    const found = first(
      'things: [Thing!]',
      `${thing} input Action { setTitle: String }`,
      'updateThing(id: ID!, version: Int!, actions: [Action!]!): Thing deleteThing(id: ID!, version: Int!): Thing addThing(cart: ID!, amount: Int!): Thing',
    );
    expect(found.writes).toEqual({});
    expect([...found.verbs].sort()).toEqual(['insert', 'remove', 'update']);
  });
});

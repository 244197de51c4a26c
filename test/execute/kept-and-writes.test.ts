/** An order that was worked out here is forgotten with each write of the items that it was read from, however they are reached. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseQuery } from '../../src/wix/requests.js';
import { context, type Rig, startRig } from '../rig.js';
import { startUpstream, type Upstream } from '../upstreams/harness.js';

interface Row {
  readonly id: string;
  name: string;
}

const rowsOf = (): Row[] => Array.from({ length: 30 }, (_, index) => ({ id: `r${index}`, name: 'm' }));
let rows: Row[];
/** A look at the end of the list waits for it before it answers. */
let gate: Promise<void> | undefined;
let asked: () => void = () => undefined;
let server: Upstream;
let rig: Rig;

beforeEach(async () => {
  rows = rowsOf();
  gate = undefined;
  const schema = makeExecutableSchema({
    typeDefs: `
      type Maker { id: ID! name: String! }
      type Row { id: ID! name: String! maker: Maker! }
      type Query { rows(limit: Int!, offset: Int): [Row!]! byIds(ids: [ID!]!): [Row]! makers: [Maker!]! }
      input RowInput { name: String! }
      type Mutation { insertRow(input: RowInput!): Row! updateMaker(id: ID!, name: String): Maker }`,
    resolvers: {
      Row: { maker: () => ({ id: 'm1', name: 'maker' }) },
      Query: {
        rows: async (_: unknown, { limit, offset }: { limit: number; offset: number }) => {
          const found = rows.slice(offset, offset + limit);
          if (found.length < 2) {
            asked();
            await gate;
          }
          return found;
        },
        byIds: (_: unknown, { ids }: { ids: string[] }) =>
          ids.map((id) => rows.find((row) => row.id === id) ?? null),
        makers: () => [{ id: 'm1', name: 'maker' }],
      },
      Mutation: {
        insertRow: (_: unknown, { input }: { input: { name: string } }) => {
          const row = { id: `new${rows.length}`, name: input.name };
          rows.push(row);
          return row;
        },
        updateMaker: (_: unknown, { name }: { name: string }) => ({ id: 'm1', name }),
      },
    },
  });
  server = await startUpstream(schema);
  const list = { field: 'rows', page: { size: 'limit', offset: 'offset' } };
  const get = { many: { field: 'byIds', arguments: { ids: '$ids' } } };
  const common = { type: 'Row', id: 'id', list, get, fields: { name: 'name', maker: 'maker.name' } };
  rig = await startRig(server.url, { dialect: 'plain' }, [
    {
      ...common,
      collection: 'rows',
      writes: { insert: { mutation: 'insertRow', arguments: { input: '$item' }, result: '' } },
    },
    { ...common, collection: 'others' },
    {
      collection: 'makers',
      type: 'Maker',
      id: 'id',
      list: 'makers',
      fields: { name: 'name' },
      writes: { update: { mutation: 'updateMaker', arguments: { id: '$id', '...': '$item' } } },
    },
  ]);
});
afterEach(async () => {
  await rig.close();
  await server.close();
});

const ask = (collection: string, offset: number) =>
  rig.engine.query(
    rig.model(collection),
    parseQuery({
      collectionId: collection,
      query: { sort: [{ fieldName: 'name', order: 'DESC' }], paging: { offset, limit: 10 } },
      returnTotalCount: true,
    }),
    context(),
  );
const insert = async (name: string): Promise<void> => {
  const write = { kind: 'insert', items: [{ kind: 'item', item: { name } }] } as const;
  const [outcome] = await rig.engine.write(rig.model('rows'), write, context());
  expect(outcome).toMatchObject({ kind: 'done' });
};
const explained = (collection: string): string =>
  JSON.stringify(
    rig.engine.explain(
      rig.model(collection),
      'query',
      parseQuery({
        collectionId: collection,
        query: { sort: [{ fieldName: 'name', order: 'DESC' }], paging: { offset: 10, limit: 10 } },
      }),
      {},
    ),
  );
const known = 'in the order of the page before';

test('without a write the next page is read by its ids', async () => {
  await ask('rows', 0);
  expect(explained('rows')).toContain(known);
  expect(explained('rows')).toContain('"requests":"1 or more, at most 200 (all rows are read again');
});

test.each(['rows', 'others'])('a write to the same type: %s', async (collection) => {
  await ask(collection, 0);
  await insert('z');
  const { items, pagingMetadata } = await ask(collection, 10);
  expect(pagingMetadata.total).toBe(31);
  expect(items[0]!._id).toBe('r17');
});

test('a write to a type that stands inside the rows', async () => {
  await ask('rows', 0);
  const item = { _id: 'm1', name: 'new' };
  await rig.engine.write(rig.model('makers'), { kind: 'update', items: [{ kind: 'item', item }] }, context());
  expect(explained('rows')).not.toContain(known);
});

test('a write while the rows are read', async () => {
  let open: () => void = () => undefined;
  gate = new Promise((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const first = ask('rows', 0);
  await reached;
  await insert('z');
  open();
  await first;
  const { items, pagingMetadata } = await ask('rows', 10);
  expect(pagingMetadata.total).toBe(31);
  expect(items.map(({ _id }) => _id)).not.toContain('r10');
});

test('a change from elsewhere that was told of', async () => {
  await ask('others', 0);
  rows.push({ id: 'elsewhere', name: 'z' });
  rig.engine.changed([rig.model('rows')]);
  expect((await ask('others', 10)).pagingMetadata.total).toBe(31);
});

/** New items that lack what the API demands are refused by name, and not sent. */
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import type { Item, Json } from '../../../src/wix/json.js';
import { bindRig, context } from '../../rig.js';

const schema = buildSchema(`
  type Query { products: [Product!]! }
  type Product { id: ID! title: String! size: Int! colour: String status: String! box: Box }
  type Box { width: Int height: Int }
  input NewBox { width: Int! height: Int }
  input New { title: String! size: Int! = 3 colour: String status: String! box: NewBox sure: NewBox! }
  type Mutation { create(input: New!): Product }
`);

const outcomeOf = async (item: Item) => {
  const sent: Json[] = [];
  const mapping = {
    collection: 'products',
    type: 'Product',
    id: 'id',
    list: 'products',
    fields: {
      title: 'title',
      size: 'size',
      colour: 'colour',
      status: { path: 'status', none: ['NONE'] },
      width: 'box.width',
      depth: { path: 'box.height', input: 'sure.width' },
    },
    writes: { insert: { mutation: 'create', arguments: { input: '$item' }, result: '' } },
  };
  const client = {
    shown: '',
    close: async () => undefined,
    async request(_: unknown, variables: Readonly<Record<string, Json>>) {
      sent.push(variables.input!);
      const create = { id: '1', title: 'x', size: 1, status: 's', colour: null, box: null };
      return { data: { create }, errors: [] };
    },
  };
  const rig = bindRig('http://127.0.0.1:9/graphql', schema, client as never, {}, [mapping]);
  const write = { kind: 'insert', items: [{ kind: 'item', item }] } as const;
  const [outcome] = await rig.engine.write(rig.model('products'), write, context());
  return { outcome: outcome!, sent };
};

const whole = { title: 'A', status: 'NEW', depth: 2 };

test.each<[string, Item, readonly string[]]>([
  ['absent', { status: 'NEW', depth: 2 }, ['title']],
  ['null', { ...whole, title: null }, ['title']],
  ['inside what is demanded itself', { ...whole, depth: null }, ['depth']],
  ['several', { status: 'NEW' }, ['title', 'depth']],
])('a value that is demanded: %s', async (_, item, missing) => {
  const { outcome, sent } = await outcomeOf(item);
  expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'VALIDATION_ERROR' } });
  const { violations } = (outcome as never as { error: { data: { violations: object[] } } }).error.data;
  expect(violations).toEqual(
    missing.map((fieldPath) => ({ fieldPath, message: 'is missing: the API takes no item without it' })),
  );
  expect(sent).toEqual([]);
});

test('what has a default, is inside something optional, or may be absent is not demanded', async () => {
  const { outcome, sent } = await outcomeOf(whole);
  expect(outcome.kind).toBe('done');
  expect(sent).toEqual([{ title: 'A', status: 'NEW', sure: { width: 2 } }]);
});

test('a value that means that there is none is sent where one is demanded', async () => {
  const { outcome, sent } = await outcomeOf({ title: 'A', depth: 2 });
  expect(outcome.kind).toBe('done');
  expect(sent).toEqual([{ title: 'A', status: 'NONE', sure: { width: 2 } }]);
});

/** Facts of the verified request in constant arguments: they decide which items there are, so none may get lost. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestScope } from '../../src/upstream/transport/context.js';
import type { Json } from '../../src/wix/json.js';
import { parseCount, parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

const orders = [
  { id: '1', owner: 'ann', note: 'x' },
  { id: '2', owner: 'bob', note: 'y' },
  { id: '3', owner: 'ann', note: 'z' },
  { id: '$language', owner: 'ann', note: 'w' },
];
interface Where {
  readonly owner?: { readonly eq?: string; readonly in?: readonly string[] };
}
const owned = ({ owner }: Where = {}) =>
  orders.filter(
    (each) =>
      (owner?.eq === undefined || each.owner === owner.eq) &&
      (owner?.in === undefined || owner.in.includes(each.owner)),
  );
const told =
  (language = 'none') =>
  (each: (typeof orders)[number]) => ({ ...each, language });

let server: Served;
beforeAll(async () => {
  server = await serveGraphql(
    `type Order { id: ID! owner: String note: String language: String }
     input TextFilter { eq: String, in: [String!] }
     input OrderFilter { owner: TextFilter }
     type Query {
       orders(where: OrderFilter, language: String, member: String, limit: Int, offset: Int): [Order!]!
       ordersCount(where: OrderFilter, language: String, member: String): Int!
       order(id: ID!, language: String, member: String): Order
     }`,
    {
      orders: (args: { where?: Where; language?: string; member?: string; limit: number; offset: number }) =>
        owned(args.member === undefined ? args.where : { owner: { eq: args.member } })
          .slice(args.offset, args.offset + args.limit)
          .map(told(args.language)),
      ordersCount: ({ where, member }: { where?: Where; member?: string }) =>
        owned(member === undefined ? where : { owner: { eq: member } }).length,
      order: ({ id, language, member }: { id: string; language?: string; member?: string }) =>
        orders
          .filter((each) => each.id === id && (member === undefined || each.owner === member))
          .map(told(language))[0],
    },
  );
});
afterAll(() => server.close());

const ann = { identity: { type: 'MEMBER', memberId: 'ann' } };

async function rigWith(constants: Record<string, Json>): Promise<Rig> {
  return startRig(server.url, { dialect: 'plain' }, [
    {
      collection: 'orders',
      type: 'Order',
      id: 'id',
      fields: { owner: 'owner', language: 'language' },
      list: {
        field: 'orders',
        arguments: constants,
        page: { size: 'limit', offset: 'offset' },
        count: { field: 'ordersCount', path: '' },
      },
      // Only a getter that takes the list's constants speaks of the same items.
      ...(constants.where ? {} : { get: { field: 'order', arguments: { id: '$id' } } }),
    },
  ]);
}

const query = (rig: Rig, scope: RequestScope, raw: object = {}) =>
  rig.engine.query(rig.model('orders'), parseQuery({ collectionId: 'orders', query: raw }), {
    ...context(),
    scope,
  });

describe.each<[string, Record<string, Json>]>([
  ['a member of an argument', { where: { owner: { eq: '$identity.memberId' } } }],
  ['a list inside an argument', { where: { owner: { in: ['$identity.memberId'] } } }],
  ['a whole argument', { member: '$identity.memberId' }],
])('an identity as %s', (_, constants) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await rigWith(constants);
  });
  afterAll(() => rig.close());

  test('limits the items', async () => {
    const { items } = await query(rig, ann);
    expect(items.map((item) => item._id)).toEqual(['1', '3', '$language']);
  });

  test('limits items that are asked for by id', async () => {
    const { items } = await query(rig, ann, { filter: { _id: { $in: ['1', '2', '$language'] } } });
    expect(items.map((item) => item._id).sort()).toEqual(['$language', '1']);
  });

  test.each<[string, RequestScope]>([
    ['nobody', {}],
    ['a visitor', { identity: { type: 'ANONYMOUS_VISITOR', anonymousVisitorId: 'v' } }],
    ['a member without an id', { identity: { type: 'MEMBER', memberId: '' } }],
  ])('is not left out for %s: the request is refused', async (_name, scope) => {
    const refusal = {
      code: 'BAD_REQUEST',
      status: 400,
      message: expect.stringContaining('$identity.memberId'),
    };
    const before = server.asked.length;
    await expect(query(rig, scope)).rejects.toMatchObject(refusal);
    await expect(query(rig, scope, { filter: { _id: '1' } })).rejects.toMatchObject(refusal);
    await expect(
      rig.engine.count(rig.model('orders'), parseCount({ collectionId: 'orders' }), { ...context(), scope }),
    ).rejects.toMatchObject(refusal);
    expect(server.asked.length).toBe(before);
  });

  test('is shown by explain', () => {
    const { variables } = rig.engine.explain(
      rig.model('orders'),
      'query',
      parseQuery({ collectionId: 'orders' }),
    );
    expect(variables).toMatchObject(constants);
  });
});

describe('the language', () => {
  test('is sent, by id too', async () => {
    const rig = await rigWith({ language: '$language' });
    const scope = { language: 'fr-FR' };
    const seen = async (raw: object) => (await query(rig, scope, raw)).items.map((item) => item.language);
    expect(await seen({})).toEqual(['fr-FR', 'fr-FR', 'fr-FR', 'fr-FR']);
    expect(await seen({ filter: { _id: { $in: ['2', '$language'] } } })).toEqual(['fr-FR', 'fr-FR']);
    await rig.close();
  });

  test("is the API's own where the request names none", async () => {
    const rig = await rigWith({ language: '$language' });
    const { items } = await query(rig, {}, { filter: { _id: '2' } });
    expect(items.map((item) => item.language)).toEqual(['none']);
    expect((await query(rig, {})).items).toHaveLength(4);
    await rig.close();
  });

  test('inside an argument it decides which items there are', async () => {
    const rig = await rigWith({ where: { owner: { eq: '$language' } } });
    await expect(query(rig, {})).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await rig.close();
  });
});

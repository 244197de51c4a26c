/** Who asks, and in which language: in signed requests, and in the variables that a plan would send. */
import { decodeJwt } from 'jose';
import { afterAll, expect, it } from 'vitest';
import { directoryWith } from './harness.js';
import { inside } from './inside.js';

const work = directoryWith({
  'api/upstream.yaml': 'version: 1\nurl: http://127.0.0.1:9/graphql\nschema: schema.graphql\n',
  'api/schema.graphql':
    'type Order { id: ID! total: Int } type Query { orders(locale: String, customer: ID, kind: String): [Order!]! }',
  'api/orders.yaml': `version: 1
collection: orders
type: Order
list: { field: orders, arguments: { locale: $language, customer: $identity.memberId, kind: $identity.type } }
id: id
fields: { total: total }
`,
});
afterAll(() => work.remove());

const token = async (...args: string[]) => {
  const ended = await inside(['token', '--collection', 'orders', '--keys', `${work.path}/keys`, ...args]);
  expect(ended.code).toBe(0);
  return (decodeJwt(ended.stdout.trim()) as { data: { metadata: object } }).data.metadata;
};
const variables = async (...args: string[]) => {
  const ended = await inside(['explain', 'orders', '--mappings', `${work.path}/api`, '--json', ...args]);
  expect(ended.stderr).toBe('');
  return JSON.parse(ended.stdout).variables as object;
};
const id = '6f1c0d0e-1111-4222-8333-444455556666';

it('token signs them', async () => {
  expect(await token()).toEqual({});
  expect(await token('--language', 'pt-BR')).toEqual({ languages: ['pt-BR'] });
  expect(await token('--member', id)).toEqual({ identity: { identityType: 'MEMBER', memberId: id } });
  expect(await token('--as', 'member', '--member', id)).toEqual(await token('--member', id));
  expect(await token('--as', 'member')).toMatchObject({
    identity: { identityType: 'MEMBER', memberId: expect.stringMatching(/^[\da-f-]{36}$/) },
  });
  expect(await token('--as', 'visitor')).toMatchObject({ identity: { identityType: 'ANONYMOUS_VISITOR' } });
  expect(await token('--as', 'owner', '--language', 'de')).toMatchObject({
    languages: ['de'],
    identity: { identityType: 'WIX_USER' },
  });
});

it('explain sends them, and shows what is not given as it stands in the mapping', async () => {
  const unfilled = { locale: '$language', customer: '$identity.memberId', kind: '$identity.type' };
  expect(await variables()).toMatchObject(unfilled);
  expect(await variables('--language', 'de')).toMatchObject({ ...unfilled, locale: 'de' });
  expect(await variables('--member', id, '--language', 'en')).toMatchObject({
    locale: 'en',
    customer: id,
    kind: 'MEMBER',
  });
});

it('a visitor is no member: the request is refused as the service refuses it', async () => {
  const ended = await inside(['explain', 'orders', '--mappings', `${work.path}/api`, '--as', 'visitor']);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('$identity.memberId');
});

it.each([
  [['--as', 'admin'], '--as must be visitor, member, owner, app'],
  [['--as', 'visitor', '--member', 'm'], '--as visitor takes no --member'],
])('%j is wrong usage', async (args, words) => {
  for (const command of [
    ['token', '--keys', `${work.path}/keys`],
    ['query', 'orders', '--keys', `${work.path}/keys`],
    ['explain', 'orders', '--mappings', `${work.path}/api`],
  ])
    expect(await inside([...command, ...args])).toMatchObject({ code: 2, stderr: `${words}\n` });
});

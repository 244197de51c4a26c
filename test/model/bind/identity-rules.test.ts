/** Rules by who asks that change nothing, that nobody meets, or that contradict each other: each at its place. */
import { expect, test } from 'vitest';
import { judge, productsHead } from './judge.js';

const rules = (lines: string) =>
  judge({
    'products.yaml': `${productsHead}list: products\n${lines}\nfields: { title: name, stock: stock, available: available }\n`,
  });

test.each([
  ['an unknown identity', 'allow: { read: [members] }'],
  ['an unknown operation', 'allow: { query: [member] }'],
  ['nobody', 'allow: { read: [] }'],
  ['filters for nobody', 'whereFor: {}'],
  ['an unknown field', 'whereFor: { member: { owner: $identity.memberId } }'],
  ['the id of another identity', 'whereFor: { visitor: { title: $identity.memberId } }'],
  ['a filter that no item meets', 'whereFor: { member: { stock: { $gt: 5, $lt: 3 } } }'],
  ['an identity without a filter', 'allow: { read: [visitor, member] }\nwhereFor: { member: {} }'],
  ['an identity without the fact', 'allow: { read: [owner] }\nwhere: { title: $identity.memberId }'],
  [
    'two ids in one request',
    'where: { $or: [{ title: $identity.memberId }, { title: $identity.wixUserId }] }',
  ],
])('%s', async (_, lines) => {
  const { served, problems } = await rules(lines);
  expect(served).toEqual([]);
  expect(problems).toMatchSnapshot();
});

test.each([
  ['a write that is not declared', 'allow: { read: [member], insert: [member], update: [owner] }'],
  [
    'a write that is not named',
    'allow: { read: [member] }\nwrites: { remove: { mutation: deleteProduct, arguments: { id: $id }, flag: "" } }',
  ],
  [
    'those who may empty, and not remove',
    'allow: { remove: [owner], truncate: [app] }\nwrites: { remove: { mutation: deleteProduct, arguments: { id: $id }, flag: "" }, truncate: true }',
  ],
])('%s is told', async (_, lines) => {
  expect((await rules(lines)).problems).toMatchSnapshot();
});

test.each([
  'allow: { read: [visitor, member, owner, app] }',
  'where: { title: $instance }\nwhereFor: { member: { title: $identity.memberId }, owner: {} }',
  'where: { title: $identity.memberId }',
])('%s: no fault', async (lines) => {
  expect(await rules(lines)).toEqual({ served: ['products'], problems: '' });
});

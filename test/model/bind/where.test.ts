/** Conditions of `where` that no item can meet, and those that are as they should be. */
import { expect, test } from 'vitest';
import { judge, productsHead } from './judge.js';

const fields = `
  title: name
  stock: stock
  rating: { path: rating, default: 0 }
  available: available
  createdAt: createdAt
  releasedOn: releasedOn
  raw: condition
  condition: { path: condition, values: { NEW: New, REFURBISHED: Refurbished, USED: Used } }
  tags: tags
  brand: { path: brand.id, type: REFERENCE, collection: products }
  price: { path: price.amount, inexact: text }
  label: { template: "{title}!" }`;
const where = (filter: string) =>
  judge({ 'products.yaml': `${productsHead}list: products\nwhere: ${filter}\nfields:${fields}\n` });

test.each([
  ['a text for a number', '{ stock: many }'],
  ['a number for a text', '{ title: { $eq: 5 } }'],
  ['a text for true', '{ available: "yes" }'],
  ['a text that is no date-time', '{ createdAt: { $gt: yesterday } }'],
  ['a text that is no date', '{ releasedOn: soon }'],
  ['a label that is not declared', '{ condition: Usedd }'],
  ['the upstream value of a label', '{ condition: { $in: [USED, New] } }'],
  ['a value that the enum lacks', '{ raw: Used }'],
  ['a fraction for a whole number', '{ stock: 1.5 }'],
  ['a number for an element', '{ tags: 5 }'],
  ['a search in numbers', '{ stock: { $contains: "5" } }'],
  ['a fact that is never a number', '{ stock: $identity.memberId }'],
  ['a misspelt fact', '{ brand: { $eq: $identity.memberid } }'],
  ['an empty list', '{ title: { $in: [] } }'],
  ['inside alternatives', '{ $or: [{ title: a }, { $and: [{ stock: none }] }] }'],
  ['an unknown field inside', '{ $not: { tilte: a } }'],
  ['two values at once', '{ title: a, $and: [{ title: b }] }'],
  ['a range without values', '{ stock: { $gt: 5, $lt: 3 } }'],
  ['a value outside its range', '{ stock: { $eq: 5, $gt: 5 } }'],
  ['a number for a template', '{ label: 5 }'],
])('%s', async (_, filter) => {
  const { served, problems } = await where(filter);
  expect(served).toEqual([]);
  expect(problems).toMatchSnapshot();
});

test.each([
  '{ title: a, stock: { $gte: 1, $lte: 1 }, available: true, condition: { $in: [Used, New] } }',
  '{ createdAt: { $gt: "2024-01-01T00:00:00Z", $lt: { $date: "2025-01-01T00:00:00Z" } } }',
  '{ releasedOn: { $gte: "2024" }, raw: USED, rating: 0, tags: { $hasSome: [new] } }',
  '{ tags: [a, b], brand: { $ne: b1 }, price: "12345678901234567890.5", label: "a!" }',
  '{ $or: [{ title: a }, { title: b }], $not: { title: c } }',
  '{ title: { $contains: "$5", $exists: true }, rating: { $ne: null }, _id: p1 }',
  '{ tags: a, $and: [{ tags: b }] }',
  '{ title: $language, brand: { $in: [$identity.memberId, b1] } }',
])('%s: no fault', async (filter) => {
  expect(await where(filter)).toEqual({ served: ['products'], problems: '' });
});

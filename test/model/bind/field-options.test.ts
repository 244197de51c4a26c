/** Options of fields that cannot be meant. */
import { describe, expect, test } from 'vitest';
import { judge, productsHead } from './judge.js';

const field = (text: string, rest = '') =>
  judge({ 'products.yaml': `${productsHead}list: products\n${rest}fields:\n  title: name\n  x: ${text}\n` });

describe('errors', () => {
  test.each([
    ['a text as default of a number', '{ path: stock, default: none }'],
    ['a date as default of a date-time', '{ path: createdAt, default: "2024-01-15" }'],
    ['a number as default of a text', '{ path: name, default: 0 }'],
    ['a list of one text', '{ path: name, type: ARRAY_STRING }'],
    ['a picture of an object', '{ path: price, type: IMAGE }'],
    ['a scale of texts', '{ path: name, scale: 0.01 }'],
    ['a scale beside values', '{ path: stock, scale: 2, values: { "1": 2 } }'],
    ['inexact texts', '{ path: name, inexact: round }'],
    ['path and template', '{ path: name, template: "{title}!" }'],
    ['words as values of a number', '{ path: stock, values: { none: 0, "1": 1 } }'],
    ['words as values of true', '{ path: available, values: { "yes": 1, "true": 2 } }'],
  ])('%s', async (_, text) => {
    const { served, problems } = await field(text);
    expect(served).toEqual([]);
    expect(problems).toMatchSnapshot();
  });
});

describe('warnings', () => {
  test.each([
    ['a picture of a number', '{ path: stock, type: IMAGE }'],
    ['milliseconds in an Int', '{ path: stock, type: DATETIME, scale: 1 }'],
    ['values that lack some', '{ path: condition, values: { NEW: New, USED: Used } }'],
  ])('%s', async (_, text) => {
    const { served, problems } = await field(text);
    expect(served).toEqual(['products']);
    expect(problems).toMatchSnapshot();
  });
});

test.each([
  '{ path: stock, default: 0, scale: 0.01, inexact: round }',
  '{ path: stock, type: DATETIME, scale: 1000 }',
  '{ path: stock, type: DATETIME }',
  '{ path: stock, type: TEXT }',
  '{ path: stock, type: BOOLEAN }',
  '{ path: sku, type: NUMBER, scale: 2 }',
  '{ path: createdAt, default: { $date: "2024-01-15T10:00:00.000Z" } }',
  '{ path: condition, default: none, values: { NEW: New, REFURBISHED: Good, USED: Used } }',
  '{ path: stock, values: { "0": none, "1.0": one }, default: many, type: TEXT }',
  '{ path: price }',
  '{ path: price, type: TEXT }',
  '{ path: tags, default: [] }',
])('%s: no fault', async (text) => {
  expect(await field(text)).toEqual({ served: ['products'], problems: '' });
});

test('values may be some where others do not come; no fields are allowed', async () => {
  const some = await field('{ path: condition, values: { USED: Used } }', 'where: { x: Used }\n');
  expect(some.problems).toBe('');
  const none = await judge({ 'products.yaml': `${productsHead}list: products\nfields: {}\n` });
  expect(none).toEqual({ served: ['products'], problems: '' });
});

const brand = (include: string) =>
  `{ path: brand.id, type: REFERENCE, collection: products, include: ${include} }`;
test.each([
  ['a name that is not there', brand('brnad')],
  ['the id and not the object', brand('brand.id')],
  ['no path', brand('"brand..id"')],
  ['a field that is no reference', '{ path: brand.name, include: brand }'],
])('include: %s', async (_, text) => {
  const { served, problems } = await field(text);
  expect(served).toEqual([]);
  expect(problems).toMatchSnapshot();
});

test.each(['brand', 'category'])('include: %s is an object', async (include) => {
  expect((await field(brand(include))).problems).toBe('');
});

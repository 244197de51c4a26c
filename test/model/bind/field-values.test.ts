/** `values` of a field: they say its type, and must fit one that is declared. */
import { expect, test } from 'vitest';
import { judge, productsHead } from './judge.js';

const field = (text: string) =>
  judge({
    'products.yaml': `${productsHead}list: products\nfields: { f: ${text} }\nwhere: { f: { $eq: WHERE } }\n`,
  });
const withWhere = (text: string, where: string) =>
  judge({
    'products.yaml': `${productsHead}list: products\nfields: { f: ${text} }\nwhere: { f: ${where} }\n`,
  });

test.each([
  [
    '{ path: condition, values: { NEW: true, REFURBISHED: false, USED: false } }',
    'two upstream values become false',
  ],
  [
    '{ path: condition, type: BOOLEAN, values: { NEW: a, REFURBISHED: b, USED: c } }',
    'a BOOLEAN is never "a": write true or false',
  ],
  [
    '{ path: condition, type: NUMBER, values: { NEW: 1, REFURBISHED: "2", USED: 3 } }',
    'a NUMBER is never "2": write a number',
  ],
  ['{ path: condition, values: { NEW: 1, REFURBISHED: b, USED: 3 } }', 'a TEXT is never 1'],
])('%s: %s', async (text, message) => {
  const { problems, served } = await field(text);
  // The line of the field, where its values stand.
  expect(problems).toMatch(/products\.yaml:6:\d+/);
  expect(problems).toContain(message);
  expect(served).toEqual([]);
});

test.each([
  ['{ path: available, values: { "true": 1, "false": 0 } }', '1', 'true'],
  ['{ path: stock, values: { "0": true, "1": false } }', 'true', '1'],
  ['{ path: stock, values: { "0": none, "1": one } }', 'one', '1'],
])('%s says the type', async (text, right, wrong) => {
  expect(await withWhere(text, right)).toEqual({ served: ['products'], problems: '' });
  expect((await withWhere(text, wrong)).served).toEqual([]);
});

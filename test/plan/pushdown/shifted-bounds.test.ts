/** An API with only `after` and `before` for dates: equality becomes the range around the moment, checked again here. */
import { expect, test } from 'vitest';
import { boundRig, sentFor } from '../bound.js';

const model = boundRig(
  'vendure',
  { dialect: 'vendure' },
  { type: 'Product', list: 'products', id: 'id', fields: { createdAt: 'createdAt' } },
).model('products');
const moment = { $date: '2024-01-02T03:04:05.000Z' };
const around = [
  { createdAt: { after: '2024-01-02T03:04:04.999Z' } },
  { createdAt: { before: '2024-01-02T03:04:05.001Z' } },
];

test.each([
  [{ createdAt: moment }, { _and: around }],
  [{ createdAt: { $gte: moment } }, around[0]],
  [{ createdAt: { $lt: moment } }, { createdAt: { before: '2024-01-02T03:04:05.000Z' } }],
])('%j', (filter, sent) => {
  expect(sentFor(model, filter)).toEqual({ sent, exact: false });
});

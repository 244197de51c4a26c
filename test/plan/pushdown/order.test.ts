/** Which sorts are sent upstream, as the value of the sort argument, and why the others are done here. */
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/wix/json.js';
import { parseSort } from '../../../src/wix/sort.js';
import { planFor } from '../bound.js';
import { boundDialects } from '../products-mapping.js';

type Case = readonly [sort: readonly string[], filter: Json, sent: Json | { readonly here: string }];

const unordered = 'the upstream may order text otherwise than Wix (by code unit)';
const nulls = 'the upstream puts rows without a value at the other end, or nobody knows where';
const finer = "date-times finer than Wix's milliseconds would order the next keys";
const tables: Readonly<Record<keyof typeof boundDialects, readonly Case[]>> = {
  hasura: [
    [[], {}, [{ id: 'asc_nulls_first' }]],
    [['quantity'], {}, [{ quantity: 'asc_nulls_first' }, { id: 'asc_nulls_first' }]],
    [
      ['-quantity', 'price'],
      {},
      [{ quantity: 'desc_nulls_last' }, { price: 'asc_nulls_first' }, { id: 'asc_nulls_first' }],
    ],
    [['-createdAt'], {}, [{ created_at: 'desc_nulls_last' }, { id: 'asc_nulls_first' }]],
    [['createdAt', 'quantity'], {}, { here: finer }],
    [['cents'], {}, [{ price: 'asc_nulls_first' }, { id: 'asc_nulls_first' }]],
    [['title'], {}, { here: unordered }],
    [['quantity', 'title'], {}, { here: unordered }],
    [['_id'], {}, { here: unordered }],
    [['stars'], {}, { here: 'rows without a value count as the default' }],
    [['status'], {}, { here: unordered }],
    [['both'], {}, { here: 'the field is not one upstream field' }],
    [['meta.weight'], {}, { here: 'the field is not one upstream field' }],
  ],
  postgraphile4: [
    [['quantity'], {}, { here: nulls }],
    // Where every row has a value it does not matter where the others would stand.
    [['quantity'], { quantity: { $gt: 1 } }, ['QUANTITY_ASC', 'ID_ASC']],
    [['-price'], { price: { $exists: true }, title: 'a' }, ['PRICE_DESC', 'ID_ASC']],
    [['price'], { $or: [{ price: 1 }, { title: 'a' }] }, { here: nulls }],
    [['price'], { price: { $in: [1, null] } }, { here: nulls }],
    [['title'], { title: 'a' }, { here: unordered }],
  ],
  strapi5: [
    [['quantity'], {}, { here: nulls }],
    [['-quantity'], { quantity: { $lt: 7 } }, ['quantity:desc', 'documentId:asc']],
    [
      ['releasedOn', '-price'],
      { releasedOn: { $ne: null }, price: { $gte: 0 } },
      ['releasedOn:asc', 'price:desc', 'documentId:asc'],
    ],
  ],
};

describe.each(Object.keys(tables) as (keyof typeof boundDialects)[])('%s', (name) => {
  const model = boundDialects[name]().model('products');
  test.each(tables[name])('%j where %j', (keys, filter, sent) => {
    const sort = parseSort(
      keys.map((key) =>
        key.startsWith('-') ? { fieldName: key.slice(1), order: 'DESC' } : { fieldName: key },
      ),
    );
    const { order } = planFor(model, filter, [...sort]);
    if (typeof sent === 'object' && sent !== null && 'here' in sent) {
      expect(order.reasons[0]?.reason).toBe(sent.here);
      expect(order.residual).toEqual(sort);
    } else {
      expect(order.reasons).toEqual([]);
      expect(model.list.sort!.render(order.pushed)).toEqual(sent);
    }
  });
});

describe('nulls: mixed', () => {
  const { hasura } = boundDialects;
  const { list, ...bound } = hasura().model('products');
  const mixed = { ...bound, list: { ...list, sort: { ...list.sort!, nullsOf: () => 'mixed' as const } } };
  const sort = (fieldName: string) => [...parseSort([{ fieldName }])];
  test.each([
    ['quantity', {}],
    // The rows without a value stand among the others before they are filtered away.
    ['quantity', { quantity: { $gt: 1 } }],
    ['price', { price: { $exists: true } }],
  ])('%s where %j is sorted here', (field, filter) => {
    const { order } = planFor(mixed, filter, sort(field));
    expect(order.reasons[0]?.reason).toBe('rows without a value disorder those that have one upstream');
    expect(order.residual).toEqual(sort(field));
  });
});

import { expect, test } from 'vitest';
import { describedFields } from '../../../src/authoring/detect/described-fields.js';

const typed = `A filter made up of terms.
| name | type | description | acceptable_values | default_value | example_use |
| ---- | ---- | ---- | ---- | ---- | ---- |
| default | string | Filter by a search of multiple fields
in a document. | | | - \`query=Bob\` |
| created_at | time | Filter by the date. | | | - \`created_at:>'2020-10-21'\`<br/> -
\`created_at:<now\` |
| gift_card | boolean | Filter by [\`isGiftCard\`](https://docs.example/objects/Product#field-isgiftcard)
field. | | | - \`gift_card:true\` |
| customer_id | id | Filter by [\`id\`](https://docs.example/objects/Customer#field-Customer.fields.id). |
| status | string | Filter by statuses.
| - \`Active\`<br/> - \`archived\` | \`active\` | -
\`status:active\` |
| inventory_total | integer | Filter by count. |
| price | bigdecimal | Filter by price. |
| old | string | **Deprecated:** use another. |
| metafields.{namespace}.{key} | mixed | Filter by metafield. |
| odd | mixed | Unknown kind. |
Learn more.`;

const none = { links: [], values: [] };

test('a row a field, cells over several lines', () => {
  expect(describedFields(typed)).toEqual([
    { name: 'created_at', kind: 'date', ...none },
    { name: 'gift_card', kind: 'boolean', links: ['product.isgiftcard'], values: [] },
    { name: 'customer_id', kind: 'id', links: ['customer.id'], values: [] },
    { name: 'status', kind: 'text', links: [], values: ['active', 'archived'] },
    { name: 'inventory_total', kind: 'number', ...none },
    { name: 'price', kind: 'number', ...none },
    { name: 'odd', kind: undefined, ...none },
  ]);
});

test('a table without types', () => {
  const text =
    '| name | description | acceptable_values |\n| ---- | ---- | ---- |\n| author |\n| updated_at | Filter by date. | |\n| variants.price | Price. |';
  expect(describedFields(text)).toEqual([
    { name: 'author', kind: undefined, ...none },
    { name: 'updated_at', kind: undefined, ...none },
  ]);
});

test.each([[undefined], [null], ['Filters by title.'], ['a | b\n| name | type |']])(
  'no fields: %s',
  (text) => {
    expect(describedFields(text)).toEqual([]);
  },
);

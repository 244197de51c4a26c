import { describe, expect, it } from 'vitest';
import {
  conditionSlots,
  constantCase,
  fieldSlots,
  renderTemplate,
  type Slots,
} from '../../src/styles/template.js';
import type { Json } from '../../src/styles/vocabulary.js';

describe('renderTemplate', () => {
  it.each<[Json, Slots, Json]>([
    // A text that is only a slot becomes what the slot holds, of whatever type.
    ['$value', { value: 5 }, 5],
    ['$value', { value: ['a', null] }, ['a', null]],
    ['$value', { value: null }, null],
    // Inside a text it becomes text.
    ['%$value%', { value: 'lamp' }, '%lamp%'],
    ['id:$value', { value: 5 }, 'id:5'],
    ['[$value]', { value: ['a', 1] }, '[["a",1]]'],
    // Keys too, however deep.
    [{ $field: { _eq: '$value' } }, { field: 'price', value: 1 }, { price: { _eq: 1 } }],
    [{ and: [{ $FIELD_gt: '$value' }] }, { FIELD: 'A', value: 1 }, { and: [{ A_gt: 1 }] }],
    // The longest name is meant.
    ['$ids $id', { ids: ['a'], id: 'b' }, '["a"] b'],
    ['$list_by_id', { list: 'books' }, 'books_by_id'],
    // What has no value stays, so that a missing slot is seen.
    ['$value', {}, '$value'],
    ['$field.$value', { field: 'a' }, 'a.$value'],
    // Anything else is left alone.
    ['US$', { value: 1 }, 'US$'],
    [true, { value: 1 }, true],
  ])('%j with %j: %j', (template, slots, expected) => {
    expect(renderTemplate(template, slots)).toEqual(expected);
  });

  it.each(['$field', '$&', '$1', "$'", '$value', '$$'])('a value is never a template itself: %s', (value) => {
    const slots = conditionSlots('title', value);
    expect(renderTemplate({ $field: { eq: '$value', like: '%$value%' } }, slots)).toEqual({
      title: { eq: value, like: `%${value}%` },
    });
  });
});

describe('fieldSlots', () => {
  it.each([
    ['productName', 'ProductName', 'PRODUCT_NAME'],
    ['product_name', 'Product_name', 'PRODUCT_NAME'],
    ['HTMLText', 'HTMLText', 'HTML_TEXT'],
    ['sku2Code', 'Sku2Code', 'SKU2_CODE'],
    ['CREATED_AT', 'CREATED_AT', 'CREATED_AT'],
    ['author.name', 'Author.name', 'AUTHOR_NAME'],
  ])('%s', (name, capitalised, constant) => {
    expect(fieldSlots(name)).toEqual({ field: name, Field: capitalised, FIELD: constant });
    expect(constantCase(name)).toBe(constant);
  });
});

describe('conditionSlots', () => {
  it('makes texts literal in the usual pattern alphabets', () => {
    const { like, regex, glob, text } = conditionSlots('title', '50%_a.b*\\[c]');
    expect({ like, regex, glob, text }).toEqual({
      like: '50\\%\\_a.b*\\\\[c]',
      regex: '50%_a\\.b\\*\\\\\\[c\\]',
      glob: '50%_a.b\\*\\\\\\[c\\]',
      text: '50%_a.b*\\[c]',
    });
  });

  it('has patterns only of texts', () => {
    const { like, regex, glob, text } = conditionSlots('price', 5);
    expect({ like, regex, glob, text }).toEqual({
      like: undefined,
      regex: undefined,
      glob: undefined,
      text: '5',
    });
  });
});

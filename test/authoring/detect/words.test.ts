import { expect, test } from 'vitest';
import { fold, nameForms, plural, singular, splitWords } from '../../../src/authoring/detect/words.js';

test.each([
  ['category', 'categories'],
  ['product', 'products'],
  ['box', 'boxes'],
  ['media', 'media'],
  ['day', 'days'],
  ['status', 'statuses'],
])('%s → %s', (one, many) => {
  expect(plural(one)).toBe(many);
  expect(plural(many)).toBe(many);
});

test('singular gives the plural back', () => {
  for (const word of ['categories', 'products', 'addresses', 'days'])
    expect(plural(singular(word))).toBe(word);
});

test('spellings of one name are one', () => {
  expect(new Set(['createdAt', 'created_at', 'CREATED_AT'].map(fold)).size).toBe(1);
  expect(nameForms('Category').has('categories')).toBe(true);
  expect(splitWords('productURLList')).toEqual(['product', 'url', 'list']);
});

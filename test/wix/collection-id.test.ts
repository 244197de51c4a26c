import { expect, it } from 'vitest';
import { resolveCollectionId } from '../../src/wix/collection-id.js';

const known = new Set(['cities', 'other/cities', '@me/app/special']);

it.each<[string, string | undefined, string | undefined]>([
  ['cities', undefined, 'cities'],
  ['myDb/cities', undefined, undefined],
  ['myDb/cities', 'myDb', 'cities'],
  ['myDb/unknown', 'myDb', undefined],
  ['yourDb/cities', 'myDb', undefined],
  ['@me/app/cities', '@me/app', 'cities'],
  ['other/cities', 'other', 'other/cities'],
  ['/cities', '', 'cities'],
  ['', 'myDb', undefined],
])('%s in namespace %s is %s', (raw, namespace, expected) => {
  expect(resolveCollectionId(raw, known, namespace)).toBe(expected);
});

import { describe, expect, test } from 'vitest';
import { extensionNames, findExtension } from '../../../src/styles/extensions/registry.js';

const cases: readonly (readonly [
  loop: string,
  rows: number,
  cursor: string | null,
  more: boolean | undefined,
  next: string,
])[] = [
  ['strict', 10, 'c', true, 'more'],
  ['strict', 10, 'c', false, 'end'],
  ['strict', 10, null, undefined, 'end'],
  ['strict', 10, 'c', undefined, 'more'],
  ['strict', 10, null, true, 'broken'],
  ['strict', 0, 'c', true, 'broken'],
  ['strict', 0, 'c', undefined, 'more'],
  ['sparse', 0, 'c', undefined, 'more'],
  ['sparse', 0, null, undefined, 'end'],
  ['sparse', 3, null, true, 'broken'],
  ['until-empty', 10, 'c', undefined, 'more'],
  ['until-empty', 0, 'c', undefined, 'end'],
  ['until-empty', 3, null, undefined, 'end'],
  ['until-empty', 3, 'c', false, 'end'],
];

describe('page loops', () => {
  test.each(cases)('%s: %i rows, cursor %s, more %s: %s', (loop, rows, cursor, more, next) => {
    expect(findExtension('pageLoop', loop)!.next({ rows, cursor, more }).kind).toBe(next);
  });

  test('all are known by name', () => {
    expect(extensionNames('pageLoop')).toEqual(['sparse', 'strict', 'until-empty']);
  });
});

/** What is worked out once for each object. */
import { expect, test } from 'vitest';
import { onceForEach } from '../src/once-for-each.js';

test('each object has its own, made when it is asked for first', () => {
  const made: string[] = [];
  const lengthOf = onceForEach(({ text }: { readonly text: string }) => {
    made.push(text);
    return text.length;
  });
  const [empty, one, other] = [{ text: '' }, { text: 'one' }, { text: 'one' }];
  expect(made).toEqual([]);
  expect([empty, one, empty, other, one].map(lengthOf)).toEqual([0, 3, 0, 3, 3]);
  expect(made).toEqual(['', 'one', 'one']);
});

test('what could not be made is tried again', () => {
  let broken = true;
  const read = onceForEach((_: object) => {
    if (broken) throw new Error('broken');
    return 'read';
  });
  const object = {};
  expect(() => read(object)).toThrow('broken');
  broken = false;
  expect(read(object)).toBe('read');
});

/** Requests by their text: read once, and given again. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rememberRead } from '../../src/service/read-before.js';
import { parseQuery } from '../../src/wix/requests.js';
import { filter } from '../wix/arbitraries.js';

it('the same text is read once; one that is no request, or has no text, each time', () => {
  let times = 0;
  const read = rememberRead((raw) => {
    times += 1;
    if (raw === 'bad') throw new Error('no request');
    return Object.freeze({ raw });
  });
  const first = read('a', 'text a');
  expect(read('a', 'text a')).toBe(first);
  expect(times).toBe(1);
  expect(read('b', 'text b')).toEqual({ raw: 'b' });
  read('a', undefined);
  read('a', undefined);
  expect(times).toBe(4);
  expect(() => read('bad', 'text bad')).toThrow('no request');
  expect(() => read('bad', 'text bad')).toThrow('no request');
  expect(times).toBe(6);
});

it('are bounded in bytes, and what was asked longest ago goes first', () => {
  const asked: string[] = [];
  const read = rememberRead((raw) => {
    asked.push(raw as string);
    return Object.freeze({});
  });
  const text = (index: number): string => `${index}`.padEnd(1000, '.');
  for (let index = 0; index < 200; index += 1) {
    read(`${index}`, text(index));
    // Is used all the time.
    read('0', text(0));
  }
  expect(asked).toHaveLength(200);
  read('0', text(0));
  read('199', text(199));
  expect(asked).toHaveLength(200);
  read('1', text(1));
  expect(asked).toHaveLength(201);
});

it('is what the request says, whatever was read before', () => {
  const read = rememberRead(parseQuery);
  fc.assert(
    fc.property(fc.array(filter, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(3)), (filters, order) => {
      for (const each of order) {
        const raw = { collectionId: 'things', query: { filter: filters[each % filters.length] } };
        expect(read(raw, JSON.stringify(raw))).toEqual(parseQuery(raw));
      }
    }),
  );
});

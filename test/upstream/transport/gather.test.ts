import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText } from '../../../src/upstream/transport/decode.js';
import { gather } from '../../../src/upstream/transport/gather.js';

function valuesOf(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 1;
  return Object.values(json).reduce((sum: number, each) => sum + valuesOf(each), 1);
}

function cutUp(body: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0, index = 0; from < body.length; index++) {
    const size = sizes[index % sizes.length]!;
    chunks.push(body.subarray(from, from + size));
    from += size;
  }
  return chunks;
}

test('property: the text is what came, however it is cut, and the count is never below the number of values', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      fc.jsonValue({ stringUnit: 'grapheme' }),
      sizes,
      fc.integer({ min: 1, max: 500 }),
      (value, cuts, times) => {
        const json = Array.from({ length: times }, () => value);
        const text = JSON.stringify(json);
        const gathered = gather();
        for (const chunk of cutUp(Buffer.from(text), cuts)) {
          gathered.add(chunk);
          if (chunk.length % 2 === 0) gathered.values();
          if (chunk.length % 3 === 0) gathered.atMost(1e9);
        }
        expect(String(gathered.whole())).toBe(text);
        expect(gathered.atMost(1e9)).toBeGreaterThanOrEqual(gathered.values());
        expect(gathered.atMost(1e9)).toBe(1 + (text.match(/[,[{]/g)?.length ?? 0));
        expect(gathered.values()).toBeGreaterThanOrEqual(valuesOf(json));
        expect(gathered.values()).toBeLessThanOrEqual(2 * valuesOf(json) + 1);
      },
    ),
  );
});

test('commas and brackets inside texts are not counted, also behind escaped quotes and across chunks', () => {
  const gathered = gather();
  for (const part of ['["a,[{\\', '",[', '\\\\"', ',"[[["]']) gathered.add(Buffer.from(part));
  expect(gathered.values()).toBe(3);
  expect(JSON.parse(String(gathered.whole()))).toHaveLength(2);
});

test('a million chunks of one byte take about as much memory as a million bytes', () => {
  const gathered = gather();
  const network = Buffer.alloc(65_536, 0x20);
  for (let at = 0; at < 1_000_000; at++) gathered.add(network.subarray(at % 65_536, (at % 65_536) + 1));
  expect(gathered.held()).toBeLessThan(2_100_000);
  expect(gathered.whole()).toHaveLength(1_000_000);
});

test('looking for the most values that there can be ends above the number that is allowed', () => {
  const gathered = gather();
  gathered.add(Buffer.from('[[[[[[[['));
  expect(gathered.atMost(3)).toBe(4);
  expect(gathered.values()).toBe(9);
});

test('a long text of ASCII stays bytes, every other is a text', () => {
  const parts = ['"a"', `"${'a'.repeat(70_000)}"`, `"${'é'.repeat(70_000)}"`];
  const decoded = parts.map((part) => decodeText(Buffer.from(part)));
  expect(decoded.map(String)).toEqual(parts);
  expect(decoded.map((each) => typeof each)).toEqual(['string', 'object', 'string']);
});

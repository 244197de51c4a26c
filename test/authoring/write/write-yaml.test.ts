import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { printYaml, type YamlOptions } from '../../../src/authoring/write/write-yaml.js';
import { parseYaml } from '../../../src/mapping/parse-yaml.js';
import type { Json } from '../../../src/styles/vocabulary.js';

test('a file as init writes it', () => {
  const value = {
    version: 1,
    collection: 'products',
    headers: { authorization: 'Bearer ${TOKEN}' },
    list: { field: 'allProducts', arguments: { channel: 'web', language: '$language' } },
    where: {},
    fields: {
      title: 'name',
      price: { path: 'price.amount', type: 'NUMBER' },
      tags: { path: 'tags[].name', type: 'ARRAY_STRING' },
      status: { path: 'status', values: { ['A'.repeat(40)]: 'One', ['B'.repeat(40)]: 'Two' } },
    },
  };
  const options: YamlOptions = {
    header: 'yaml-language-server: $schema=x\n\nWritten by init.',
    block: [['headers'], ['fields']],
    comments: [
      { path: ['collection'], text: 'the id in Wix', place: 'end' },
      { path: ['list'], text: 'All of them.' },
      { path: ['fields', 'price'], text: 'In cents?\nThen add scale: 0.01.' },
    ],
    disabled: [
      { path: ['fields'], value: { brand: { path: 'brand.name', type: 'TEXT' } }, text: 'Not mapped:' },
      { path: [], value: { writes: { remove: { mutation: 'deleteProduct', arguments: { id: '$id' } } } } },
    ],
  };
  const text = printYaml(value, options);
  expect(text).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=x
    #
    # Written by init.
    version: 1
    collection: products # the id in Wix
    headers:
      authorization: Bearer \${TOKEN}
    # All of them.
    list: { field: allProducts, arguments: { channel: web, language: $language } }
    where: {}
    fields:
      title: name
      # In cents?
      # Then add scale: 0.01.
      price: { path: price.amount, type: NUMBER }
      tags: { path: "tags[].name", type: ARRAY_STRING }
      status:
        path: status
        values:
          AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA: One
          BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB: Two
      # Not mapped:
      # brand: { path: brand.name, type: TEXT }
    # writes: { remove: { mutation: deleteProduct, arguments: { id: $id } } }
    "
  `);
  expect(parse(text)).toEqual(value);
  const enabled = text.replace('# writes:', 'writes:').replace('#   remove', '  remove');
  expect(parse(enabled.replace(/^ {2}# brand/m, '  brand'))).toEqual({
    ...value,
    fields: { ...value.fields, ...options.disabled![0]!.value },
    ...options.disabled![1]!.value,
  });
});

test.each<[Json, string]>([
  ['no', 'no'],
  ['true', '"true"'],
  ['12', '"12"'],
  ['0x1', '"0x1"'],
  ['null', '"null"'],
  ['~', '"~"'],
  ['', '""'],
  ['\n\n a', '"\\n\\n a"'],
  ['a\nb\n', '|\na\nb'],
  ['a: b', '"a: b"'],
  ['a #b', '"a #b"'],
  ['- a', '"- a"'],
  ['*a', '"*a"'],
  ['<<', '<<'],
  ['\u00a0', '"\u00a0"'],
  ['\ud800', '"\\ud800"'],
  ['a\u0007', '"a\\a"'],
  [[], '[]'],
  [null, 'null'],
])('%j is printed as %s', (value, expected) => {
  const text = printYaml(value);
  expect(parse(text)).toEqual(value);
  expect(text.trimEnd()).toBe(expected);
});

test('a comment for what is not there is a mistake', () => {
  expect(() => printYaml({ a: 1 }, { comments: [{ path: ['b'], text: 'x' }] })).toThrow(
    'b, which is not there',
  );
  expect(() => printYaml({ a: 1 }, { disabled: [{ path: ['a', 'b'], value: {} }] })).toThrow('not there');
});

const nasty = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '  a',
      'a ',
      'a\n',
      '\n',
      '\n\n a',
      'a\r\nb',
      '\t',
      'a\tb',
      '---',
      '...',
      '--- a',
      '# a',
      'a # b',
      'a: b',
    ],
    ...[
      'a:',
      ':',
      '- a',
      '-',
      '?',
      '? a',
      '!a',
      '&a',
      '*a',
      '@a',
      '`a',
      '%a',
      '|',
      '>',
      '"',
      "'",
      "''",
      '{',
      '}',
      '{a}',
    ],
    ...[
      '[',
      ']',
      ',',
      'a,b',
      'no',
      'yes',
      'true',
      'NULL',
      '~',
      '1',
      '1.0',
      '1e3',
      '0o7',
      '0x1',
      '.inf',
      '-.inf',
      '.nan',
    ],
    ...[
      '<<',
      '=',
      '2020-01-01',
      '\0',
      '\x7f',
      '\u0085',
      '\u2028',
      '\ufeff',
      '\ud800',
      '\udc00a',
      '😀',
      '\\',
      '\\n',
      '${A}',
    ],
    ...[
      'a'.repeat(200),
      'word '.repeat(40),
      'constructor',
      'toString',
      '\u001b[31m',
      '1_000',
      '0',
      '-0',
      '+1',
      '__proto',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'\n\t\r :#-?,[]{}&*!|>\'"%@`\\a1.~<='), maxLength: 8 }),
);
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(nasty, fc.integer(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      nasty.filter((key) => key !== '__proto__' && key !== '<<'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

test('any JSON value, printed and read again, is the same', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = printYaml(value, { header: 'a\nb' });
      expect(parse(text)).toEqual(value);
      const read = parseYaml('a.yaml', text);
      expect(read.problems).toEqual([]);
      expect(read.value).toEqual(value);
    }),
    { numRuns: 2000 },
  );
});

test('comments of any text change nothing, and keys keep their order', () => {
  const place = fc.constantFrom<'before' | 'end'>('before', 'end');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(nasty, json), { minLength: 1, maxLength: 4 }),
      nasty,
      place,
      json,
      (pairs, text, where, more) => {
        const value = Object.fromEntries(pairs.filter(([key]) => key !== '__proto__' && key !== '<<'));
        const comments = Object.keys(value).map((key) => ({ path: [key], text, place: where }));
        const printed = printYaml(value, {
          header: text,
          comments,
          disabled: [{ path: [], value: { more }, text }],
        });
        const read = parse(printed) as object;
        expect(read ?? {}).toEqual(value);
        expect(Object.keys(read ?? {})).toEqual(Object.keys(value));
      },
    ),
    { numRuns: 1000 },
  );
});

test('no line of a folded object is wider than 100', () => {
  const small = fc.dictionary(
    fc.constantFrom('a', 'bb', 'ccc', 'dddd'),
    fc.constantFrom('x', 'y'.repeat(20), 'z'.repeat(35)),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('k', 'l', 'm'), fc.oneof(small, fc.array(small))), (value) => {
      const lines = printYaml(value as Json).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    }),
  );
});

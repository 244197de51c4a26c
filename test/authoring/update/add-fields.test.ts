/** Fields are added as lines behind the last one, whatever the file looks like, and nothing else changes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { addFields } from '../../../src/authoring/update/add-fields.js';

const additions = [
  { key: 'weight', value: 'weight', comments: [] },
  { key: 'size', value: { path: 'dims.size', type: 'NUMBER' }, comments: ['in cm', 'rounded'] },
];

it.each([
  [
    'a comment behind',
    'fields:\n  name: name\n  # price: price\n',
    'fields:\n  name: name\n  weight: weight\n  # in cm\n  # rounded\n  size: { path: dims.size, type: NUMBER }\n  # price: price\n',
  ],
  [
    'a comment on its line',
    'fields:\n    name: name # so\nid: id\n',
    'fields:\n    name: name # so\n    weight: weight\n    # in cm\n    # rounded\n    size: { path: dims.size, type: NUMBER }\nid: id\n',
  ],
  [
    'no line feed at the end',
    'fields:\n  name: name',
    'fields:\n  name: name\n  weight: weight\n  # in cm\n  # rounded\n  size: { path: dims.size, type: NUMBER }\n',
  ],
  [
    'a block as the last value',
    'fields:\n  name:\n    path: name\n\nid: id\n',
    'fields:\n  name:\n    path: name\n  weight: weight\n  # in cm\n  # rounded\n  size: { path: dims.size, type: NUMBER }\n\nid: id\n',
  ],
  [
    'on one line',
    'fields: { name: name } # all\n',
    'fields: { name: name, "weight":"weight", "size":{"path":"dims.size","type":"NUMBER"} } # all\n',
  ],
])('%s', (_, before, after) => {
  expect(addFields(before, additions)).toBe(after);
});

it.each([
  ['no fields', 'id: id\n'],
  ['empty', 'fields:\n'],
  ['broken', 'fields: { a: b\n'],
  ['an alias', 'x: &f { a: b }\nfields: *f\n'],
  ['the key is there', 'fields:\n  weight: other\n'],
])('%s: nothing is changed', (_, text) => {
  expect(addFields(text, additions)).toBeUndefined();
});

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const blank = fc.constantFrom('', ' ', '   ');
const trailing = fc.constantFrom('', ' # a note', '  #', ' # price: price');
const line = fc.tuple(word, blank, word, trailing);

it('what was there is there still, for any file', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('  ', '    ', ' '),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('', 'id: id', '# end', '\nid: id\n# end'),
      (lines, indent, feed, tail) => {
        const keys = new Set<string>(['weight', 'size']);
        const fresh = lines.filter(([key]) => !keys.has(key) && keys.add(key));
        fc.pre(fresh.length > 0);
        const body = fresh.map(([key, space, value, note]) => `${indent}${key}:${space} ${value}${note}`);
        const text = ['version: 1', 'fields:', ...body, tail].join('\n').replaceAll('\n', feed);
        const after = addFields(text, additions)!;
        const { fields, ...rest } = parse(text);
        expect(parse(after)).toEqual({
          ...rest,
          fields: { ...fields, weight: 'weight', size: { path: 'dims.size', type: 'NUMBER' } },
        });
        const kept = after
          .split(feed)
          .filter((each) => !/weight: weight|size: \{|# in cm|# rounded/.test(each));
        expect(kept.join(feed).trimEnd()).toBe(text.trimEnd());
      },
    ),
  );
});

it('a reference without an anchor leaves the file without a value that could be held against what was meant', () => {
  expect(addFields('fields:\n  name: *other\n', additions)).toBeUndefined();
});

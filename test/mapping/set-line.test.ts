/** One value is set in a file's text, with a comment above it; everything else stays to the letter. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { setLine } from '../../src/mapping/set-line.js';

it.each([
  [
    'a text that is short for an object',
    'list: products\n',
    ['list', 'count'],
    null,
    '# why\nlist: { field: products, count: null }\n',
  ],
  [
    'a field, and its own comment',
    'fields:\n  a: b.c # so\n',
    ['fields', 'a', 'sort'],
    false,
    'fields:\n  # why\n  a: { path: b.c, sort: false } # so\n',
  ],
  [
    'an object on one line',
    'fields:\n  a: { path: b }\n',
    ['fields', 'a', 'operators', 'contains'],
    null,
    'fields:\n  # why\n  a: { path: b, operators: { contains: null } }\n',
  ],
  [
    'a value that is there',
    'list:\n  field: products\n  count: total # all\n',
    ['list', 'count'],
    null,
    'list:\n  field: products\n  # why\n  count: null # all\n',
  ],
  [
    'a block that is there',
    'list:\n  field: p\n  count:\n    path: total\nid: id\n',
    ['list', 'count'],
    null,
    'list:\n  field: p\n  # why\n  count: null\nid: id\n',
  ],
  [
    'an object in lines',
    'list:\n  field: products\n\nid: id\n',
    ['list', 'sort', 'max'],
    1,
    '# why\nlist:\n  field: products\n  sort: { max: 1 }\n\nid: id\n',
  ],
  ['a key of the file itself', 'id: id\n', ['aggregate'], false, 'id: id\n# why\naggregate: false\n'],
  ['no line feed at the end', 'id: id', ['aggregate'], false, 'id: id\n# why\naggregate: false\n'],
  [
    'all on one line',
    'fields: { a: b, c: "d" }\n',
    ['fields', 'c', 'sort'],
    false,
    '# why\nfields: { a: b, c: { path: "d", sort: false } }\n',
  ],
  ['an empty object', 'list: {}\n', ['list', 'count'], null, '# why\nlist: { count: null }\n'],
])('%s', (_, text, path, value, expected) => {
  expect(setLine(text, path, value, 'why')).toBe(expected);
});

it.each([
  ['a number where an object would have to be', 'fields: { a: 1 }\n', ['fields', 'a', 'sort']],
  ['an alias', 'x: &x { b: c }\nlist: *x\n', ['list', 'count']],
  ['a broken file', 'list: { a\n', ['list', 'count']],
  ['no object at all', '- a\n', ['list', 'count']],
])('%s: nothing is changed', (_, text, path) => {
  expect(setLine(text, path, false, 'why')).toBeUndefined();
});

const key = fc.constantFrom('title', 'price', 'sku', 'made');
const form = fc.constantFrom(
  'x',
  '{ path: x }',
  '{ path: "x", sort: y } # note',
  'x # note',
  '\n    path: x\n    type: TEXT',
);
const fields = fc.uniqueArray(fc.tuple(key, form), { selector: ([name]) => name, minLength: 1 });
const listForm = fc.constantFrom(
  'products',
  '{ field: products }',
  '\n  field: products\n  page: { size: first }',
);

it('any file says the same afterwards, and the one value', () => {
  fc.assert(
    fc.property(
      fields,
      listForm,
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      (members, list, feed, first) => {
        const lines = [
          `list: ${list}`,
          '# the fields',
          'fields:',
          ...members.map(([name, text]) => `  ${name}: ${text}`),
        ];
        const text = `${lines.join('\n')}\n`.replaceAll('\n', feed);
        const path = first ? ['list', 'sort', 'unique'] : ['fields', members[0]![0], 'sort'];
        const changed = setLine(text, path, false, 'because');
        const after = parse(changed!);
        const before = parse(text);
        if (first) {
          expect(after.list.sort).toEqual({ unique: false });
          expect(after.fields).toEqual(before.fields);
        } else {
          const [name] = members[0]!;
          expect(after.fields[name]).toMatchObject({ path: 'x', sort: false });
          expect({ ...after.fields, [name]: before.fields[name] }).toEqual(before.fields);
        }
        expect(changed).toContain('# because');
        for (const note of [
          '# the fields',
          ...members.flatMap(([, each]) => (each.includes('# note') ? ['# note'] : [])),
        ])
          expect(changed).toContain(note);
      },
    ),
  );
});

it.each([
  ['a reference without an anchor', 'a: *other\n'],
  ['more references than are followed', `a: &a [1]\nb: [${Array(101).fill('*a').join(', ')}]\n`],
])('%s leaves the file without a value that could be held against what was meant', (_, text) => {
  expect(setLine(text, ['version'], 1)).toBeUndefined();
});

it('nothing is warned of beside the problems of the file', async () => {
  const warned: string[] = [];
  const listen = ({ message }: Error) => warned.push(message);
  process.on('warning', listen);
  try {
    setLine('[a, b]: 1\n', ['version'], 1);
    await new Promise(setImmediate);
  } finally {
    process.off('warning', listen);
  }
  expect(warned).toEqual([]);
});

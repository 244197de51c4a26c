import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../src/mapping/parse-yaml.js';
import { formatProblem } from '../../src/mapping/problem.js';

const faults = (text: string): string => parseYaml('a.yaml', text).problems.map(formatProblem).join('\n');

describe('read', () => {
  test.each<[string, string, unknown]>([
    [
      'YAML 1.2: no, on and dates are text',
      'a: no\nb: on\nc: 2020-01-01',
      { a: 'no', b: 'on', c: '2020-01-01' },
    ],
    [
      'numbers and booleans',
      'a: 1\nb: 0x10\nc: 1.5e3\nd: true\ne: ~',
      { a: 1, b: 16, c: 1500, d: true, e: null },
    ],
    ['numbers as keys, by their text', 'a: { 1: One, true: Yes }', { a: { 1: 'One', true: 'Yes' } }],
    ['CRLF', 'a: 1\r\nb: x\r\n', { a: 1, b: 'x' }],
    ['a byte order mark', '\ufeffa: 1', { a: 1 }],
    ['tabs between tokens', 'a:\t1\t# c\nb: [\t1 ]', { a: 1, b: [1] }],
    ['anchors and aliases', 'a: &x { b: 1 }\nc: *x\nd: [*x]', { a: { b: 1 }, c: { b: 1 }, d: [{ b: 1 }] }],
    ['an anchor that is given again', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    ['core tags', 'a: !!str 12', { a: '12' }],
    [
      'names of Object.prototype are keys like others',
      'constructor: 1\ntoString: 2',
      { constructor: 1, toString: 2 },
    ],
    ['an exact long number', 'a: 9007199254740992', { a: 9007199254740992 }],
    ['an empty file', '', null],
    ['only comments', '# a\n# b\n', null],
    ['--- at the start', '---\na: 1\n', { a: 1 }],
    ['CJK and emoji', 'a: 日本😀', { a: '日本😀' }],
  ])('%s', (_, text, expected) => {
    const { value, problems } = parseYaml('a.yaml', text);
    expect(problems).toEqual([]);
    expect(value).toEqual(expected);
  });
});

describe('refused, with the place', () => {
  test('a key given twice', () => {
    expect(faults('a: 1\nb: 2\na: 3')).toMatchInlineSnapshot(`
      "a.yaml:3:1: key "a" is given twice
        a: 3
        ^
        keep one of them"
    `);
  });
  test('a key given twice, once as a number', () => {
    expect(faults('v: { 1: a, "1": b }')).toMatchInlineSnapshot(`
      "a.yaml:1:12: key "1" is given twice
        v: { 1: a, "1": b }
                   ^^^
        keep one of them"
    `);
  });
  test('a second document', () => {
    expect(faults('a: 1\n---\nb: 2')).toMatchInlineSnapshot(`
      "a.yaml:2:1: a mapping file holds one document
        ---
        ^^^
        move what follows --- to its own file"
    `);
  });
  test('a tab that indents', () => {
    expect(faults('a:\n\tb: 1')).toMatchInlineSnapshot(`
      "a.yaml:2:1: a tab cannot indent
        	b: 1
        ^
        indent with spaces, not with tabs"
    `);
  });
  test('a reference without quotes inside braces', () => {
    expect(faults('headers: { authorization: ${TOKEN} }')).toMatchInlineSnapshot(`
      "a.yaml:1:28: { cannot stand here
        headers: { authorization: \${TOKEN} }
                                   ^
        inside { } and [ ] a reference must stand in quotes: "\${NAME}""
    `);
  });
  test('a path with brackets inside braces', () => {
    expect(faults('tags: { path: tags[].name }')).toMatchInlineSnapshot(`
      "a.yaml:1:19: [ cannot stand here
        tags: { path: tags[].name }
                          ^
        text that holds { } [ ] , or ": " must stand in quotes: "…""
    `);
  });
  test('a list that is not closed', () => {
    expect(faults('a: [1, 2\nb: 3')).toMatchInlineSnapshot(`
      "a.yaml:1:4: this [ is never closed
        a: [1, 2
           ^
        write ] where it ends"
    `);
  });
  test.each([
    ['no colon', 'fields:\n  country country\n  title: name'],
    ['no blank', 'fields:\n  title: name\n  country:country\n'],
    ['a quote that is not closed', 'a: 1\nname: "abc\nfields:\n  title: name\n'],
    ['a brace that is not closed', 'list: { field: a\nfields:\n  title: name\n'],
    ['a text with a reserved character', 'displayName: @home'],
  ])('%s', (_, text) => {
    expect(faults(text)).toMatchSnapshot();
  });
  test('two colons in a line', () => {
    expect(faults('a: b: c')).toMatchInlineSnapshot(`
      "a.yaml:1:4: a key cannot start inside the value of another
        a: b: c
           ^
        text that holds { } [ ] , or ": " must stand in quotes: "…""
    `);
  });
  test('a merge key', () => {
    expect(faults('a: &x { b: 1 }\nc:\n  <<: *x')).toMatchInlineSnapshot(`
      "a.yaml:3:3: merge keys (<<) are not supported
          <<: *x
          ^^
        write the keys out"
    `);
  });
  test('a tag', () => {
    expect(faults('a: !secret x\nb: !!binary aGk=')).toMatchInlineSnapshot(`
      "a.yaml:1:4: tags (!…) are not supported
        a: !secret x
           ^^^^^^^
        remove the tag
      a.yaml:2:4: tags (!…) are not supported
        b: !!binary aGk=
           ^^^^^^^^
        remove the tag"
    `);
  });
  test('another version of YAML', () => {
    expect(faults('%YAML 1.1\n---\na: no')).toMatchInlineSnapshot(`
      "a.yaml:1:1: only YAML 1.2 is supported
        %YAML 1.1
        ^
        remove the %YAML directive"
    `);
  });
  test('__proto__', () => {
    expect(faults('fields:\n  __proto__: { x: 1 }')).toMatchInlineSnapshot(`
      "a.yaml:2:3: "__proto__" cannot be a key
          __proto__: { x: 1 }
          ^^^^^^^^^"
    `);
  });
  test('keys that YAML changes', () => {
    expect(faults('values: { 0x10: a, 1.0: b, ~: c }\n? [a]\n: b')).toMatchInlineSnapshot(`
      "a.yaml:1:11: a key must be text, and 0x10 is not
        values: { 0x10: a, 1.0: b, ~: c }
                  ^^^^
        put it in quotes: "0x10"
      a.yaml:1:20: a key must be text, and 1.0 is not
        values: { 0x10: a, 1.0: b, ~: c }
                           ^^^
        put it in quotes: "1.0"
      a.yaml:1:28: a key must be text, and ~ is not
        values: { 0x10: a, 1.0: b, ~: c }
                                   ^
        put it in quotes: "~"
      a.yaml:2:3: a key must be text
        ? [a]
          ^^^"
    `);
  });
  test('numbers that lose digits', () => {
    expect(faults('id: 9007199254740993\nb: .inf')).toMatchInlineSnapshot(`
      "a.yaml:1:5: this number is too long to be held exactly
        id: 9007199254740993
            ^^^^^^^^^^^^^^^^
        put it in quotes: "9007199254740993"
      a.yaml:2:4: this is not a number that JSON can hold
        b: .inf
           ^^^^
        write a number; a text stands in quotes: ".inf""
    `);
  });
  test('an alias without an anchor, and one inside its own anchor', () => {
    expect(faults('a: *nothing\nb: &x [*x]')).toMatchInlineSnapshot(`
      "a.yaml:1:4: there is no anchor &nothing before this alias
        a: *nothing
           ^^^^^^^^
      a.yaml:2:8: the alias *x stands inside its own anchor
        b: &x [*x]
               ^^"
    `);
  });
  test('more nesting than any mapping has', () => {
    expect(parseYaml('a', `a: ${'['.repeat(63)}${']'.repeat(63)}`).problems).toEqual([]);
    expect(faults(`a: ${'['.repeat(65)}${']'.repeat(65)}`).split('\n')[0]).toMatchInlineSnapshot(
      `"a.yaml:1:68: nested more than 64 levels deep"`,
    );
  });
});

describe('hostile files end soon, with a problem', () => {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const previous = level === 0 ? 'lol' : `*l${level - 1}`;
    return `l${level}: &l${level} [${Array(9).fill(previous).join(', ')}]`;
  }).join('\n');
  const wide = `a: &a [${Array(200).fill('x').join(', ')}]\n${Array.from({ length: 99 }, (_, i) => `b${i}: *a`).join('\n')}`;

  test.each<[string, string, RegExp]>([
    ['billion laughs', levels, /more than 100 aliases|multiply/],
    ['few aliases of much', wide, /aliases multiply this file beyond its limit/],
    ['many aliases', `a: &a 1\nb: [${Array(101).fill('*a').join(', ')}]`, /more than 100 aliases/],
    ['brackets', '['.repeat(200_000), /nested more than 64 levels deep/],
    ['dashes', '- '.repeat(100_000), /nested more than 64 levels deep/],
    ['quotes', '"'.repeat(20_000), /cannot stand here/],
  ])('%s', (_, text, message) => {
    const { problems } = parseYaml('a', text);
    expect(problems[0]!.message).toMatch(message);
    expect(problems.length).toBeLessThan(10);
  });

  test('thousands of keys given twice are cut short', () => {
    const { problems } = parseYaml('a', 'a: 1\n'.repeat(20_000));
    expect(problems).toHaveLength(100);
  });

  test('many keys are compared in linear time', () => {
    const text = Array.from({ length: 50_000 }, (_, index) => `key${index}: 1`).join('\n');
    const { value, problems } = parseYaml('a', text);
    expect(problems).toEqual([]);
    expect(Object.keys(value as object)).toHaveLength(50_000);
  });
});

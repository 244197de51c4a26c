import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMap, type Node, parseDocument } from 'yaml';
import { parseYaml } from '../../src/mapping/parse-yaml.js';
import { type Path, type PlaceOptions, sourceFile } from '../../src/mapping/source.js';

const text = `version: 1
list: { field: all, arguments: { a: [1, two] } }
fields:
  title: name
  price:
    path: &p amount
    type: NUMBER
  other: *p
  empty:
tags:
  - a
  - b: c
`;
const { source } = parseYaml('a.yaml', text);

test('an empty part of a value is the value, and is not looked for without end', () => {
  const place = () => shown(['list', 'field'], { within: '', behind: 'al' });
  // The time limit of a script ends what it calls too.
  expect(runInNewContext('place()', { place }, { timeout: 2000 })).toBe('2:16 all');
});

/** The text that the carets cover, with its place. */
function shown(path: Path, options?: PlaceOptions): string {
  const { line, column, sourceLine, length } = source.problemAt(path, 'm', options);
  return `${line}:${column} ${sourceLine!.slice(column - 1, column - 1 + length!)}`;
}

test.each<[string, Path, PlaceOptions | undefined, string]>([
  ['a value', ['version'], undefined, '1:10 1'],
  ['a key', ['version'], { at: 'key' }, '1:1 version'],
  ['inside objects and lists on one line', ['list', 'arguments', 'a', 1], undefined, '2:41 two'],
  ['an object on one line', ['list', 'arguments'], undefined, '2:32 { a: [1, two] }'],
  ['an object on its own lines, by its key', ['fields', 'price'], undefined, '5:3 price'],
  ['an alias', ['fields', 'other'], undefined, '8:10 *p'],
  ['an empty value, by its key', ['fields', 'empty'], undefined, '9:3 empty'],
  ['an element of a list', ['tags', 0], undefined, '11:5 a'],
  ['inside an element', ['tags', 1, 'b'], undefined, '12:8 c'],
  ['an object in a list, by its start', ['tags', 1], undefined, '12:5 b'],
  ['a missing key, at its object', ['fields', 'price', 'scale'], undefined, '5:3 price'],
  ['below a text, at the text', ['fields', 'title', 'x', 'y'], { at: 'value' }, '4:3 title'],
  ['a missing key of the file', ['collection'], undefined, '1:1 v'],
  ['beyond a list', ['tags', 7], undefined, '10:1 tags'],
  ['a part of a value', ['list', 'arguments'], { within: 'two' }, '2:41 two'],
])('%s', (_, path, options, expected) => {
  expect(shown(path, options)).toBe(expected);
});

test('help and severity are carried', () => {
  const problem = source.problemAt(['version'], 'm', { help: 'h', severity: 'warning' });
  expect(problem).toMatchObject({ file: 'a.yaml', message: 'm', help: 'h', severity: 'warning' });
  expect(source.problemAt(['version'], 'm')).not.toHaveProperty('help');
});

test('values as written', () => {
  expect(source.writtenAt(['fields', 'title'])).toBe('name');
  expect(source.writtenAt(['fields', 'other'])).toBe('amount');
  expect(source.writtenAt(['fields'])).toBeUndefined();
  expect(source.writtenAt(['nothing'])).toBeUndefined();
});

test('a place is always inside the file, whatever the text and the path', () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      'b:',
      ': ',
      '\n',
      '\r\n',
      '\t',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '|',
      '#',
      '&x ',
      '*x',
    ],
    ...['!t ', '---\n', '\ufeff', '1', 'é', '😀', '? ', '>-\n', '%YAML 1.1\n', '<<: ', '__proto__: ', '\0'],
  );
  const anyText = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
  const anyPath = fc.array(fc.oneof(fc.constantFrom('a', 'b', '1'), fc.nat(3)), { maxLength: 4 });
  fc.assert(
    fc.property(anyText, anyPath, (content, path) => {
      const parsed = parseYaml('f', content);
      const lines = parsed.source.text.split('\n').map((line) => line.replace(/\r$/, ''));
      const atKey = parsed.source.problemAt(path, 'm', { at: 'key' });
      expect(parsed.source.positionAt(path)).toEqual({ line: atKey.line, column: atKey.column });
      for (const problem of [...parsed.problems, parsed.source.problemAt(path, 'm'), atKey]) {
        const line = lines[problem.line - 1];
        expect(problem.sourceLine).toBe(line);
        expect(problem.column).toBeGreaterThanOrEqual(1);
        // One past the end points at what is missing there; a lone \r may be the character there.
        expect(problem.column).toBeLessThanOrEqual(line!.length + 2);
        expect(problem.length).toBeGreaterThanOrEqual(1);
      }
    }),
    { numRuns: 1000 },
  );
});

test('where fields and what stands above them begin is known without the nodes, which may have to be read again', () => {
  const root = parseDocument(text).contents;
  let read = 0;
  const nodes = () => {
    read += 1;
    return { root, targets: new Map() };
  };
  const { positionAt } = sourceFile('a.yaml', text, nodes);
  read = 0;
  for (const path of [
    ['version'],
    ['list', 'field'],
    ['fields', 'price'],
    ['fields', 'other'],
    ['aggregate'],
  ])
    expect(positionAt(path)).toEqual(source.positionAt(path));
  expect(read).toBe(0);
  expect(positionAt(['fields', 'price', 'type'])).toEqual({ line: 7, column: 5 });
  expect(read).toBe(1);
});

test('places are found in linear time: the keys of a map are read once, not once for each place', () => {
  const keysRead = (size: number): number => {
    const keys = Array.from({ length: size }, (_, index) => `key${index}`);
    const document = keys.map((key) => `${key}: 1`).join('\n');
    const root = parseDocument(document).contents as Node;
    if (!isMap(root)) throw new Error('no map');
    let read = 0;
    const items = new Proxy(root.items, {
      get(target, name, receiver) {
        if (typeof name === 'string' && /^\d+$/.test(name)) read += 1;
        return Reflect.get(target, name, receiver);
      },
    });
    root.items = items;
    const { problemAt, writtenAt } = sourceFile('a.yaml', document, () => ({ root, targets: new Map() }));
    for (const [index, key] of keys.entries()) {
      expect(problemAt([key], 'm', { at: 'key' }).line).toBe(index + 1);
      expect(writtenAt([key])).toBe('1');
    }
    return read;
  };
  expect(keysRead(10)).toBeLessThan(10 * 20);
  expect(keysRead(5000)).toBeLessThan(5000 * 3);
});

test('of keys that are given twice the first counts, in large maps too', () => {
  const many = Array.from({ length: 100 }, (_, index) => `k${index}: 1`).join('\n');
  const { source: twice } = parseYaml('a.yaml', `${many}\nk5: 2`);
  expect(twice.problemAt(['k5'], 'm', { at: 'key' }).line).toBe(6);
});

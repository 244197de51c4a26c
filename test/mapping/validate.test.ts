import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printYaml } from '../../src/authoring/write/write-yaml.js';
import { substitute } from '../../src/mapping/environment.js';
import { fileKind } from '../../src/mapping/file-kind.js';
import type { Edit } from '../../src/mapping/next-action.js';
import { parseYaml } from '../../src/mapping/parse-yaml.js';
import { formatProblem, sortProblems } from '../../src/mapping/problem.js';
import { collectionMapping, upstreamMapping } from '../../src/mapping/schema.js';
import { validate } from '../../src/mapping/validate.js';
import type { Json } from '../../src/styles/vocabulary.js';
import { applied } from './applied.js';

const head = 'version: 1\ncollection: a\ntype: T\nid: id\n';

function check(
  text: string,
  schema: typeof collectionMapping | typeof upstreamMapping = collectionMapping,
): string {
  const { source, value } = parseYaml('a.yaml', text);
  const { problems } = validate<unknown>(schema, value!, source);
  return sortProblems(problems).map(formatProblem).join('\n');
}
/** Only the lines after a right head, without the head's own problems. */
const checkField = (field: string): string => check(`${head}list: all\nfields:\n  ${field}\n`);
const checkList = (list: string): string => check(`${head}fields: {}\nlist: ${list}\n`);

test('a right file has its value and no problems', () => {
  const { source, value } = parseYaml(
    'a.yaml',
    `${head}list: all\nfields: { title: name, n: { path: n, scale: 2 } }`,
  );
  expect(validate(collectionMapping, value!, source)).toEqual({ value, problems: [] });
});

test('text where YAML reads a number or boolean', () => {
  expect(checkField('title: 123')).toMatchInlineSnapshot(`
    "a.yaml:7:10: expected text or an object (key: value), found the number 123
        title: 123
               ^^^
      put it in quotes: "123""
  `);
  expect(checkField('title: { path: true }')).toMatchInlineSnapshot(`
    "a.yaml:7:18: expected text, found true
        title: { path: true }
                       ^^^^
      put it in quotes: "true""
  `);
});
test.each([
  ['yes', 'true'],
  ['On', 'true'],
  ['no', 'false'],
  ['OFF', 'false'],
])('%s where true or false is wanted', (word, meant) => {
  expect(checkField(`title: { path: a, hidden: ${word} }`)).toBe(
    `a.yaml:7:29: expected true or false, found the text "${word}"
    title: { path: a, hidden: ${word} }
                              ${'^'.repeat(word.length)}
  write ${meant}`,
  );
});

test('a key that is known, one level too high or too low', () => {
  expect(check(`${head}list: all\nfields: { title: name }\npage: { max: 5 }\n`)).toMatchInlineSnapshot(`
    "a.yaml:7:1: unknown key "page"
      page: { max: 5 }
      ^^^^
      it stands inside list, or inside limits"
  `);
  expect(check(`${head}list:\n  field: all\n  fields: { title: name }\nfields: {}\n`)).toMatchInlineSnapshot(`
    "a.yaml:7:3: unknown key "fields"
        fields: { title: name }
        ^^^^^^
      it stands inside filter, or inside sort, or beside list"
  `);
});

test('a key that is like one that is given already is not taken for it', () => {
  expect(check(`${head}list: all\nlist2: all\nfields: {}\n`)).toMatchInlineSnapshot(`
    "a.yaml:6:1: unknown key "list2"
      list2: all
      ^^^^^
      is it "list", which is given already?"
  `);
});

test.each([
  ['a sign that is not seen', 'wri\u200btes: {}', 'writes: {}'],
  ['a comment that sticks to a word', 'local: deny#x', 'local: deny'],
  ['quotes of a word processor', 'local: “deny”', 'local: deny'],
])('%s goes with the word that is meant', (_, written, meant) => {
  const text = `${head}list: all\nfields: {}\n${written}\n`;
  const { source, value } = parseYaml('a.yaml', text, fileKind('collection'));
  const [problem] = validate<unknown>(collectionMapping, value!, source).problems;
  const edit = problem!.actions!.find((each): each is Edit => each.kind === 'edit')!;
  expect(applied(text, edit)).toBe(`${head}list: all\nfields: {}\n${meant}\n`);
});

test('a number in quotes', () => {
  expect(check(`${head.replace('1', '"1"')}list: all\nfields: {}`)).toMatchInlineSnapshot(`
    "a.yaml:1:10: expected the number 1, found the text "1"
      version: "1"
               ^^^
      write 1 without quotes"
  `);
  expect(checkField('title: { path: a, scale: "0.01" }')).toMatchInlineSnapshot(`
    "a.yaml:7:28: expected a number, found the text "0.01"
        title: { path: a, scale: "0.01" }
                                 ^^^^^^
      write it without quotes"
  `);
});
test('another version', () => {
  expect(check(`${head.replace('1', '2')}list: all\nfields: {}`)).toMatchInlineSnapshot(`
    "a.yaml:1:10: expected 1, found the number 2
      version: 2
               ^"
  `);
});
test('a misspelled key that is required is one problem', () => {
  expect(check(`${head.replace('collection', 'colection')}list: all\nfields: {}`)).toMatchInlineSnapshot(`
    "a.yaml:2:1: unknown key "colection"
      colection: a
      ^^^^^^^^^
      did you mean "collection"?"
  `);
  expect(checkList('{ feild: all }')).toMatchInlineSnapshot(`
    "a.yaml:6:9: unknown key "feild"
      list: { feild: all }
              ^^^^^
      did you mean "field"?"
  `);
});
test('missing keys say what they are', () => {
  expect(check('version: 1\ncollection: a\ntype: T\nlist: all\nfields: {}')).toMatchInlineSnapshot(`
    "a.yaml:1:1: the key "id" is missing
      version: 1
      ^
      add id: … (Path of the unique id; it becomes _id)"
  `);
  expect(check('version: 1', upstreamMapping)).toMatchInlineSnapshot(`
    "a.yaml:1:1: the key "url" is missing
      version: 1
      ^
      add url: … (Address of the GraphQL endpoint; UPSTREAM_URL in the environment overrides it)"
  `);
});
test('unknown keys inside unions', () => {
  expect(checkField('title: { pth: name }')).toMatchInlineSnapshot(`
    "a.yaml:7:12: unknown key "pth"
        title: { pth: name }
                 ^^^
      did you mean "path"?"
  `);
  expect(checkList('{ field: all, page: { sizes: first, zzz: 1 } }')).toMatchInlineSnapshot(`
    "a.yaml:6:29: unknown key "sizes"
      list: { field: all, page: { sizes: first, zzz: 1 } }
                                  ^^^^^
      did you mean "size"?
    a.yaml:6:43: unknown key "zzz"
      list: { field: all, page: { sizes: first, zzz: 1 } }
                                                ^^^
      known here: size, offset, page, base, unit, cursor, next, more, pages, max, fixed, offsetMax, sparse, loop"
  `);
});
test('keys of Object.prototype are unknown keys', () => {
  expect(checkField('title: { path: a, constructor: 1 }').split('\n')[0]).toMatchInlineSnapshot(
    `"a.yaml:7:21: unknown key "constructor""`,
  );
});
test('unknown words', () => {
  expect(checkField('title: { path: name, type: Number }')).toMatchInlineSnapshot(`
    "a.yaml:7:30: the text "Number" is not allowed here
        title: { path: name, type: Number }
                                   ^^^^^^
      did you mean "NUMBER"? allowed: TEXT, NUMBER, DATE, DATETIME, IMAGE, BOOLEAN, DOCUMENT, URL, RICH_TEXT, VIDEO, ANY, ARRAY_STRING, ARRAY_DOCUMENT, AUDIO, TIME, LANGUAGE, RICH_CONTENT, MEDIA_GALLERY, ADDRESS, REFERENCE, MULTI_REFERENCE, OBJECT, ARRAY"
  `);
  expect(checkList('{ field: all, filter: { style: suffix, at: where } }')).toMatchInlineSnapshot(`
    "a.yaml:6:38: the text "suffix" is not allowed here
      list: { field: all, filter: { style: suffix, at: where } }
                                           ^^^^^^
      did you mean "suffixes"? allowed: operators, suffixes, equality, predicates, search, templates"
  `);
});
test('keys of a table of words', () => {
  const operators = 'operators: { txt: { eq: _eq, equals: _eq } }';
  expect(
    checkList(`{ field: all, filter: { style: operators, at: where, ${operators} } }`),
  ).toMatchInlineSnapshot(`
    "a.yaml:6:73: unknown key "txt"
      list: { field: all, filter: { style: operators, at: where, operators: { txt: { eq: _eq, equals: _eq } } } }
                                                                              ^^^
      did you mean "text"?"
  `);
});
test('no value, the wrong kind of value', () => {
  expect(checkField('title:')).toMatchInlineSnapshot(`
    "a.yaml:7:3: expected text or an object (key: value), found nothing
        title:
        ^^^^^
      write a value after the colon, or remove the key"
  `);
  expect(checkField('title: [a]')).toMatchInlineSnapshot(`
    "a.yaml:7:10: expected text or an object (key: value), found a list
        title: [a]
               ^^^"
  `);
  expect(checkList('5')).toMatchInlineSnapshot(`
    "a.yaml:6:7: expected text or an object (key: value), found the number 5
      list: 5
            ^
      put it in quotes: "5""
  `);
  expect(checkField('title: { path: a, filter: true }')).toMatchInlineSnapshot(`
    "a.yaml:7:29: expected text or false, found true
        title: { path: a, filter: true }
                                  ^^^^"
  `);
  expect(check(`${head}list: all\nfields:\n  - title\n`)).toMatchInlineSnapshot(`
    "a.yaml:6:1: expected an object (key: value), found a list
      fields:
      ^^^^^^"
  `);
  expect(check('- a')).toMatchInlineSnapshot(`
    "a.yaml:1:1: expected an object (key: value), found a list
      - a
      ^"
  `);
});
test('a blank that is no space', () => {
  expect(check(`${head}list: all\n\u00a0fields: {}\n`)).toMatchInlineSnapshot(`
    "a.yaml:6:1: the key begins with a blank that is no space (U+00A0)
       fields: {}
      ^^^^^^^
      indent with plain spaces"
  `);
});
test('a key and its value run together', () => {
  expect(check(`${head}list: all\nfields:\n  country:country\n`)).toMatchInlineSnapshot(`
    "a.yaml:7:3: expected an object (key: value), found the text "country:country"
        country:country
        ^^^^^^^^^^^^^^^
      a key and its value have a colon and a blank between them: country: country"
  `);
});
test('one word or another kind of value', () => {
  expect(check(`${head}list: all\nfields: {}\nget: true\n`)).toMatchInlineSnapshot(`
    "a.yaml:7:6: expected an object (key: value) or false, found true
      get: true
           ^^^^"
  `);
});
test('numbers out of bounds', () => {
  expect(
    check(`${head}list: all\nfields: {}\nlimits: { scan: 0, pages: 1.5, concurrency: 65 }`),
  ).toMatchInlineSnapshot(`
    "a.yaml:7:17: must be more than 0
      limits: { scan: 0, pages: 1.5, concurrency: 65 }
                      ^
    a.yaml:7:27: expected a whole number, found the number 1.5
      limits: { scan: 0, pages: 1.5, concurrency: 65 }
                                ^^^
    a.yaml:7:45: must be at most 64
      limits: { scan: 0, pages: 1.5, concurrency: 65 }
                                                  ^^"
  `);
});
test('keys and ids that Wix does not take', () => {
  expect(checkField('a b: name')).toMatchInlineSnapshot(`
    "a.yaml:7:3: a field's key has letters, digits, _ and - only, starts with a letter or _, and is 1 to 128 long
        a b: name
        ^^^"
  `);
  expect(check(`${head.replace(': a', ': a/b')}list: all\nfields: {}`)).toMatchInlineSnapshot(`
    "a.yaml:2:13: a collection's id has letters, digits, _ and - only, does not start with -, and is 1 to 128 long
      collection: a/b
                  ^^^"
  `);
});

test('what the environment gave is not repeated', () => {
  const text = `${head}list: all\nfields: { a: { path: p, type: "\${T}", scale: "\${S}" } }\nlimits: { scan: "\${S}" }`;
  const { source, value } = parseYaml('a.yaml', text);
  const substituted = substitute(value!, { T: 'hunter2', S: 'hunter2' }, source);
  const { problems } = validate(collectionMapping, substituted.value, source);
  const printed = problems.map(formatProblem).join('\n');
  expect(printed).toMatchInlineSnapshot(`
    "a.yaml:6:31: the text "\${T}" is not allowed here
      fields: { a: { path: p, type: "\${T}", scale: "\${S}" } }
                                    ^^^^^^
      allowed: TEXT, NUMBER, DATE, DATETIME, IMAGE, BOOLEAN, DOCUMENT, URL, RICH_TEXT, VIDEO, ANY, ARRAY_STRING, ARRAY_DOCUMENT, AUDIO, TIME, LANGUAGE, RICH_CONTENT, MEDIA_GALLERY, ADDRESS, REFERENCE, MULTI_REFERENCE, OBJECT, ARRAY
    a.yaml:6:46: expected a number, found the text "\${S}"
      fields: { a: { path: p, type: "\${T}", scale: "\${S}" } }
                                                   ^^^^^^
      what the environment gives is always text: write the value itself here
    a.yaml:7:17: expected a number, found the text "\${S}"
      limits: { scan: "\${S}" }
                      ^^^^^^
      what the environment gives is always text: write the value itself here"
  `);
  expect(printed).not.toContain('hunter');
});

test('thousands of faults are cut short', () => {
  const keys = Array.from({ length: 5000 }, (_, index) => `k${index}: { x: 1 }`).join('\n  ');
  const { source, value } = parseYaml('a.yaml', `${head}list: all\nfields:\n  ${keys}`);
  expect(validate(collectionMapping, value!, source).problems).toHaveLength(50);
});

test('places are sought for the faults that are shown, not for all', () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: v`).join('\n');
  const { source, value } = parseYaml('a.yaml', `${head}list: all\nfields: {}\n${keys}`);
  let sought = 0;
  const counting: typeof source = {
    ...source,
    problemAt(...args) {
      sought += 1;
      return source.problemAt(...args);
    },
  };
  expect(validate(collectionMapping, value!, counting).problems).toHaveLength(50);
  expect(sought).toBe(50);
});

/** A right file of each kind; the law below breaks them everywhere. */
const right: readonly (readonly [typeof collectionMapping | typeof upstreamMapping, Json])[] = [
  [
    upstreamMapping,
    {
      version: 1,
      url: 'https://api.example/graphql',
      headers: { authorization: 'Bearer x' },
      oauth2: { tokenUrl: 'https://a/', clientId: 'a', clientSecret: 'b', style: 'basic' },
      defaults: { count: { path: 'total' }, filter: { style: 'equality', at: 'where' } },
      limits: { scan: 5 },
    },
  ],
  [
    collectionMapping,
    {
      version: 1,
      collection: 'products',
      type: 'Product',
      list: { field: 'all', arguments: { a: ['b'] }, page: { size: 'first' }, count: 'total' },
      get: false,
      id: 'id',
      where: { status: 'ACTIVE' },
      fields: { title: 'name', price: { path: 'p', type: 'NUMBER', values: { A: 1 }, filter: false } },
      permissions: { read: 'ANYONE' },
      writes: { remove: { mutation: 'm', arguments: {} } },
    },
  ],
];

test('whatever is wrong: problems, inside the file, and without the secret', () => {
  const secret = 'hunter2';
  const junk = fc.oneof(
    fc.constantFrom<Json>('${S}', 'x ${S} y', 'NUMER', null, true, 7, [], {}),
    fc.constantFrom<Json>({ '${S}': '${S}' }, ['${S}'], { pth: '${S}' }, { field: '${S}', page: '${S}' }),
  );
  /** Replaces, renames or drops members, each with a small chance. */
  const mutate = (value: Json, roll: () => number, wrong: () => Json): Json => {
    if (roll() < 8) return wrong();
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((item: Json) => mutate(item, roll, wrong));
    const entries = Object.entries(value).flatMap(([key, item]): (readonly [string, Json])[] => {
      const die = roll();
      const changed = mutate(item, roll, wrong);
      return die < 4 ? [] : [[die < 8 ? `${key.slice(1)}x` : key, changed]];
    });
    return Object.fromEntries(entries);
  };
  fc.assert(
    fc.property(fc.constantFrom(...right), fc.gen(), ([schema, file], generate) => {
      const broken = mutate(
        file,
        () => generate(fc.nat, 99),
        () => generate(() => junk),
      );
      const { source, value } = parseYaml('a.yaml', printYaml(broken));
      const substituted = substitute(value!, { S: secret }, source);
      const checked = validate<unknown>(schema, substituted.value, source);
      const parsed = (schema as typeof collectionMapping).safeParse(substituted.value);
      expect(checked.problems.length === 0).toBe(parsed.success);
      for (const problem of checked.problems) {
        expect(formatProblem(problem)).not.toContain(secret);
        expect(formatProblem(problem)).not.toMatch(/undefined|\[object|Invalid input/);
        expect(problem.column).toBeLessThanOrEqual(problem.sourceLine!.length + 1);
      }
    }),
    { numRuns: 2000 },
  );
});

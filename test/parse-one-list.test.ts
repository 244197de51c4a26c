import { isAscii } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInPieces } from '../src/parse-in-pieces.js';
import { parseOneList } from '../src/parse-one-list.js';

const noTurn = () => Promise.resolve();
const row = (index: number) => ({
  id: `${index}`,
  name: 'A lamp, "bright" }',
  tags: ['new'],
  price: { amount: index / 100 },
});
const rows = Array.from({ length: 3000 }, (_, index) => row(index));

describe('the usual answers are read this way', () => {
  it.each([
    ['a list in an object', { data: { products: rows } }],
    [
      'with a total behind it',
      { data: { products: rows, total: { aggregate: { count: 5 } } }, extensions: {} },
    ],
    [
      'a connection',
      { data: { products: { edges: rows.map((node) => ({ node })), pageInfo: { hasNextPage: true } } } },
    ],
    [
      'a name that objects have of themselves',
      JSON.parse(`{"__proto__":{"__proto__":${JSON.stringify(rows)}}}`),
    ],
  ])('%s', async (_name, value) => {
    for (const text of [JSON.stringify(value), JSON.stringify(value, undefined, 2)]) {
      let turns = 0;
      const read = await parseOneList(text, async () => {
        turns += 1;
      });
      expect(JSON.stringify(read)).toBe(JSON.stringify(value));
      expect(turns).toBeGreaterThan(text.length / 2 ** 16 - 3);
    }
  });
});

describe('others are not, and are read right', () => {
  const long = JSON.stringify(rows);
  const text = JSON.stringify('},{'.repeat(40_000));
  it.each([
    ['two large lists', `{"data":{"a":${long},"b":${long}}}`],
    ['something before the list', `{"total":1,"a":${long}}`],
    ['two members of one name', `{"data":{"a":${long},"a":[{"b":1}]}}`],
    ['two members of one name, further out', `{"data":{"a":${long}},"data":{"a":[{"b":1}]}}`],
    ['two members of one name, in other spellings', `{"data":{"a":${long}},"d\\u0061ta":{"a":[{"b":1}]}}`],
    ['a text that looks like members', `{"a":[{"b":${text}},{"b":${text}}]}`],
    ['a member that is large', `{"a":[{"b":${long}},{"b":1}]}`],
    ['lists in lists', `{"a":[[${long}],[${long}]]}`],
  ])('%s', async (_name, given) => {
    expect(await parseOneList(given, noTurn)).toBeUndefined();
    expect(await parseInPieces(given, noTurn)).toEqual(JSON.parse(given));
  });

  it.each([
    ['the end is missing', `{"data":{"a":${long}}`],
    ['a bracket too many', `{"data":{"a":${long}]}}`],
    ['a member that is none', `{"data":{"a":${long.replace('"tags":', 'tags:')}}}`],
    ['a comma too many', `{"data":{"a":${long.replace(',{', ',,{')}}}`],
    ['something behind the value', `{"data":{"a":${long}}}}`],
  ])('no JSON: %s', async (_name, given) => {
    expect(await parseOneList(given, noTurn)).toBeUndefined();
    await expect(parseInPieces(given, noTurn)).rejects.toThrow(SyntaxError);
  });
});

describe('property: undefined, or what JSON.parse gives', () => {
  const odd = fc.constantFrom('},{', '"},{"', '\\"},{', '}, {"a":1}, {', ']},{[', 'é\u2028', '');
  const value: fc.Arbitrary<unknown> = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom(null, 0, 'lamp', '"', [], {}, [{}, 1], { a: [{ b: 1 }] }, { a: [{}, {}] }),
    },
    odd,
    fc.tuple(odd, fc.nat({ max: 800 })).map(([part, times]) => part.repeat(times)),
  );
  const member = fc.dictionary(fc.constantFrom('id', 'a', '__proto__', '},{'), value);
  const arounds: readonly (readonly [string, string])[] = [
    ['{"data":{"a":', '}}'],
    ['{"a":', ',"b":[{"c":1},{"c":2}]}'],
    ['{"a":', ',"a":[1]}'],
    ['{"a":{"a":', '},"\\u0061":{"a":[2]}}'],
    ['[', ']'],
  ];
  const texts = fc
    .record({
      some: fc.oneof(
        { weight: 4, arbitrary: fc.array(member, { minLength: 1, maxLength: 8 }) },
        fc.array(fc.oneof(member, value), { minLength: 1, maxLength: 8 }),
      ),
      around: fc.constantFrom(...arounds),
      indent: fc.constantFrom(undefined, 1),
      cut: fc.option(fc.nat(), { freq: 1 }),
    })
    .map(({ some, around: [before, after], indent, cut }) => {
      const times = Math.ceil(120_000 / JSON.stringify(some).length);
      const list = Array.from({ length: times }, () => some).flat();
      const text = `${before}${JSON.stringify(list, undefined, indent)}${after}`;
      return cut === null ? text : text.slice(0, cut % text.length) + text.slice((cut % text.length) + 1);
    });

  it('and the careful way gives the same, or refuses', async () => {
    let quick = 0;
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const read = await parseOneList(text, noTurn);
        if (read !== undefined) {
          expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(text)));
          quick += 1;
        }
        if (isAscii(Buffer.from(text))) expect(await parseOneList(Buffer.from(text), noTurn)).toEqual(read);
        const outcome = (work: () => unknown) =>
          Promise.resolve()
            .then(work)
            .then(JSON.stringify, (error: Error) => error.name);
        expect(await outcome(() => parseInPieces(text, noTurn))).toBe(await outcome(() => JSON.parse(text)));
      }),
      { numRuns: 120 },
    );

    expect(quick).toBeGreaterThan(0);
  });
});

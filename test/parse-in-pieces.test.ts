import { isAscii } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInPieces } from '../src/parse-in-pieces.js';

/** The value or the kind of fault, and how often others had their turn. */
async function parsed(text: string) {
  let turns = 0;
  const turn = async () => {
    turns += 1;
  };
  try {
    const value = await parseInPieces(text, turn);
    const bytes = Buffer.from(text);
    if (isAscii(bytes)) expect(await parseInPieces(bytes, async () => undefined)).toEqual(value);
    return { value, turns };
  } catch (error) {
    return { fault: (error as Error).name, turns };
  }
}

const plain = (text: string) => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { fault: (error as Error).name };
  }
};

/** White space does not change what a text says, and makes small things large. */
const padding = ' '.repeat(70_000);

describe('a text is read as JSON.parse reads it', () => {
  const names = fc.constantFrom('a', 'b', '__proto__', 'constructor', '1', '0', 'é"\\', '[', '{,', '');
  const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(null, true, 0, -1.5e300, '', '"', '\\', '],[', '}{', '\u2028é'),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.array(fc.tuple(names, tie('value')), { maxLength: 5 }).map((members) => Object.fromEntries(members)),
    ),
  }));
  /** The text with padding in some of the places where white space may stand. */
  const padded = fc.tuple(values, fc.array(fc.nat({ max: 200 }), { maxLength: 4 })).map(([value, places]) => {
    const parts = JSON.stringify(value, undefined, 1).split('\n');
    for (const place of places) parts[place % parts.length] += padding;
    return parts.join('\n');
  });

  it('whatever is large in it', async () => {
    await fc.assert(
      fc.asyncProperty(padded, async (text) => {
        const { value, fault } = await parsed(text);
        expect({ value, fault }).toEqual({ fault: undefined, ...plain(text) });
        expect(JSON.stringify(value)).toBe(JSON.stringify(plain(text).value));
      }),
    );
  });

  it('or refused as JSON.parse refuses it', async () => {
    const broken = fc
      .tuple(padded, fc.nat(), fc.constantFrom('', ',', '[', '}', '"', '1', ':', '\\', '{}'))
      .map(([text, place, change]) => {
        const marks = [...text.matchAll(/[^\s]/g)].map(({ index }) => index);
        const at = marks[place % marks.length]!;
        return text.slice(0, at) + change + text.slice(at + 1);
      });
    await fc.assert(
      fc.asyncProperty(broken, async (text) => {
        const { value, fault } = await parsed(text);
        expect({ value, fault }).toEqual({ value: undefined, fault: undefined, ...plain(text) });
      }),
      { numRuns: 300 },
    );
  });

  it('the last of two members of one name is taken, wherever the first is', async () => {
    const long = JSON.stringify('x'.repeat(70_000));
    const text = `{"a":1,"b":[${long}],"a":{"c":${long}},"b":2}`;
    expect((await parsed(text)).value).toEqual(JSON.parse(text));
  });
});

describe('others have their turn', () => {
  const items = Array.from({ length: 50_000 }, (_, index) => ({ _id: `${index}`, tags: [] }));
  it.each([
    ['one list', items],
    ['a list deep inside', { data: { products: { items, total: 5 }, others: [] } }],
    ['an object of many members', Object.fromEntries(items.map((each) => [each._id, each]))],
    ['lists in lists', [items, [items]]],
  ])('%s', async (_name, value) => {
    const text = JSON.stringify(value);
    const { turns, value: read } = await parsed(text);
    expect(read).toEqual(value);
    expect(turns).toBeGreaterThan(text.length / 2 ** 16);
  });

  it('a small text needs none', async () => expect(await parsed('[1]')).toEqual({ value: [1], turns: 0 }));

  it('a large text that nests without end is refused', async () => {
    const deep = (levels: number) => '['.repeat(levels) + padding + ']'.repeat(levels);
    expect((await parsed(deep(500))).fault).toBeUndefined();
    expect((await parsed(deep(501))).fault).toBeUndefined();
    expect((await parsed(deep(501) + padding.repeat(3))).fault).toBe('SyntaxError');
    expect((await parsed(deep(2_000_000))).fault).toBe('SyntaxError');
  });
});

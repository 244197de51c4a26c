/** Copying rows out of the text of an answer gives the same bytes as reading them, for every codec and every odd answer; or it gives nothing. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { textPart } from '../../../src/json-tokens.js';
import { parsePath, readPath } from '../../../src/model/bind/paths.js';
import { compileRows } from '../../../src/model/bind/rows.js';
import { createCodec, UnsupportedCodecError } from '../../../src/model/codecs/codec.js';
import type { CodecOptions } from '../../../src/model/codecs/types.js';
import { copiedRow, itemOf } from '../../../src/model/copied-row.js';
import type { FieldModel } from '../../../src/model/model.js';
import { readOneList } from '../../../src/read-one-list.js';
import type { Item, Json } from '../../../src/wix/json.js';

type Model = Parameters<typeof compileRows>[0];
type Field = readonly [key: string, path: string, options: CodecOptions, fallback?: Json | undefined];

/** A collection of these fields, as far as rows are read. */
function modelOf(fields: readonly Field[]): Model {
  const found = fields.map(([key, path, options, fallback]): [string, FieldModel] => {
    const steps = parsePath(path);
    const names = steps.flatMap((step) => (step.kind === 'field' ? [{ name: step.name }] : []));
    const source = {
      kind: 'path' as const,
      steps: names,
      members: [],
      read: (keys: readonly string[]) => readPath(steps, keys),
      plain: steps.every(({ kind }) => kind === 'field'),
      codec: createCodec(options),
      nullable: true,
      default: fallback,
    };
    return [key, { key, type: options.type, source, position: 'x.yaml:1:1' } as unknown as FieldModel];
  });
  return { id: 'things', fields: new Map(found) };
}

const id: Field = ['_id', 'id', { scalar: 'id', type: 'TEXT' }];
const usual: readonly Field[] = [
  id,
  ['available', 'available', { scalar: 'boolean', type: 'BOOLEAN' }],
  ['brand', 'brand', { scalar: 'text', type: 'TEXT' }],
  ['city', 'maker.address.city', { scalar: 'text', type: 'TEXT' }],
  ['made', 'made_at', { scalar: 'dateTime', type: 'DATETIME' }],
  ['maker', 'maker.name', { scalar: 'text', type: 'TEXT' }],
  ['price', 'price', { scalar: 'float', type: 'NUMBER' }],
  ['stock', 'stock', { scalar: 'int32', type: 'NUMBER' }],
  ['tags', 'tags', { scalar: 'text', type: 'ARRAY_STRING', list: true }],
  ['words', 'words[].word', { scalar: 'text', type: 'ARRAY_STRING', list: true }],
];

interface Copied {
  readonly value: Record<string, unknown>;
  readonly jsons: readonly string[];
  readonly items: readonly Item[];
}

async function copy(
  model: Model,
  text: string,
  keys?: readonly string[],
  seen: readonly string[] = [],
): Promise<Copied | undefined> {
  const read = compileRows(model, [...model.fields.keys()]).copy(keys, seen);
  if (!read) return undefined;
  const said = await readOneList(Buffer.from(text), { path: ['list'], read }, () => undefined);
  if (!said) return undefined;
  const value = said as { data: { list: readonly unknown[] } };
  const rows = value.data.list.map((row) => copiedRow(row)!);
  return {
    value: { ...value, data: { ...value.data, list: [] } },
    jsons: rows.map(({ json }) => Buffer.from(json, 'latin1').toString()),
    items: rows.map(({ item }) => item),
  };
}

/** As it is without copying: undefined where that ends with an error. */
function read(model: Model, text: string): readonly Item[] | undefined {
  try {
    const { data } = JSON.parse(text) as { data: { list: readonly unknown[] } };
    const { read: toItem } = compileRows(model, [...model.fields.keys()]);
    return data.list.map((row) => toItem(row));
  } catch {
    return undefined;
  }
}

/** What is copied is what is read. @returns whether it was copied */
async function compared(model: Model, text: string, seen: readonly string[] = []): Promise<boolean> {
  const copied = await copy(model, text, undefined, seen);
  if (!copied) return false;
  const items = read(model, text);
  expect(items, 'what cannot be read was copied').toBeDefined();
  expect(copied.jsons).toEqual(items!.map((item) => JSON.stringify(item)));
  const watched = ['_id', ...seen];
  expect(copied.items).toEqual(
    items!.map((item) => Object.fromEntries(watched.map((key) => [key, item[key]]))),
  );
  const parsed = JSON.parse(text) as { data: object };
  expect(copied.value).toEqual({ ...parsed, data: { ...parsed.data, list: [] } });
  return true;
}

const row = {
  id: 'a1',
  available: true,
  brand: 'Brøndum – „Größe“ 灯具',
  maker: { address: { city: 'Århus' }, name: 'Casa Núñez' },
  made_at: '2024-01-31T12:30:00.000+00:00',
  price: 12.5,
  stock: 3,
  tags: ['new', 'größer'],
  words: [{ word: 'a' }, null, { word: 'b\n' }],
};
const answerOf = (rows: readonly unknown[]) => ({ data: { list: rows, total: { count: 7 } } });

/** As servers in Python write it. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${spaced(each)}`);
  return `{${members.join(', ')}}`;
}

describe('the usual answer', () => {
  const model = modelOf(usual);
  const seen = ['brand', 'made', 'price', 'tags', 'city'];
  const rows: readonly unknown[] = [
    row,
    { ...row, id: 'a2', maker: null, price: null, tags: [], words: null, made_at: null },
    { ...row, id: 'a3', maker: { address: null, name: 'x "y" \\ z' }, price: -0.25, stock: 0, tags: null },
    {
      ...row,
      id: 'ö',
      maker: { address: { city: null }, name: null },
      available: null,
      brand: null,
      stock: -12,
    },
  ];

  it('is copied, as JSON is mostly written', async () => {
    expect(await compared(model, JSON.stringify(answerOf(rows)), seen)).toBe(true);
    expect(await compared(model, spaced(answerOf(rows)), seen)).toBe(true);
    expect(
      await compared(
        model,
        JSON.stringify({ extensions: { cost: [1, { a: ']' }] }, ...answerOf(rows) }),
        seen,
      ),
    ).toBe(true);
  });

  it('is copied where the answer is long, whatever the places at which its parts end', async () => {
    const many = Array.from({ length: 400 }, (_, index) => ({
      ...(rows[index % rows.length] as object),
      id: `n${index}`,
      brand: 'ß'.repeat((index * 37) % 700),
    }));
    expect(await compared(model, JSON.stringify(answerOf(many)), seen)).toBe(true);
    // A part ends at its 65 536th byte: somewhere behind a comma and before its space, too.
    const few = many.slice(0, 200);
    for (let pushed = 0; pushed < 500; pushed += 1) {
      const first = { ...row, brand: 'x'.repeat(pushed) };
      const read = compileRows(model, [...model.fields.keys()]).copy(undefined, [])!;
      const body = Buffer.from(spaced(answerOf([first, ...few])));
      expect(await readOneList(body, { path: ['list'], read }, () => undefined), `${pushed}`).toBeDefined();
    }
    expect(
      await compared(
        model,
        JSON.stringify(answerOf(many.map((each) => ({ ...each, brand: 'x'.repeat(each.brand.length) })))),
        seen,
      ),
    ).toBe(true);
  });

  it('has just the wanted members, in their order, and becomes an item again', async () => {
    const copied = await copy(model, JSON.stringify(answerOf([row])), ['_id', 'stock', 'nothing', 'brand']);
    expect(copied?.jsons).toEqual([JSON.stringify({ _id: 'a1', stock: 3, brand: row.brand })]);
    const whole = compileRows(model, [...model.fields.keys()]);
    const found: unknown[] = [];
    const text = JSON.stringify(row);
    expect(whole.copy(undefined, [])!(textPart(Buffer.from(text).toString('latin1'), false), 0, found)).toBe(
      Buffer.byteLength(text),
    );
    expect(itemOf(copiedRow(found[0])!)).toEqual(whole.read(row));
  });
});

it('lets others run while wide rows are copied, of which few make much work', async () => {
  const model = modelOf([id, ['notes', 'notes', { scalar: 'json', type: 'OBJECT' }]]);
  const notes = { values: Array.from({ length: 10_000 }, (_, index) => index % 100) };
  const rows = Array.from({ length: 60 }, (_, index) => ({ id: `n${index}`, notes }));
  const body = Buffer.from(JSON.stringify(answerOf(rows)));
  const { copy: read } = compileRows(model, [...model.fields.keys()]);
  let turns = 0;
  const turn = (): undefined => {
    turns += 1;
  };
  expect(await readOneList(body, { path: ['list'], read: read(undefined, [])! }, turn)).toBeDefined();
  // Once for each 64 KiB, at least.
  expect(turns).toBeGreaterThan(body.length / (64 * 1024) - 1);
});

describe('what is not as usual is left to the parser', () => {
  const model = modelOf(usual);
  const text = JSON.stringify(answerOf([row, { ...row, id: 'a2' }]));
  const odd: Readonly<Record<string, string>> = {
    'errors beside the data': text.replace(/\}$/, ',"errors":[{"message":"x"}]}'),
    'errors before it': text.replace('{', '{"errors":[{"message":"x"}],'),
    'another order': JSON.stringify(answerOf([Object.fromEntries(Object.entries(row).reverse())])),
    'a member more': JSON.stringify(answerOf([{ ...row, more: 1 }])),
    'a member less': JSON.stringify(answerOf([{ ...row, words: undefined }])),
    'a row that is null': JSON.stringify(answerOf([row, null])),
    'no rows': JSON.stringify(answerOf([])),
    'no list': JSON.stringify(answerOf(null as never)),
    'lines and tabs': JSON.stringify(answerOf([row]), null, 2),
    'a byte order mark': `\ufeff${text}`,
    'an id that is empty': JSON.stringify(answerOf([{ ...row, id: '' }])),
    'an id that is null': JSON.stringify(answerOf([{ ...row, id: null }])),
    'a value of another type': JSON.stringify(answerOf([{ ...row, stock: 1.5 }])),
    'the list once more': text.replace('"total"', '"list":[],"total"'),
    'another list of that name': text.replace('"total"', '"list":["y"],"total"'),
    'something behind it': `${text}x`,
    'a comma too many': text.replace('}]', '},]'),
    'a comma too few': text.replace('},{"id"', '}{"id"'),
    'the end too early': text.slice(0, -20),
    'a text that does not end': text.slice(0, text.lastIndexOf('b\\n') + 1),
    'a control character in a text': text.replace('Casa', 'Ca\u0001sa'),
    'a number that is none': text.replace('"stock":3', '"stock":03'),
    'an escape that is none': text.replace('Casa', 'Ca\\xsa'),
  };
  it.each(Object.entries(odd))('%s', async (_name, each) => {
    expect(await copy(model, each)).toBeUndefined();
  });
});

const scalars = [
  'text',
  'id',
  'uuid',
  'int32',
  'float',
  'single',
  'decimal',
  'bigint',
  'epochSeconds',
  'epochMilliseconds',
  'boolean',
  'dateTime',
  'localDateTime',
  'date',
  'time',
  'timetz',
  'json',
  'jsonText',
  'enum',
  'unknown',
] as const;
const types = [
  'TEXT',
  'URL',
  'NUMBER',
  'BOOLEAN',
  'DATE',
  'DATETIME',
  'TIME',
  'REFERENCE',
  'ANY',
  'OBJECT',
  'ARRAY',
  'ARRAY_STRING',
  'ARRAY_DOCUMENT',
  'RICH_CONTENT',
] as const;

/** Everything that a mapping may say of a value, where there is a codec for it. */
const options: readonly CodecOptions[] = scalars.flatMap((scalar) =>
  types.flatMap((type) =>
    [false, true].flatMap((list) =>
      (
        [
          {},
          { none: ['N/A', 0] },
          { values: { a: 'A', b: 'ß', 1: 'one' } },
          { scale: 1000 },
          { inexact: 'text' },
          { inexact: 'round' },
          { nullableElements: true },
        ] as Partial<CodecOptions>[]
      ).flatMap((more) => {
        const each: CodecOptions = { scalar, type, list, ...more };
        try {
          createCodec(each);
          return [each];
        } catch (error) {
          if (error instanceof UnsupportedCodecError) return [];
          throw error;
        }
      }),
    ),
  ),
);

/** Values as servers write them, and as hardly any does. */
const token = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    'false',
    '0',
    '-0',
    '1',
    '-1',
    '7',
    '1.0',
    '1.50',
    '0.1',
    '-0.25',
    '1e3',
    '1E-7',
    '0.0000001',
    '0.05',
    '0.005',
    '12345678901234567890',
    '9007199254740993',
    '123456789012345',
    '1234567890123456',
    '0.1234567890123456',
    '1e999',
    '01',
    '+1',
    '.5',
    '1.',
    '1-2',
    '-',
    'nul',
    'truex',
    'NaN',
    '""',
    '"a"',
    '"b"',
    '"N/A"',
    '"1"',
    '"5.0"',
    '"x\\u00e9y"',
    '"\\/"',
    '"\\ud83e\\ude94"',
    '"\\ud800"',
    '"a\\nb"',
    '"\\\\"',
    '"\\""',
    '"é – 灯 🪔"',
    '"\u2028"',
    '"\u007f"',
    '"2024-01-31T12:30:00.000Z"',
    '"2024-01-31T12:30:00Z"',
    '"2024-01-31T12:30:00.123456+02:00"',
    '"2024-02-30T00:00:00Z"',
    '"2024-01-31"',
    '"12:30:00"',
    '"12:30:00.5+01:00"',
    '"6f1c1a2b-0000-4000-8000-000000000001"',
    '1700000000',
    '1700000000123',
    '[]',
    '["a","b"]',
    '["a", "b"]',
    '["a",null]',
    '["a",1]',
    '[["a"]]',
    '["\\u0061"]',
    '["é"]',
    '[1,2]',
    '[true]',
    '{}',
    '{"a":1}',
    '{"a":[1e999]}',
    '{"$date":"x"}',
    '{"__proto__":1}',
    '["a"',
    '{"a"',
    '"a',
  ),
  fc.json({ maxDepth: 2 }),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);

test('the same bytes, or nothing, for every codec', async () => {
  expect(options.length).toBeGreaterThan(300);
  let copied = 0;
  for (const each of options) {
    const fallback = each.type === 'TEXT' && each.list !== true ? '– none' : undefined;
    const model = modelOf([id, ['b', 'b', each, fallback], ['c', 'o.c', each], ['d', 'o.d', each]]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(token, fc.option(fc.tuple(token, token))), { minLength: 1, maxLength: 3 }),
        async (rows) => {
          const texts = rows.map(
            ([b, o], index) => `{"id":"i${index}","b":${b},"o":${o ? `{"c":${o[0]},"d":${o[1]}}` : 'null'}}`,
          );
          if (await compared(model, `{"data":{"list":[${texts.join()}]}}`, ['b', 'd'])) copied += 1;
        },
      ),
      { numRuns: 12 },
    );
  }
  expect(copied).toBeGreaterThan(500);
});

test('one way to copy rows is compiled once for all questions that need the same, and few ways are kept', () => {
  const rows = compileRows(
    modelOf(usual),
    usual.map(([key]) => key),
  );
  const copy = rows.copy(['_id', 'brand'], ['stock', 'price']);
  expect(copy).toBeDefined();
  expect(rows.copy(['_id', 'brand', 'unknown'], ['price', 'stock'])).toBe(copy);
  expect(rows.copy(['brand', '_id'], ['stock', 'price'])).not.toBe(copy);
  expect(rows.copy(['_id', 'brand'], ['stock'])).not.toBe(copy);
  const keys = usual.map(([key]) => key);
  for (const first of keys) for (const second of keys) rows.copy([first, second], []);
  expect(rows.copy(['_id', 'brand'], ['stock', 'price'])).not.toBe(copy);
});

test('lists that are read at the same time, one of which is refused amid a row, have each its own bytes', async () => {
  const keys = usual.map(([key]) => key);
  const rows = compileRows(modelOf(usual), keys);
  const copy = rows.copy(undefined, ['brand'])!;
  const lists = ['one', 'other', 'refused'].map((brand) =>
    Array.from({ length: 300 }, (_, index) => ({
      ...row,
      id: `${brand} ${index}`,
      brand: `${brand} ${index}`,
      stock: index,
    })),
  );
  let turns = 0;
  const turn = (): Promise<void> => {
    turns += 1;
    return new Promise((resolve) => setImmediate(resolve));
  };
  const said = await Promise.all(
    lists.map((list, index) => {
      const text = JSON.stringify(answerOf(list));
      const body = Buffer.from(index < 2 ? text : text.replace('"stock":170', '"stock":{}'));
      return readOneList(body, { path: ['list'], read: copy }, turn);
    }),
  );
  expect(turns).toBeGreaterThan(6);
  expect(said[2]).toBeUndefined();
  for (const [index, answer] of said.slice(0, 2).entries()) {
    const copied = (answer as { data: { list: unknown[] } }).data.list.map((each) => copiedRow(each)!);
    expect(copied.map(({ json }) => JSON.parse(Buffer.from(json, 'latin1').toString()) as unknown)).toEqual(
      lists[index]!.map((each) => rows.read(each)),
    );
  }
});

test('the same bytes, or nothing, for an answer that was changed anywhere', async () => {
  const model = modelOf(usual);
  const texts = [JSON.stringify, spaced].map((write) =>
    write(answerOf([row, { ...row, id: 'a2', maker: null }])),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat(6),
      fc.oneof(
        fc.constantFrom('', ' ', ',', '"', '\\', '{', '}', '[', ']', ':', '0', '-', '.', 'e', 'é', 'null'),
        token,
      ),
      async (text, at, removed, put) => {
        const place = at % text.length;
        await compared(model, text.slice(0, place) + put + text.slice(place + removed), ['brand', 'stock']);
      },
    ),
    { numRuns: 3000 },
  );
});

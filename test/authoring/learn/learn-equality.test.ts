/** Equality of texts in databases that take different texts for the same: learned where it is exact, and right in any case. */
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from '../init/small-api.js';
import { atMostAliases } from './faulty-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

interface Word {
  readonly id: string;
  readonly name: string | null;
  readonly code: string;
}
const names = ['lamp', 'Lamp', 'LAMP', 'l\u00e1mp', 'lamp ', 'l\u00adamp', 'table', null];
const words: readonly Word[] = names.map((name, index) => ({ id: `w${index}`, name, code: `alpha${index}` }));

const types = (operators: string) => `
  type Word { id: ID!, name: String, code: String! }
  input TextFilter { ${operators} }
  input WordFilter { name: TextFilter, code: TextFilter }
  type Page { items: [Word!]!, totalCount: Int! }
  type Query { words(filter: WordFilter, limit: Int = 20, offset: Int = 0): Page! }`;

type Collation = (text: string) => string;
type Filter = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** @param collation texts with one result are equal */
function wordsApi(collation: (field: string, operator: string) => Collation) {
  const fits = (field: string, value: string | null, operator: string, operand: unknown): boolean => {
    if (value === null) return false;
    const fold = collation(field, operator);
    const operands = (Array.isArray(operand) ? operand : [operand]).map((each) => fold(String(each)));
    const found = operands.includes(fold(value));
    return operator === 'eq' || operator === 'in' ? found : !found;
  };
  return {
    words({ filter, limit, offset }: { filter?: Filter | null; limit: number; offset: number }) {
      const found = words.filter((word) =>
        Object.entries(filter ?? {}).every(([field, operators]) =>
          Object.entries(operators).every(([operator, operand]) =>
            fits(field, word[field as keyof Word], operator, operand),
          ),
        ),
      );
      return { items: found.slice(offset, offset + limit), totalCount: found.length };
    },
  };
}

const exact: Collation = (text) => text;
const loose: Readonly<Record<string, Collation>> = {
  case: (text) => text.toLowerCase(),
  accents: (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
  'blanks at the end': (text) => text.trimEnd(),
  'characters without width': (text) => text.replaceAll('\u00ad', ''),
};
const learned = 'learned: equality of texts heeds case, accents and blanks';

const questions: readonly { readonly filter: object; readonly right: (name: string | null) => boolean }[] = [
  { filter: { name: 'lamp' }, right: (name) => name === 'lamp' },
  { filter: { name: { $in: ['lamp', 'LAMP'] } }, right: (name) => name === 'lamp' || name === 'LAMP' },
  { filter: { name: { $ne: 'lamp' } }, right: (name) => name !== 'lamp' },
  { filter: { name: { $nin: ['lamp', 'table'] } }, right: (name) => name !== 'lamp' && name !== 'table' },
  { filter: { $not: { name: 'lamp' } }, right: (name) => name !== 'lamp' },
];

async function allRight(): Promise<void> {
  for (const { filter, right } of questions) {
    const wanted = words.flatMap(({ id, name }) => (right(name) ? [id] : []));
    const ids = await api!.ids({ filter });
    expect(Array.isArray(ids) ? [...ids].sort() : ids, JSON.stringify(filter)).toEqual(wanted);
    expect(await api!.count(filter as Readonly<Record<string, unknown>>)).toBe(wanted.length);
  }
}

test.each([
  ['eq: String, ne: String, in: [String!], nin: [String!]', 'ne'],
  ['eq: String, ne: String', 'ne'],
  ['in: [String!], nin: [String!]', 'nin'],
])('that is exact: the opposite is sent (%s)', async (operators, sent) => {
  const asked: string[] = [];
  const told = (_: string, operator: string): Collation => {
    asked.push(operator);
    return exact;
  };
  const serving = () => asked.splice(0);
  api = await mapSmallApi('words', types(operators), wordsApi(told), serving, atMostAliases(15));
  expect(api.text).toContain(learned);
  expect(api.text).not.toContain('superset');
  expect(api.text).not.toContain('case: unknown');
  expect(await api.ids({ filter: { code: { $ne: 'alpha1' } } })).toHaveLength(words.length - 1);
  expect(asked).toContain(sent);
  await allRight();
});

test.each(Object.entries(loose))('that does not heed %s', async (_, collation) => {
  api = await mapSmallApi(
    'words',
    types('eq: String, ne: String, in: [String!], nin: [String!]'),
    wordsApi(() => collation),
  );
  expect(api.text).not.toContain(learned);
  expect(api.text).toContain('superset');
  await allRight();
});

test('one field that is loose leaves all as they are', async () => {
  const fold = (field: string): Collation => (field === 'name' ? loose.case! : exact);
  api = await mapSmallApi('words', types('eq: String, ne: String'), wordsApi(fold));
  expect(api.text).not.toContain(learned);
  await allRight();
});

test('one operator that is loose stays as it is', async () => {
  const fold = (_: string, operator: string): Collation => (operator === 'ne' ? loose.case! : exact);
  api = await mapSmallApi('words', types('eq: String, ne: String'), wordsApi(fold));
  expect(api.text).toContain(learned);
  await allRight();
});

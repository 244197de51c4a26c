/** Templates that the integrator wrote and that would be sent as they stand, or without what was asked for. */
import { describe, expect, test } from 'vitest';
import { judge, productsHead, upstreamWith } from './judge.js';

const own = (list: string) => ({
  'products.yaml': `${productsHead}list:\n  field: products\n  ${list}\nfields: { title: name, stock: stock }\n`,
});
const operators = (line: string) => own(`filter: { operators: { text: { ${line} } } }`);

describe('in a collection', () => {
  test.each([
    ['a misspelt slot', operators('contains: { send: { contains: $valeu } }')],
    ['a misspelt slot of a short form', operators('eq: { eq: $valu }')],
    ['a slot with letters behind it', operators('eq: { eq: $values }')],
    ['a slot of another place', operators('eq: { eq: $id }')],
    ['no slot', operators('contains: { contains: value }')],
    [
      'no slot in the second spelling',
      operators('eq: { send: { eq: $value }, otherwise: { send: { eq: x } } }'),
    ],
    ['a misspelt send', operators('contains: { snd: { contains: $value }, case: insensitive }')],
    ['a wrong case', operators('contains: { send: { contains: $value }, case: insensitve }')],
    ['and without its conditions', own('filter: { and: { AND: all } }')],
    ['or with a slot of not', own('filter: { or: { OR: $one } }')],
    ['not without its condition', own('filter: { not: { NOT: true } }')],
    ['a sort without its field', own('sort: { ascending: { name: ASC }, descending: { name: DESC } }')],
    ['a sort with a misspelt slot', own('sort: { ascending: { $feild: ASC } }')],
  ])('%s', async (_, files) => {
    const { served, problems } = await judge(files);
    expect(served).toEqual([]);
    expect(problems).toMatchSnapshot();
  });

  test.each([
    [
      'null tests',
      'filter: { operators: { any: { isNull: { isNull: true }, notNull: { isNull: false } } } }',
    ],
    ['a negation of a list of one', 'filter: { not: { NOT: $all } }'],
    ['a part alone', 'sort: { nulls: unknown }'],
    ['an operator that is taken away', 'filter: { operators: { text: { contains: null } }, not: null }'],
    ['escaped patterns', 'filter: { operators: { text: { startsWith: { contains: "$like%" } } } }'],
  ])('%s: no fault', async (_, list) => {
    expect(await judge(own(list))).toEqual({ served: ['products'], problems: '' });
  });
});

describe('getters', () => {
  const getter = (get: string) => ({
    'products.yaml': `${productsHead}list: products\nget: ${get}\nfields: { title: name }\n`,
  });
  test.each([
    ['a slot in other letters', getter('{ field: product, arguments: { id: $Id } }')],
    ['always the same item', getter('{ field: product, arguments: { id: 7 } }')],
    ['one id, where several are asked for', getter('{ many: { field: products, arguments: { ids: $id } } }')],
    ['a slot of many', getter('{ field: product, arguments: { id: $ids } }')],
    ['no arguments', getter('{ field: product }')],
    ['no field', getter('{ arguments: { id: $id } }')],
    ['in upstream.yaml', upstreamWith('defaults:', 'get: { arguments: { id: $idd } }\ndefaults:')],
  ])('%s', async (_, files) => {
    const { served, problems } = await judge(files);
    expect(served).toEqual([]);
    expect(problems).toMatchSnapshot();
  });

  test('names and the facts of the request are slots too', async () => {
    const { problems } = await judge(getter('{ field: $type, arguments: { id: $id, language: $language } }'));
    expect(problems).not.toContain('slot');
  });
});

describe('in upstream.yaml', () => {
  test.each([
    ['a misspelt slot', upstreamWith('{ contains: $value }', '{ contains: $valeu }')],
    ['no slot', upstreamWith('eq: { eq: $value }', 'eq: { eq: value }')],
    ['a combinator without its conditions', upstreamWith('or: { OR: $all }', 'or: { OR: $al }')],
    ['a sort without its field', upstreamWith('ascending: { $field: ASC }', 'ascending: { name: ASC }')],
  ])('%s', async (_, files) => {
    const { served, problems } = await judge(files);
    expect(served).toEqual([]);
    expect(problems).toMatchSnapshot();
  });
});

test.each([
  ['suffixes', 'gt: _gt'],
  ['equality', 'eq: $value'],
  ['predicates', 'eq: { field: $field, value: $value }'],
  ['templates', 'in: { ids: $value }'],
])('style %s has templates of its own kind', async (style, right) => {
  const written = (template: string) =>
    own(`filter: { style: ${style}, at: where, operators: { id: { ${template} } } }`);
  const slots = /holds no|not a slot/g;
  expect((await judge(written(right))).problems).not.toMatch(slots);
  expect((await judge(written('eq: { eq: value }'))).problems.match(slots)).toHaveLength(1);
});

import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { describeEntity } from '../../../src/authoring/detect/entity.js';
import { detectFilters } from '../../../src/authoring/detect/filter.js';

function filterOf(args: string, types = '', taken: readonly string[] = []) {
  const schema = buildSchema(`
    type Query { things(${args}): [Thing] }
    type Thing { id: ID title: String price: Float tags: [String] author: Author dims: Dims status: Status check_in: DateTime }
    type Author { id: ID name: String }
    type Dims { w: Int }
    enum Status { ON OFF }
    scalar DateTime
    scalar JSON
    ${types}
  `);
  const field = schema.getQueryType()!.getFields().things!;
  return detectFilters(field, describeEntity(schema.getType('Thing')!), new Set(taken));
}

const ops = 'input S { eq: String in: [String] contains: String } input F { eq: Float gt: Float }';

describe('styles', () => {
  test.each([
    [
      'operator-object@where',
      'where: W',
      `input W { title: S price: F } ${ops}`,
      { style: 'operators', at: 'where' },
    ],
    [
      'operator-object@options.filter',
      'options: O',
      `input O { take: Int filter: W } input W { title: S } ${ops}`,
      { at: 'options.filter' },
    ],
    [
      'suffix@where',
      'where: W',
      'input W { title: String title_in: [String] price_gt: Float }',
      { style: 'suffixes' },
    ],
    [
      'bag@condition',
      'condition: C',
      'input C { title: String status: Status }',
      {
        style: 'equality',
        operators: { enum: { eq: '$value' }, text: { eq: { send: '$value', match: 'superset' } } },
      },
    ],
    [
      'bag@filter',
      'filter: C',
      'input C { ids: [ID!] status: Status }',
      { fields: { id: 'ids' }, operators: { id: { eq: '$value', in: '$value' }, enum: { eq: '$value' } } },
    ],
    ['flat-args', 'title: String, status: Status', '', { style: 'equality', at: '' }],
    [
      'flat-suffix-args',
      'price_greater: Float, price_lesser: Float, id_in: [ID]',
      '',
      {
        style: 'suffixes',
        at: '',
        operators: { number: { gt: '_greater', lt: '_lesser' }, id: { in: '_in' } },
      },
    ],
  ] as const)('%s', (label, args, types, style) => {
    const [best] = filterOf(args, types);
    expect(best?.label).toBe(label);
    expect(best?.style).toMatchObject(style);
  });
});

describe('recognised, but not visible in the schema', () => {
  test.each([
    ['string-dsl?@where', 'where: String', ''],
    ['string-dsl?@query', 'query: String', ''],
    ['search@search', 'search: String', ''],
    ['opaque@filter', 'filter: JSON', ''],
    [
      'predicates@filter.conditions',
      'filter: C',
      'input C { conditions: [P] } input P { field: String! value: [String] operator: O } enum O { EQUAL LIKE }',
    ],
    ['nested-only@where', 'where: W', 'input W { author: A } input A { whatever: Boolean }'],
  ])('%s', (label, args, types) => {
    const [best] = filterOf(args, types);
    expect([best?.label, best?.style]).toEqual([label, null]);
  });
});

test('where with operators wins over a bag, and both over a search text', () => {
  const found = filterOf(
    'search: String, filter: B, where: W',
    `input B { title: String } input W { title: S AND: [W] } ${ops}`,
  );
  expect(found.map((each) => each.label)).toEqual(['operator-object@where', 'bag@filter', 'search@search']);
});

test('metadata lists do not make a bag a predicate list (Saleor)', () => {
  const [best] = filterOf(
    'filter: B',
    'input B { status: Status metadata: [M] } input M { key: String! value: String }',
  );
  expect(best?.label).toBe('bag@filter');
});

test('deprecated members do not outvote the current ones (Neo4j)', () => {
  const [best] = filterOf(
    'where: W',
    `input W { title: S price: F title_IN: [String] @deprecated title_CONTAINS: String @deprecated price_GT: Float @deprecated } ${ops}`,
  );
  expect(best?.label).toBe('operator-object@where');
});

test('a field whose name ends like an operator is compared, not split', () => {
  const [best] = filterOf('filter: B', 'input B { check_in: DateTime status: Status }');
  expect(best?.style).toMatchObject({ style: 'equality', operators: { date: { eq: '$value' } } });
});

test('combinators by the shape of their type, under any name', () => {
  const [best] = filterOf('filter: W', `input W { title: S ALL: [W] ANY: [W] NONE: [W] } ${ops}`);
  expect(best?.style).toMatchObject({ and: { ALL: '$all' }, or: { ANY: '$all' }, not: { NONE: '$all' } });
  const [single] = filterOf('filter: W', `input W { title: S not: W or: W } ${ops}`);
  expect(single?.style).toMatchObject({ not: { not: '$one' } });
  // One nested object under `or` is no list of alternatives.
  expect(single?.style?.or).toBeUndefined();
});

test('special spellings become templates', () => {
  const operators = (types: string) =>
    filterOf('filter: W', `input W { title: S price: F } ${types}`)[0]?.style?.operators;
  expect(
    operators(
      'input S { equals: String contains: String mode: Mode not: N } enum Mode { default insensitive } input N { equals: String } input F { equals: Float not: NF } input NF { equals: Float }',
    ),
  ).toMatchObject({
    text: { contains: { send: { contains: '$value', mode: 'insensitive' }, case: 'insensitive' } },
    number: { ne: { send: { not: { equals: '$value' } }, nulls: 'unknown' } },
  });
  expect(
    operators(
      'input S { eq: String matches: M } input M { pattern: String! caseSensitive: Boolean } input F { eq: Float range: R } input R { gte: Float lte: Float }',
    ),
  ).toMatchObject({
    text: { contains: { send: { matches: { pattern: '$regex', caseSensitive: false } } } },
    number: { gte: { range: { gte: '$value' } }, lte: { range: { lte: '$value' } } },
  });
  expect(
    operators(
      'input S { _expressions: [E] } input E { value: String _operator: O } enum O { EQUALS CONTAINS } input F { eq: Float is: Null } enum Null { NULL NOT_NULL }',
    ),
  ).toMatchObject({
    text: { eq: { send: { _expressions: [{ value: '$value', _operator: 'EQUALS' }] } } },
    number: { isNull: { is: 'NULL' }, notNull: { is: 'NOT_NULL' } },
  });
});

test('groups joined by two underscores, relations nested', () => {
  const [joined] = filterOf(
    'where: W',
    'input W { title: S dims__w: I } input S { equals: String } input I { equals: Int }',
  );
  expect(joined?.style).toMatchObject({ nesting: 'joined', nestingSeparator: '__' });
  const [nested] = filterOf('where: W', `input W { title: S author: A } input A { name: S } ${ops}`);
  expect(nested?.style?.nesting).toBeUndefined();
});

test('required arguments, page and sort arguments are no filters', () => {
  expect(filterOf('title: String!, limit: Int', '', ['limit'])).toEqual([]);
});

import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { describeEntity } from '../../../src/authoring/detect/entity.js';
import { detectSort } from '../../../src/authoring/detect/sort.js';

/** The sort of `things` with these arguments; `types` are further definitions. */
function sortOf(args: string, types = '') {
  const schema = buildSchema(`
    type Query { things(${args}): [Thing] }
    type Thing { id: ID title: String createdAt: String order: Int }
    enum Direction { ASC DESC }
    ${types}
  `);
  return detectSort(schema.getQueryType()!.getFields().things!, describeEntity(schema.getType('Thing')!));
}

describe('styles', () => {
  test.each([
    [
      'baked-enum[]',
      'orderBy: [O!]',
      'enum O { TITLE_ASC TITLE_DESC CREATED_AT_ASC CREATED_AT_DESC }',
      { ascending: '$FIELD_ASC', list: true },
    ],
    [
      'baked-enum',
      'orderBy: O',
      'enum O { title_ASC title_DESC }',
      { ascending: '$field_ASC', descending: '$field_DESC' },
    ],
    [
      'baked-enum[]',
      'sort: [O]',
      'enum O { TITLE TITLE_DESC ID ID_DESC }',
      { ascending: '$FIELD', descending: '$FIELD_DESC' },
    ],
    [
      'baked-enum[]',
      'orderBy: [O!]',
      'enum O { title_ASC title_DESC title_ASC_NULLS_FIRST title_DESC_NULLS_LAST }',
      { ascending: '$field_ASC_NULLS_FIRST', nulls: 'lowest' },
    ],
    [
      'object-by-field[]',
      'order_by: [O!]',
      'input O { title: D } enum D { asc asc_nulls_first asc_nulls_last desc desc_nulls_first desc_nulls_last }',
      {
        ascending: { $field: 'asc_nulls_first' },
        descending: { $field: 'desc_nulls_last' },
        nulls: 'lowest',
      },
    ],
    [
      'object-by-field',
      'options: Options',
      'input Options { sort: O take: Int } input O { title: Direction }',
      { at: 'options.sort', ascending: { $field: 'ASC' } },
    ],
    [
      'object-by-field(nested)[]',
      'sort: [O!]',
      'input O { title: P } input P { order: Way nulls: N } enum Way { Ascending Descending } enum N { first last }',
      { ascending: { $field: { order: 'Ascending', nulls: 'first' } }, nulls: 'lowest' },
    ],
    [
      'object-by-field(nested)',
      'orderBy: O',
      'input O { title: P } input P { direction: W! priority: Int! } enum W { asc desc }',
      { descending: { $field: { direction: 'desc', priority: 1 } } },
    ],
    [
      'field+direction',
      'sortBy: O',
      'input O { field: F! direction: Direction! } enum F { TITLE CREATED_AT }',
      { ascending: { field: '$FIELD', direction: 'ASC' } },
    ],
    [
      'parallel-arrays',
      'sort: O',
      'input O { fields: [F] order: [Direction] } enum F { title createdAt }',
      { ascending: { fields: ['$field'], order: ['ASC'] } },
    ],
    [
      'key+dir',
      'sortKey: F, reverse: Boolean',
      'enum F { TITLE }',
      { at: '', descending: { sortKey: '$FIELD', reverse: true } },
    ],
    [
      'key+dir',
      'orderBy: F, orderDirection: W',
      'enum F { title } enum W { asc desc }',
      { ascending: { orderBy: '$field', orderDirection: 'asc' } },
    ],
    [
      'linked-list',
      'order: O',
      'input O { asc: F desc: F then: O } enum F { title }',
      { ascending: { asc: '$field' }, chain: 'then' },
    ],
  ] as const)('%s: %s', (label, args, types, style) => {
    const found = sortOf(args, types);
    expect(found.label).toBe(label);
    expect(found.style).toMatchObject(style);
  });
});

test('a loosely named key gets a name of its own', () => {
  const found = sortOf('sortBy: O', 'input O { field: F! direction: Direction! } enum F { TITLE CREATED }');
  expect(found.style?.fields).toEqual({ createdAt: 'CREATED' });
});

describe('what the schema does not tell is not offered', () => {
  test.each([
    ['string[]', 'sort: [String]', ''],
    ['reverse-only', 'reverse: Boolean', ''],
    ['direction-only', 'sortDirection: Direction', ''],
    ['key-enum', 'orderBy: F', 'enum F { createdAt updatedAt }'],
    ['none', 'order: Thing2', 'input Thing2 { id: ID }'],
    ['none', 'limit: Int', ''],
  ])('%s: %s', (label, args, types) => {
    const found = sortOf(args, types);
    expect([found.label, found.style]).toEqual([label, null]);
  });
});

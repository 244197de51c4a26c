import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { describeEntity } from '../../../src/authoring/detect/entity.js';
import { detectPaging } from '../../../src/authoring/detect/paging.js';
import { detectRows } from '../../../src/authoring/detect/wrapper.js';

function pagingOf(args: string, result = '[Thing]', types = '') {
  const schema = buildSchema(`
    type Query { things${args === '' ? '' : `(${args})`}: ${result} }
    type Thing { id: ID title: String }
    ${types}
  `);
  const field = schema.getQueryType()!.getFields().things!;
  const rows = detectRows(field);
  const levels = rows && 'path' in rows ? rows.levels : [];
  return detectPaging([field], levels, describeEntity(schema.getType('Thing')!));
}

const page =
  'type Page { items: [Thing] nextToken: String total: Int pageInfo: Info } type Info { endCursor: String hasNextPage: Boolean totalPages: Int }';

describe('styles', () => {
  test.each([
    ['offset', 'take: Int, skip: Int! = 0', '[Thing]', '', { size: 'take', offset: 'skip' }],
    [
      'offset',
      'options: O',
      '[Thing]',
      'input O { take: Int skip: Int }',
      { size: 'options.take', offset: 'options.skip' },
    ],
    ['page', 'pageSize: Int, currentPage: Int', '[Thing]', '', { size: 'pageSize', page: 'currentPage' }],
    ['page', 'page: Int', 'Page', page, { page: 'page', pages: 'pageInfo.totalPages' }],
    [
      'cursor',
      'limit: Int, nextToken: String',
      'Page',
      page,
      { size: 'limit', cursor: 'nextToken', next: 'nextToken' },
    ],
    [
      'cursor',
      'paging: P',
      'Page',
      `${page} input P { first: Int after: String before: String }`,
      { size: 'paging.first', cursor: 'paging.after', next: 'nextToken' },
    ],
    ['limit-only', 'first: Int', '[Thing]', '', { size: 'first' }],
    ['none', '', '[Thing]', '', null],
  ] as const)('%s: %s', (label, args, result, types, style) => {
    const found = pagingOf(args, result, types);
    expect(found.label).toBe(label);
    if (style === null) expect(found.style).toBeNull();
    else expect(found.style).toMatchObject(style);
  });
});

test('after is no cursor without a place in the result where the next one stands', () => {
  expect(pagingOf('limit: Int, offset: Int, after: String').style).toEqual({
    size: 'limit',
    max: 100,
    offset: 'offset',
  });
});

test('a maximum that the description states is taken, else a cautious one', () => {
  expect(pagingOf('"Up to 250 items." limit: Int, offset: Int').style?.max).toBe(250);
  expect(pagingOf('"Number of items. Default: 20, max: 50" limit: Int, offset: Int').style?.max).toBe(50);
  expect(pagingOf('"Must be between 5 and 50" limit: Int, offset: Int').style?.max).toBe(50);
  expect(pagingOf('limit: Int, offset: Int').style?.max).toBe(100);
});

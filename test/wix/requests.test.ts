import { describe, expect, it } from 'vitest';
import { condition, everything } from '../../src/wix/filter/tree.js';
import * as requests from '../../src/wix/requests.js';

const paging = { kind: 'offset', limit: 50, offset: 0 };

describe('tolerance of missing and null members', () => {
  it.each<[string, (raw: unknown) => unknown, Record<string, unknown>, Record<string, unknown>]>([
    [
      'query',
      requests.parseQuery,
      { query: null, includeReferencedItems: null, consistentRead: null, returnTotalCount: null },
      {
        filter: everything,
        sort: [],
        paging,
        includeReferencedItems: [],
        consistentRead: false,
        returnTotalCount: false,
      },
    ],
    ['count', requests.parseCount, { filter: null }, { filter: everything, consistentRead: false }],
    [
      'aggregate',
      requests.parseAggregate,
      { initialFilter: null, aggregation: null, finalFilter: null, sort: null, paging: null },
      {
        initialFilter: everything,
        finalFilter: everything,
        sort: [],
        paging,
        consistentRead: false,
        returnTotalCount: false,
      },
    ],
    [
      'distinct',
      requests.parseDistinct,
      { fieldName: 'f', order: null },
      {
        filter: everything,
        fieldName: 'f',
        order: 'ASC',
        paging,
        consistentRead: false,
        returnTotalCount: false,
      },
    ],
  ])('%s', (_name, parse, raw, expected) => {
    const parsed = parse({ collectionId: 'c', ...raw });
    expect(parsed).toEqual({ collectionId: 'c', ...expected });
    expect(Object.isFrozen(parsed)).toBe(true);
    for (const bad of [{ ...raw }, { ...raw, collectionId: 5 }, { ...raw, collectionId: '' }, 'x', []])
      expect(() => parse(bad)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });
});

it('reads a whole query', () => {
  expect(
    requests.parseQuery({
      collectionId: 'cities',
      query: {
        filter: { country: 'US' },
        sort: [{ fieldName: 'population', order: 'DESC' }],
        paging: { limit: 10, offset: 20 },
        fields: ['name'],
      },
      includeReferencedItems: [
        { fieldKey: 'mayor', limit: 1 },
        { fieldKey: 'streets', limit: 1000, filter: { open: true } },
        { fieldKey: 'parks', limit: null },
      ],
      consistentRead: true,
      returnTotalCount: true,
    }),
  ).toEqual({
    collectionId: 'cities',
    filter: condition('country', 'eq', 'US', 'country'),
    sort: [{ path: 'population', order: 'DESC' }],
    paging: { kind: 'offset', limit: 10, offset: 20 },
    fields: ['name'],
    includeReferencedItems: [
      { fieldKey: 'mayor', limit: 1, filter: everything },
      {
        fieldKey: 'streets',
        limit: 1000,
        filter: condition('open', 'eq', true, 'includeReferencedItems.1.filter.open'),
      },
      { fieldKey: 'parks', limit: 50, filter: everything },
    ],
    consistentRead: true,
    returnTotalCount: true,
  });
});

it('reads a following page by cursor', () => {
  const parsed = requests.parseQuery({
    collectionId: 'c',
    query: { cursorPaging: { limit: 5, cursor: 'x' } },
  });
  expect(parsed).toMatchObject({
    filter: everything,
    sort: [],
    paging: { kind: 'cursor', limit: 5, cursor: 'x' },
  });
});

describe('aggregate', () => {
  const aggregation = { groupingFields: ['country'], operations: [{ resultFieldName: 'n', itemCount: {} }] };
  it('resolves the names of results', () => {
    const parsed = requests.parseAggregate({
      collectionId: 'c',
      aggregation,
      finalFilter: { _id: 'US', n: { $gt: 1 } },
      sort: [{ fieldName: '_id.country' }],
    });
    expect(parsed.finalFilter).toMatchObject({
      filters: [{ path: 'country', source: 'finalFilter._id' }, { path: 'n' }],
    });
    expect(parsed.sort).toEqual([{ path: 'country', order: 'ASC' }]);
  });
  it.each([
    [{ finalFilter: { other: 1 } }, 'finalFilter.other'],
    [{ sort: [{ fieldName: 'other' }] }, 'sort.0.fieldName'],
    [{ initialFilter: { a: { $x: 1 } } }, 'initialFilter.a.$x'],
  ])('refuses %j', (raw, fieldPath) => {
    expect(() => requests.parseAggregate({ collectionId: 'c', aggregation, ...raw })).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_ERROR',
        data: { violations: [expect.objectContaining({ fieldPath })] },
      }),
    );
  });
});

describe('no request is given fewer items than its limit says without a word', () => {
  const parsers: [string, (raw: Record<string, unknown>) => unknown, string][] = [
    ['query', (raw) => requests.parseQuery({ collectionId: 'c', query: raw }), ''],
    ['aggregate', (raw) => requests.parseAggregate({ collectionId: 'c', ...raw }), ''],
    ['distinct', (raw) => requests.parseDistinct({ collectionId: 'c', fieldName: 'f', ...raw }), ''],
    [
      'pairs',
      (raw) => requests.parseQueryReferenced({ collectionId: 'c', referringFieldKey: 'f', ...raw }),
      '',
    ],
    [
      'included items',
      ({ paging: { limit } = {} as never }: { paging?: { limit: number } }) =>
        requests.parseQuery({ collectionId: 'c', includeReferencedItems: [{ fieldKey: 'a', limit }] }),
      'includeReferencedItems.0.limit',
    ],
  ];
  it.each(parsers)('%s', (name, parse, at) => {
    const members = name === 'included items' ? ['paging'] : ['paging', 'cursorPaging'];
    for (const member of members) {
      for (const limit of [1001, 2000, 2 ** 40])
        expect(() => parse({ [member]: { limit } })).toThrow(
          expect.objectContaining({
            code: 'VALIDATION_ERROR',
            data: {
              violations: [
                expect.objectContaining({
                  fieldPath: at === '' ? `${member}.limit` : at,
                  rejectedValue: String(limit),
                  message: 'must be at most 1000',
                }),
              ],
            },
          }),
        );
      expect(JSON.stringify(parse({ [member]: { limit: 1000 } }))).toContain('"limit":1000');
    }
  });
});

describe('refusals', () => {
  const query = (raw: object) => () => requests.parseQuery({ collectionId: 'c', ...raw });
  it.each<[string, () => unknown, string]>([
    ['query of a wrong type', query({ query: 5 }), 'BAD_REQUEST'],
    ['fields of a wrong type', query({ query: { fields: 'a' } }), 'BAD_REQUEST'],
    ['a field of a wrong type', query({ query: { fields: [5] } }), 'BAD_REQUEST'],
    ['a flag of a wrong type', query({ returnTotalCount: 'true' }), 'BAD_REQUEST'],
    ['an include without field', query({ includeReferencedItems: [{}] }), 'BAD_REQUEST'],
    [
      'an include limit below 0',
      query({ includeReferencedItems: [{ fieldKey: 'a', limit: -1 }] }),
      'VALIDATION_ERROR',
    ],
    [
      'an include filter',
      query({ includeReferencedItems: [{ fieldKey: 'a', filter: 5 }] }),
      'VALIDATION_ERROR',
    ],
    [
      'too many includes',
      query({ includeReferencedItems: Array.from({ length: 101 }, () => ({ fieldKey: 'a' })) }),
      'BAD_REQUEST',
    ],
    ['a filter', query({ query: { filter: 5 } }), 'VALIDATION_ERROR'],
    [
      'an order',
      () => requests.parseDistinct({ collectionId: 'c', fieldName: 'f', order: 'UP' }),
      'VALIDATION_ERROR',
    ],
    ['distinct of no field', () => requests.parseDistinct({ collectionId: 'c' }), 'BAD_REQUEST'],
    ['inherited members', () => requests.parseCount(Object.create({ collectionId: 'c' })), 'BAD_REQUEST'],
  ])('%s', (_name, parse, code) => expect(parse).toThrow(expect.objectContaining({ code })));
});

describe('collections', () => {
  it('lists', () => {
    expect(requests.parseCollectionsGet({})).toEqual({ collectionIds: [] });
    expect(requests.parseCollectionsGet({ collectionIds: ['a'] })).toEqual({ collectionIds: ['a'] });
    expect(() => requests.parseCollectionsGet({ collectionIds: [1] })).toThrow();
  });
  it.each([[{ collection: { id: 'c' } }], [{ collection: { _id: 'c' } }], [{ collectionId: 'c' }]])(
    'changes %j',
    (raw) => {
      expect(requests.parseCollectionChange(raw)).toEqual({ collectionId: 'c' });
    },
  );
});

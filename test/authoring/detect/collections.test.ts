import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type DetectedList, detectCollections } from '../../../src/authoring/detect/collections.js';
import * as schemas from './schemas.js';

function detect(sdl: string): Map<string, DetectedList> {
  return new Map(detectCollections(buildSchema(sdl)).collections.map((each) => [each.field, each]));
}

describe('styles as a person would name them', () => {
  const table: readonly (readonly [string, string, string, Partial<DetectedList['labels']>])[] = [
    [
      'operator objects',
      schemas.operatorObjects,
      'products',
      {
        wrapper: 'list',
        paging: 'offset',
        filter: 'operator-object@where',
        sort: 'object-by-field[]',
        count: 'sibling',
        get: 'field',
      },
    ],
    [
      'suffixes',
      schemas.suffixes,
      'postCollection',
      {
        wrapper: 'wrapper:items',
        paging: 'offset',
        filter: 'suffix@where',
        sort: 'baked-enum[]',
        count: 'path',
        get: 'field',
      },
    ],
    [
      'Relay connections with a search language',
      schemas.relay,
      'films',
      {
        wrapper: 'connection:edges[].node',
        paging: 'cursor',
        filter: 'string-dsl?@query',
        sort: 'key+dir',
        count: 'path',
        get: 'batch',
      },
    ],
    [
      'entity envelopes',
      schemas.envelopes,
      'products',
      {
        wrapper: 'wrapper:data>attributes',
        paging: 'offset+page',
        filter: 'operator-object@filters',
        sort: 'string[]',
        count: 'path',
        get: 'field',
      },
    ],
    [
      'a namespace',
      schemas.namespace,
      'site.products',
      { wrapper: 'connection:edges[].node', paging: 'cursor', get: 'field' },
    ],
    [
      'a step that wants arguments',
      schemas.namespace,
      'repository.issues',
      { wrapper: 'wrapper:nodes', paging: 'cursor', count: 'path' },
    ],
  ];
  test.each(table)('%s', (_, sdl, field, labels) => {
    const found = detect(sdl).get(field);
    expect(found, [...detect(sdl).keys()].join()).toBeDefined();
    expect(found!.labels).toMatchObject(labels);
  });
});

test('meanings of an API that nobody vouches for are cautious', () => {
  const { style } = detect(schemas.operatorObjects).get('products')!;
  expect(style.filter?.operators).toEqual({
    id: { eq: { eq: '$value' }, ne: { send: { ne: '$value' }, nulls: 'unknown' }, in: { in: '$value' } },
    // No order on text, and no ne that is sent; contains takes the word that says how case counts.
    text: {
      eq: { send: { eq: '$value' }, match: 'superset' },
      ne: { send: { ne: '$value' }, case: 'unknown', nulls: 'unknown' },
      in: { send: { in: '$value' }, match: 'superset' },
      contains: { send: { containsi: '$value' }, match: 'superset', case: 'insensitive', unsafe: '\\%_' },
      startsWith: { send: { startsWith: '$value' }, match: 'superset', case: 'unknown', unsafe: '\\%_' },
      isNull: { isNull: true },
      notNull: { isNull: false },
    },
    number: {
      eq: { eq: '$value' },
      ne: { send: { ne: '$value' }, nulls: 'unknown' },
      in: { in: '$value' },
      gt: { gt: '$value' },
      gte: { gte: '$value' },
      lt: { lt: '$value' },
      lte: { lte: '$value' },
      isNull: { isNull: true },
      notNull: { isNull: false },
    },
    boolean: { eq: { eq: '$value' } },
    // A stored null may count as existing: `exists: false` is no null test.
    date: {
      eq: { eq: '$value' },
      gt: { gt: '$value' },
      lt: { lt: '$value' },
      notNull: { send: { exists: true }, match: 'superset' },
    },
    list: {
      has: { send: { has: '$value' }, match: 'superset' },
      hasSome: { send: { hasSome: '$value' }, match: 'superset' },
    },
  });
  expect(style.filter).toMatchObject({
    and: { AND: '$all' },
    or: { OR: '$all' },
    not: { NOT: '$one' },
    notLogic: 'unknown',
  });
  expect(style.sort).toEqual({
    at: 'orderBy',
    list: true,
    ascending: { $field: 'asc' },
    descending: { $field: 'desc' },
    nesting: 'none',
  });
  expect(style.page).toEqual({ size: 'limit', max: 100, offset: 'offset' });
});

test('suffix templates, null tests by suffix and ids in a system object', () => {
  const found = detect(schemas.suffixes).get('postCollection')!;
  expect(found.keys[0]?.path).toBe('sys.id');
  expect(found.get).toEqual({ field: 'post', arguments: { id: '$id' } });
  expect(found.style.filter?.operators).toEqual({
    text: {
      eq: { send: '', match: 'superset' },
      in: { send: '_in', match: 'superset' },
      ne: { send: '_not', case: 'unknown', nulls: 'unknown' },
      contains: { send: '_contains', match: 'superset', case: 'unknown', unsafe: '\\%_' },
      notNull: { send: { $field_exists: true }, match: 'superset' },
    },
    number: { eq: '', gt: '_gt', lte: '_lte', ne: { send: '_not', nulls: 'unknown' } },
  });
  expect(found.style.sort).toMatchObject({ ascending: '$field_ASC', descending: '$field_DESC', list: true });
});

test('two sort arguments, cursors and batches by global id', () => {
  const { style, get } = detect(schemas.relay).get('films')!;
  expect(style.sort).toEqual({
    at: '',
    ascending: { sortKey: '$FIELD', reverse: false },
    descending: { sortKey: '$FIELD', reverse: true },
    nesting: 'none',
  });
  expect(style.page).toEqual({
    size: 'first',
    max: 100,
    cursor: 'after',
    next: 'pageInfo.endCursor',
    more: 'pageInfo.hasNextPage',
  });
  expect(style.filter).toBeUndefined();
  expect(get).toEqual({ many: { field: 'nodes', arguments: { ids: '$ids' }, max: 100 } });
});

test('an envelope gives the path of fields, and the wrapped getter its row', () => {
  const found = detect(schemas.envelopes).get('products')!;
  expect(found.itemType).toBe('ProductEntity');
  expect(found.style).toMatchObject({ rows: 'data', envelope: 'attributes', count: 'meta.pagination.total' });
  expect(found.style.page).toMatchObject({ size: 'pagination.pageSize', page: 'pagination.page' });
  expect(found.get).toEqual({ field: 'product', arguments: { id: '$id' }, row: 'data' });
  // A list of texts as sort shows no syntax, so no sort is offered.
  expect(found.style.sort).toBeUndefined();
});

test('siblings in a namespace are named from the root, and parts of one object are no collections', () => {
  const detection = detectCollections(buildSchema(schemas.namespace));
  const products = detection.collections.find((each) => each.field === 'site.products')!;
  expect(products.get?.field).toMatch(/^site\.product$/);
  expect(detection.skipped).toContainEqual({ field: 'shop.colours', reason: 'a part of shop' });
  const issues = detection.collections.find((each) => each.field === 'repository.issues')!;
  expect(issues.reached).toBe('template');
  expect(issues.requiredArguments.map((each) => `${each.step}.${each.name}`)).toEqual([
    'repository.owner',
    'repository.name',
  ]);
});

test('what only looks like a style is left alone', () => {
  const detection = detectCollections(buildSchema(schemas.traps));
  const found = new Map(detection.collections.map((each) => [each.field, each]));
  // Dates called after and before, and a list of texts that holds a small language (Craft).
  expect(found.get('entries')?.style.page).toEqual({ size: 'limit', max: 100, offset: 'offset' });
  expect(found.get('entries')?.style.filter).toBeUndefined();
  // An entity with lines and a total is no page.
  expect(found.get('carts')?.labels.wrapper).toBe('list');
  // A text called order is no sort that anyone could spell.
  expect(found.get('orders')?.style.sort).toBeUndefined();
  expect(found.get('people')?.labels.wrapper).toBe('list');
  expect(detection.skipped).toContainEqual({
    field: 'people_aggregate',
    reason: 'aggregate values, not items',
  });
  expect(found.get('links')?.compositeKey).toEqual(['person', 'target']);
  expect(found.has('productsCount')).toBe(false);
});

test('writes need every required argument bound', () => {
  const { writes, verbs } = detect(schemas.operatorObjects).get('products')!;
  expect(writes).toEqual({
    insert: { mutation: 'createProduct', arguments: { data: '$item' } },
    update: { mutation: 'updateProduct', arguments: { id: '$id', data: '$item' } },
    remove: { mutation: 'deleteProduct', arguments: { id: '$id' } },
  });
  expect([...verbs].sort()).toEqual(['insert', 'remove', 'update']);
});

test.each([
  [
    'a filter with a default',
    'parts(where: Where = { sku: "a" }, limit: Int, offset: Int): [Part!]!',
    'sku: String',
  ],
  [
    'a member with a default',
    'parts(where: Where, limit: Int, offset: Int): [Part!]!',
    'sku: String archived: Boolean = false',
  ],
  ['an argument with a default', 'parts(sku: String = "a", limit: Int, offset: Int): [Part!]!', 'x: Int'],
  [
    'alternatives',
    'parts(where: Where, match: Match = ANY, limit: Int, offset: Int): [Part!]!',
    'sku: String',
  ],
  [
    'alternatives unless told otherwise',
    'parts(where: Where, match: Match, limit: Int, offset: Int): [Part!]!',
    'sku: String',
  ],
])('%s would change which items there are, and is left alone', (_, query, members) => {
  const schema = buildSchema(
    `type Query { ${query} } input Where { ${members} } enum Match { ALL ANY } type Part { id: ID! sku: String }`,
  );
  expect(detectCollections(schema).collections[0]!.style.filter).toBeFalsy();
});

test.each([
  ['an empty default', 'parts(where: Where = {}, limit: Int, offset: Int): [Part!]!'],
  ['all conditions together', 'parts(where: Where, match: Match = ALL, limit: Int, offset: Int): [Part!]!'],
])('%s changes nothing', (_, query) => {
  const schema = buildSchema(
    `type Query { ${query} } input Where { sku: String } enum Match { ALL ANY } type Part { id: ID! sku: String }`,
  );
  expect(detectCollections(schema).collections[0]!.style.filter).toMatchObject({ at: 'where' });
});

test.each([
  ['partsCount(where: Where): Int!', true],
  ['partsCount(where: Where, limit: Int = 100): Int!', false],
  ['partsCount(where: Where, published: Boolean = true): Int!', false],
  ['partsCount(where: Where, limit: Int = 100): Count!', true],
])('%s counts all of them: %s', (counter, counts) => {
  const schema = buildSchema(
    `type Query { parts(where: Where, limit: Int, offset: Int): [Part!]! ${counter} }
     type Count { count: Int! precision: Precision! } enum Precision { EXACT AT_LEAST }
     input Where { sku: String } type Part { id: ID! sku: String }`,
  );
  expect(detectCollections(schema).collections[0]!.style.count).toEqual(
    counts ? expect.anything() : undefined,
  );
});

test('text operands on numbers and dates are not trusted: the API may compare them as texts', () => {
  const schema = buildSchema(
    `type Query { parts(where: Where, limit: Int, offset: Int): [Part!]! }
     scalar DateTime
     input Where { price: TextFilter made: TextFilter name: TextFilter made_gt: String stock: IntFilter }
     input TextFilter { eq: String gt: String isNull: Boolean } input IntFilter { eq: Int gt: Int }
     type Part { id: ID! price: Float made: DateTime name: String stock: Int }`,
  );
  const { operators } = detectCollections(schema).collections[0]!.style.filter!;
  expect(operators).toEqual({
    number: {
      eq: { eq: '$value' },
      gt: { gt: '$value' },
      isNull: { isNull: true },
      notNull: { isNull: false },
    },
    date: { isNull: { isNull: true }, notNull: { isNull: false } },
    text: {
      eq: { send: { eq: '$value' }, match: 'superset' },
      isNull: { isNull: true },
      notNull: { isNull: false },
    },
  });
});

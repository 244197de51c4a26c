import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { detectCollections } from '../../../src/authoring/detect/collections.js';
import { combine } from '../../../src/authoring/detect/combine.js';
import type { Dialect } from '../../../src/styles/vocabulary.js';
import * as schemas from './schemas.js';

function combined(sdl: string, field: string, dialect: Partial<Dialect>) {
  const schema = buildSchema(sdl);
  const detected = detectCollections(schema, dialect.ids).collections.find((each) => each.field === field)!;
  return combine(detected, { name: 'house', title: 'House', match: [], ...dialect }, schema);
}

test('what the dialect spells as this schema does is not said again', () => {
  const { list, get, writes } = combined(schemas.operatorObjects, 'products', {
    list: {
      rows: '',
      count: { field: '$listCount', path: '' },
      page: { size: 'limit', offset: 'offset', max: 500 },
      filter: { style: 'operators', at: 'where', operators: { any: { eq: { eq: '$value' } } } },
      sort: { at: 'orderBy', list: true, ascending: { $field: 'asc' }, descending: { $field: 'desc' } },
    },
    get: { field: '$type', arguments: { id: '$id' } },
    writes: { insert: { mutation: 'create$Type', arguments: { data: '$item' } } },
  });
  expect(list).toEqual({});
  expect(get).toBeUndefined();
  expect(writes.insert).toEqual({ mutation: 'createProduct', arguments: { data: '$item' } });
  // The dialect leaves removal open; detection fills it.
  expect(writes.remove).toEqual({ mutation: 'deleteProduct', arguments: { id: '$id' } });
});

test('what the dialect leaves open or spells differently comes from detection', () => {
  const { list, get } = combined(schemas.operatorObjects, 'products', {
    list: {
      rows: '',
      page: { size: 'first', cursor: 'after' },
      filter: { style: 'equality', at: 'condition' },
    },
    get: { field: 'get$Type', arguments: { id: '$id' } },
  });
  expect(list.page).toEqual({ size: 'limit', max: 100, offset: 'offset' });
  expect(list.filter?.at).toBe('where');
  expect(list.sort?.at).toBe('orderBy');
  expect(list.rows).toBeUndefined();
  expect(get).toEqual({ field: 'product', arguments: { id: '$id' } });
});

test('a dialect that knows only paging gets a cautious page size', () => {
  const { list } = combined(schemas.relay, 'films', {
    list: {
      rows: 'edges[].node',
      count: 'totalCount',
      page: { size: 'first', cursor: 'after', next: 'pageInfo.endCursor' },
    },
  });
  expect(list.page).toEqual({ max: 100 });
  expect(list.count).toBeUndefined();
});

test('the ids of the dialect go before names', () => {
  const schema = buildSchema(schemas.namespace);
  const key = (ids: readonly string[]) =>
    detectCollections(schema, ids).collections.find((each) => each.field === 'site.products')!.keys[0]?.path;
  expect(key(['entityId'])).toBe('entityId');
  expect(key(['id', 'entityId'])).toBe('id');
});

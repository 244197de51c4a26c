import { describe, expect, it } from 'vitest';
import { layerStyles } from '../../src/styles/layers.js';
import type { ListStyle } from '../../src/styles/vocabulary.js';

const dialect = {
  rows: 'items',
  count: 'total',
  page: { size: 'limit', offset: 'skip', max: 100 },
  filter: {
    style: 'operators',
    at: 'where',
    or: { or: '$all' },
    operators: {
      any: { eq: { send: { equals: '$value' }, case: 'insensitive' }, in: { in: '$value' } },
      text: { contains: { send: { like: '%$like%' } } },
    },
  },
  sort: { at: 'order', ascending: { $field: { dir: 'ASC' } }, descending: { $field: { dir: 'DESC' } } },
} as const satisfies ListStyle;

describe('layerStyles', () => {
  it('leaves what no later layer names', () => {
    expect(layerStyles(dialect, undefined, {})).toEqual(dialect);
    expect(layerStyles(dialect, { page: { max: 50 } })).toEqual({
      ...dialect,
      page: { ...dialect.page, max: 50 },
    });
  });

  it('takes away with null', () => {
    expect(layerStyles(dialect, { count: null }).count).toBeNull();
    const { filter } = layerStyles(dialect, { filter: { or: null, operators: { any: { in: null } } } });
    expect(filter).toMatchObject({
      or: null,
      operators: { any: { eq: dialect.filter.operators.any.eq, in: null } },
    });
  });

  it('replaces operators and templates whole: two spellings are never mixed', () => {
    const { filter, sort } = layerStyles(dialect, {
      filter: { or: { any: '$all' }, operators: { any: { eq: { send: { is: '$value' } } } } },
      sort: { ascending: { $field: 'up' } },
    });
    expect(filter).toMatchObject({ or: { any: '$all' } });
    expect(filter?.operators?.any).toEqual({
      eq: { send: { is: '$value' } },
      in: dialect.filter.operators.any.in,
    });
    expect(sort?.ascending).toEqual({ $field: 'up' });
    expect(sort?.descending).toEqual(dialect.sort.descending);
  });

  it.each<[string, Partial<ListStyle>, object]>([
    ['paging by other arguments', { page: { page: 'p', size: 'n' } }, { page: { page: 'p', size: 'n' } }],
    [
      'a filter of another style',
      { filter: { style: 'equality', at: 'by' } },
      { filter: { style: 'equality', at: 'by' } },
    ],
  ])('takes %s for another, not for a refinement', (_, above, expected) => {
    expect(layerStyles(dialect, above)).toEqual({ ...dialect, ...expected });
  });

  it('the last layer wins', () => {
    expect(layerStyles(dialect, { page: { max: 50 } }, { page: { max: 20 } }).page?.max).toBe(20);
  });
});

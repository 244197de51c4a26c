import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../src/styles/dialects/index.js';
import { bindSort } from '../../../src/styles/sort.js';
import type { Json, SortStyle } from '../../../src/styles/vocabulary.js';
import { isMissing, locate } from '../../../src/upstream/document/location.js';

interface SortCase {
  readonly dialect: string;
  /** The argument of the list field, and the types that it needs. */
  readonly argument: string;
  readonly types?: string;
  readonly keys: readonly (readonly [path: string, direction: 'asc' | 'desc'])[];
  readonly expected: Json;
  /** Where rows without a value stand on the first key. */
  readonly nulls: string;
}

const cases: readonly SortCase[] = [
  {
    dialect: 'drizzle',
    argument: 'orderBy: o',
    types:
      'input o { stars: InnerOrder id: InnerOrder } input InnerOrder { direction: d! priority: Int! } enum d { asc desc }',
    keys: [
      ['stars', 'desc'],
      ['id', 'asc'],
    ],
    expected: { stars: { direction: 'desc', priority: 2 }, id: { direction: 'asc', priority: 1 } },
    nulls: 'unknown',
  },
  {
    dialect: 'hasura',
    argument: 'order_by: [o!]',
    types:
      'input o { title: d author: a } input a { name: d } enum d { asc asc_nulls_first desc desc_nulls_last }',
    keys: [
      ['title', 'asc'],
      ['author.name', 'desc'],
    ],
    expected: [{ title: 'asc_nulls_first' }, { author: { name: 'desc_nulls_last' } }],
    nulls: 'lowest',
  },
  {
    dialect: 'postgraphile',
    argument: 'orderBy: [o!]',
    types: 'enum o { CREATED_AT_ASC CREATED_AT_DESC ROW_ID_ASC }',
    keys: [
      ['createdAt', 'desc'],
      ['rowId', 'asc'],
    ],
    expected: ['CREATED_AT_DESC', 'ROW_ID_ASC'],
    nulls: 'highest',
  },
  {
    dialect: 'prisma',
    argument: 'orderBy: [o!]',
    types:
      'input o { id: d rating: n } enum d { asc desc } input n { sort: d! nulls: l } enum l { first last }',
    keys: [
      ['rating', 'desc'],
      ['id', 'asc'],
    ],
    expected: [{ rating: { sort: 'desc', nulls: 'last' } }, { id: 'asc' }],
    nulls: 'lowest',
  },
  {
    dialect: 'openreader',
    argument: 'orderBy: [o!]',
    types: 'enum o { id_ASC id_DESC name_ASC_NULLS_FIRST }',
    keys: [
      ['id', 'desc'],
      ['name', 'asc'],
    ],
    expected: ['id_DESC', 'name_ASC_NULLS_FIRST'],
    nulls: 'unknown',
  },
  {
    dialect: 'strapi5',
    argument: 'sort: [String]',
    keys: [['author.name', 'desc']],
    expected: ['author.name:desc'],
    nulls: 'unknown',
  },
  {
    dialect: 'contentful',
    argument: 'order: [o]',
    types: 'enum o { sys_publishedAt_ASC title_DESC }',
    keys: [['sys.publishedAt', 'asc']],
    expected: ['sys_publishedAt_ASC'],
    nulls: 'unknown',
  },
  {
    dialect: 'shopify-admin',
    argument: 'sortKey: k, reverse: Boolean',
    types: 'enum k { UPDATED_AT }',
    keys: [['updatedAt', 'desc']],
    expected: { sortKey: 'UPDATED_AT', reverse: true },
    nulls: 'unknown',
  },
  {
    dialect: 'dgraph',
    argument: 'order: o',
    types: 'input o { asc: f desc: f then: o } enum f { title price }',
    keys: [
      ['title', 'asc'],
      ['price', 'desc'],
    ],
    // biome-ignore lint/suspicious/noThenProperty: Dgraph calls the next key so
    expected: { asc: 'title', then: { desc: 'price' } },
    nulls: 'unknown',
  },
  {
    dialect: 'payload',
    argument: 'sort: String',
    keys: [['price', 'desc']],
    expected: '-price',
    nulls: 'unknown',
  },
  {
    dialect: 'linear',
    argument: 'sort: [s!]',
    types:
      'input s { title: t } input t { order: o nulls: n } enum o { Ascending Descending } enum n { first last }',
    keys: [['title', 'asc']],
    expected: [{ title: { order: 'Ascending', nulls: 'first' } }],
    nulls: 'lowest',
  },
  {
    dialect: 'gatsby',
    argument: 'sort: s',
    types: 'input s { fields: [f] order: [d] } enum f { frontmatter___date } enum d { ASC DESC }',
    keys: [['frontmatter.date', 'asc']],
    expected: { fields: 'frontmatter___date', order: 'ASC' },
    nulls: 'unknown',
  },
  {
    dialect: 'craft',
    argument: 'orderBy: String',
    keys: [
      ['title', 'asc'],
      ['postDate', 'desc'],
    ],
    expected: 'title asc, postDate desc',
    nulls: 'unknown',
  },
  {
    dialect: 'anilist',
    argument: 'sort: [s]',
    types: 'enum s { SCORE SCORE_DESC }',
    keys: [['score', 'desc']],
    expected: ['SCORE_DESC'],
    nulls: 'unknown',
  },
];

describe('sorts of dialects', () => {
  it.each(cases.map((each) => [each.dialect, each] as const))(
    '%s',
    (name, { argument, types, keys, ...wanted }) => {
      const location = locate(buildSchema(`type Query { list(${argument}): [Int] } ${types ?? ''}`), 'list');
      const style = dialectNamed(name)?.list?.sort;
      if (!style || isMissing(location)) throw new Error(`${name} has no sort style`);
      const binding = bindSort(style, location);
      if ('message' in binding) throw new Error(binding.message);
      const upstreamKeys = keys.map(([path, direction]) => ({
        path: path.split('.'),
        descending: direction === 'desc',
      }));
      for (const { path, descending } of upstreamKeys) expect(binding.canSort(path, descending)).toBe(true);
      expect(upstreamKeys.length).toBeLessThanOrEqual(binding.max);
      expect(binding.render(upstreamKeys)).toEqual(wanted.expected);
      expect(binding.nullsOf(upstreamKeys[0]!.path, upstreamKeys[0]!.descending)).toBe(wanted.nulls);
      if (types) expect(binding.canSort(['nothing'], false)).toBe(false);
    },
  );
});

describe('members of one object have no order', () => {
  const bound = (style: Partial<SortStyle>, argument: string) => {
    const location = locate(
      buildSchema(`input o { a: d b: d } enum d { asc desc } type Query { rows(${argument}): [String] }`),
      'rows',
    );
    if (isMissing(location)) throw new Error('no list');
    const sort = bindSort(
      { at: 'sort', ascending: { $field: 'asc' }, descending: { $field: 'desc' }, ...style },
      location,
    );
    if ('message' in sort) throw new Error(sort.message);
    return sort;
  };
  it.each<[Partial<SortStyle>, string, number]>([
    [{ list: true }, 'sort: o', 1],
    [{ list: true, max: 3 }, 'sort: o', 1],
    [{ max: 3 }, 'sort: o', 1],
    [{ max: 3 }, 'sort: [o!]', 1],
    [{ list: true, max: 3 }, 'sort: [o!]', 3],
    [{ list: true }, 'sort: [o!]', Number.POSITIVE_INFINITY],
  ])('%j on %s: at most %d key', (style, argument, max) => {
    const sort = bound(style, argument);
    expect(sort.max).toBe(max);
    const key = { path: ['a'], descending: false };
    expect(sort.render([key])).toEqual(style.list && argument.includes('[') ? [{ a: 'asc' }] : { a: 'asc' });
  });
});

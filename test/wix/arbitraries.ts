/** Random items and filters over a few fields of mixed types, so that conditions often match. */
import fc from 'fast-check';
import { and, condition, type Filter, not, or } from '../../src/wix/filter/tree.js';
import type { Item, Json } from '../../src/wix/json.js';

export const date = fc
  .constantFrom('2024-01-02T03:04:05.006Z', '2023-12-31T23:59:59.999Z', '0047-01-01T00:00:00.000Z')
  .map((text): Json => ({ $date: text }));

export const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    1,
    5,
    -1.5,
    '',
    'a',
    'A',
    'b',
    '5',
    'ΑΣ',
    'ας',
    'New York',
    'new-york',
  ),
  date,
);

export const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('k', 'v', 'a.b', '__proto__'), scalar, { maxKeys: 2 }) as fc.Arbitrary<Json>,
  fc.array(fc.record({ v: scalar }), { maxLength: 3 }) as fc.Arbitrary<Json>,
);

export const field = fc.constantFrom('a', 'b', 'c', 'list');
export const path = fc.constantFrom(
  'a',
  'b',
  'c',
  'list',
  'list.v',
  'list.0',
  'list.1.v',
  'a.k',
  'a.b',
  '__proto__',
  'toString.length',
);

export const item: fc.Arbitrary<Item> = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'list', 'a.b', '__proto__'),
  value,
  { maxKeys: 5 },
) as fc.Arbitrary<Item>;

const ordered = scalar.filter((each) => each !== null);
const text = fc.constantFrom('', 'a', 'A', 'Σ', 'ς', 'york', 'W ');

export const simpleCondition: fc.Arbitrary<Filter> = fc.oneof(
  fc.tuple(path, fc.constantFrom('eq' as const, 'ne' as const), value).map(([p, o, v]) => condition(p, o, v)),
  fc
    .tuple(path, fc.constantFrom('gt' as const, 'gte' as const, 'lt' as const, 'lte' as const), ordered)
    .map(([p, o, v]) => condition(p, o, v)),
  fc
    .tuple(
      path,
      fc.constantFrom('in' as const, 'nin' as const, 'hasSome' as const, 'hasAll' as const),
      fc.array(value, { maxLength: 3 }),
    )
    .map(([p, o, v]) => condition(p, o, v)),
  fc
    .tuple(path, fc.constantFrom('startsWith' as const, 'endsWith' as const, 'contains' as const), text)
    .map(([p, o, v]) => condition(p, o, v)),
  fc
    .tuple(path, fc.constantFrom('exists' as const, 'isEmpty' as const), fc.boolean())
    .map(([p, o, v]) => condition(p, o, v)),
  fc
    .tuple(
      path,
      fc.array(
        fc.oneof(
          fc.constantFrom('new', 'york', 'a', 'ΑΣ').map((each) => ({ kind: 'literal', text: each })),
          fc.constantFrom(' -', 'Aa').map((characters) => ({ kind: 'anyOf', characters })),
        ),
        { maxLength: 3 },
      ),
    )
    .map(([p, parts]) => condition(p, 'matches', { ignoreCase: true, parts })),
);

export const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    simpleCondition,
    fc.array(tie('filter'), { maxLength: 3 }).map(and),
    fc.array(tie('filter'), { maxLength: 3 }).map(or),
    tie('filter').map(not),
  ),
}));

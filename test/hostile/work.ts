/** Rightly signed requests that make much work here: shapes for `many-rows.ts`. */
export interface Work {
  readonly name: string;
  readonly path: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly status: readonly number[];
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const query = (name: string, query: object, status: readonly number[], collectionId = 'parts'): Work => ({
  name,
  path: '/v3/items/query',
  request: { collectionId, query },
  status,
});
const aggregate = (
  name: string,
  aggregation: object,
  status: readonly number[],
  more: object = {},
): Work => ({
  name,
  path: '/v3/items/aggregate',
  request: { collectionId: 'parts', aggregation, ...more },
  status,
});
const body = (name: string, items: unknown): Work => ({
  name,
  path: '/v3/items/insert',
  request: { collectionId: 'parts', items },
  status: [400],
});

const contains = (count: number) =>
  many(count, (index) => ({ [`f${index % 10}`]: { $contains: `no ${index}` } }));
const equals = many(1000, (index) => ({ [`f${index % 10}`]: `no ${index}` }));
const sums = (count: number) =>
  many(count, (index) => ({ resultFieldName: `s${index}`, sum: { itemFieldName: 'n' } }));
const operands = many(10_000, (index) => `no ${index}`);
/** Characters of the largest body that fits. */
const large = 4_100_000;

export const work: readonly Work[] = [
  query('or of 4900 contains', { filter: { $or: contains(4900) }, paging: { limit: 5 } }, [400]),
  query('or of 1000 contains', { filter: { $or: contains(1000) }, paging: { limit: 5 } }, [400]),
  query(
    'or of 1000 contains, sent',
    { filter: { $or: contains(1000) }, paging: { limit: 5 } },
    [200, 400],
    'things',
  ),
  query(
    'and of 1000 contains, sent',
    { filter: { $and: contains(1000) }, paging: { limit: 5 } },
    [200, 400],
    'things',
  ),
  query('or of 1000 equalities', { filter: { $or: equals }, paging: { limit: 5 } }, [200, 400]),
  query(
    'or of 1000 equalities, sent',
    { filter: { $or: equals }, paging: { limit: 5 } },
    [200, 400],
    'things',
  ),
  query(
    'not of or of 1000 contains, sent',
    { filter: { $not: { $or: contains(1000) } }, paging: { limit: 5 } },
    [200, 400],
    'things',
  ),
  query('10,000 operands', { filter: { f0: { $in: operands } }, paging: { limit: 5 } }, [200]),
  query(
    '10,000 operands, sent',
    { filter: { f0: { $in: operands } }, paging: { limit: 5 } },
    [200],
    'things',
  ),
  query(
    '10,000 operands of hasSome',
    { filter: { f0: { $hasSome: operands } }, paging: { limit: 5 } },
    [200, 400],
  ),
  query('10,000 ids', { filter: { _id: { $in: operands } }, paging: { limit: 5 } }, [200, 400]),
  query(
    '6 sort keys',
    { sort: many(6, (index) => ({ fieldName: `f${index}` })), paging: { limit: 1000 } },
    [200],
  ),
  query(
    '100 sort keys',
    { sort: many(100, (index) => ({ fieldName: `f${index % 10}` })), paging: { limit: 1000 } },
    [200, 400],
  ),
  query(
    'the last page of 1000',
    { sort: [{ fieldName: 'n' }], paging: { limit: 1000, offset: 9000 } },
    [200],
  ),
  query(
    '1000 unknown fields',
    { filter: { $or: many(1000, (index) => ({ [`unknown${index}`]: 1 })) } },
    [400],
  ),
  query(
    '4900 unknown fields',
    { filter: { $or: many(4900, (index) => ({ [`unknown${index}`]: 1 })) } },
    [400],
  ),
  aggregate(
    '990 grouping fields',
    { groupingFields: many(990, (index) => (index < 10 ? `f${index}` : `f0.x${index}`)) },
    [400],
  ),
  aggregate('990 operations', { groupingFields: ['f0'], operations: sums(990) }, [400]),
  aggregate('990 operations, no group', { operations: sums(990) }, [200, 400]),
  aggregate('8 operations, 10,000 groups', { groupingFields: ['_id'], operations: sums(8) }, [200], {
    paging: { limit: 1000 },
  }),
  aggregate('8 operations, 10,000 groups, sorted', { groupingFields: ['_id'], operations: sums(8) }, [200], {
    paging: { limit: 1000 },
    sort: many(6, (index) => ({ fieldName: `s${index}`, order: 'DESC' })),
  }),
  {
    name: '10,000 distinct values',
    path: '/v3/items/query-distinct-values',
    request: { collectionId: 'parts', fieldName: '_id', order: 'DESC', paging: { limit: 1000 } },
    status: [200],
  },
  body(
    'a large body of empty lists',
    many(large / 3, () => []),
  ),
  body(
    'a large body of empty objects',
    many(large / 3, () => ({})),
  ),
  body(
    'a large body of small objects',
    many(Math.floor(large / 16), () => ({ a: 1, b: 'x' })),
  ),
  body(
    'a large body of numbers',
    many(large / 2, () => 1),
  ),
  body('a large body of one text', ['x'.repeat(large)]),
  body(
    'a large body of short texts',
    many(Math.floor(large / 4), () => 'x'),
  ),
  body(
    'a large body of one object',
    Object.fromEntries(many(Math.floor(large / 16), (index) => [`k${index}`, 1])),
  ),
  body(
    'a large body of items',
    many(1000, (index) => ({ _id: `i${index}`, title: 'x'.repeat(4000) })),
  ),
  query('a filter of 4 MB in one operand', { filter: { f0: 'x'.repeat(large) } }, [200, 400]),
  query('a filter of 4 MB in one search', { filter: { f0: { $contains: 'x'.repeat(large) } } }, [200, 400]),
  query(
    'a filter of 10,000 long operands',
    { filter: { f0: { $in: many(10_000, (index) => `${index}${'y'.repeat(390)}`) } } },
    [200, 400],
  ),
  query('a filter of many lists in $eq', { filter: { f0: many(9_000, () => many(1, () => 1)) } }, [200, 400]),
  query('a filter of a list of 1,000,000', { filter: { f0: { $in: many(1_000_000, () => 1) } } }, [400]),
  query(
    'a filter of 1,000,000 members',
    { filter: Object.fromEntries(many(300_000, (index) => [`f${index}`, 1])) },
    [400],
  ),
  query('an or of 1,000,000', { filter: { $or: many(1_000_000, () => ({})) } }, [400]),
];

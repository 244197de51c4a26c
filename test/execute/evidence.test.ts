/**
 * Rows are held against what the upstream was asked for. An API that does not do what its mapping claims is answered rightly
 * all the same: the claim is withdrawn once, and the rest is worked out here.
 */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { parseCount, parseQuery } from '../../src/wix/requests.js';
import type { Observation } from '../../src/world/observation.js';
import { serveGraphql } from '../authoring/init/serve-graphql.js';
import { difference, naiveCount, naiveQuery } from '../oracle/naive.js';
import type { Item } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';

interface Part {
  readonly id: string;
  readonly name: string;
  readonly price: number | null;
  readonly sold: boolean;
}
type Sort = readonly { readonly field: 'price' | 'sold' | 'id'; readonly direction: 'ASC' | 'DESC' }[];
interface Choice {
  readonly where?: {
    readonly id?: { in: readonly string[] };
    readonly price?: { eq?: number | null; gt?: number; lt?: number };
    readonly name?: { eq?: string };
    readonly sold?: { eq?: boolean };
    readonly and?: readonly NonNullable<Choice['where']>[];
  };
  readonly sort?: Sort;
  readonly limit: number;
  readonly offset?: number;
}

const parts: readonly Part[] = Array.from({ length: 60 }, (_, index) => ({
  id: `p${String((index * 37) % 60).padStart(2, '0')}`,
  name: `part ${index % 7}`,
  price: index % 9 === 4 ? null : (index * 13) % 17,
  sold: index % 3 === 0,
}));

/** What an API does not do although it offers it. */
interface Faults {
  readonly ignores?: readonly string[];
  readonly keys?: 'first' | 'last' | 'none';
  readonly direction?: 'ASC';
  readonly total?: number;
}

type Where = NonNullable<Choice['where']>;

function fits(part: Part, where: Where, heeded: (name: string) => boolean): boolean {
  const { id, price, name, sold, and = [] } = where;
  if (id && heeded('id') && !id.in.includes(part.id)) return false;
  if (price?.eq !== undefined && heeded('price eq') && part.price !== price.eq) return false;
  const { gt, lt } = price ?? {};
  if (gt !== undefined && heeded('price gt') && !(part.price !== null && part.price > gt)) return false;
  if (lt !== undefined && heeded('price lt') && !(part.price !== null && part.price < lt)) return false;
  if (name?.eq !== undefined && heeded('name eq') && part.name !== name.eq) return false;
  if (sold?.eq !== undefined && heeded('sold eq') && part.sold !== sold.eq) return false;
  return and.every((each) => fits(part, each, heeded));
}

function answer({ where, sort: given, limit, offset = 0 }: Choice, faults: Faults) {
  const sort = given ?? [];
  const heeded = (name: string): boolean => !faults.ignores?.includes(name);
  const found = parts.filter((part) => fits(part, where ?? {}, heeded));
  const keys =
    faults.keys === 'none' && sort.length > 1
      ? []
      : faults.keys === 'last'
        ? sort.slice(-1)
        : faults.keys === 'first'
          ? sort.slice(0, 1)
          : sort.filter(({ field }) => heeded(`sort ${field}`));
  const value = (part: Part, field: Sort[number]['field']) => part[field] ?? Number.NEGATIVE_INFINITY;
  const sorted = [...found].sort((a, b) => {
    for (const { field, direction } of keys) {
      const sign = (faults.direction ?? direction) === 'DESC' ? -1 : 1;
      if (value(a, field) < value(b, field)) return -sign;
      if (value(a, field) > value(b, field)) return sign;
    }
    return 0;
  });
  return {
    items: sorted.slice(offset, offset + limit),
    total: Math.min(faults.total ?? found.length, found.length),
  };
}

const open: { close?: () => Promise<void> } = {};
afterEach(async () => {
  await open.close?.();
  delete open.close;
});

async function start(faults: Faults): Promise<Rig> {
  const server = await serveGraphql(
    `enum Field { id price sold } enum Direction { ASC DESC }
     type Part { id: ID! name: String! price: Int sold: Boolean! }
     type Parts { items: [Part!]! total: Int! }
     input Ids { in: [ID!] } input Numbers { eq: Int gt: Int lt: Int } input Texts { eq: String } input Flags { eq: Boolean }
     input Where { id: Ids price: Numbers name: Texts sold: Flags and: [Where!] }
     input Key { field: Field! direction: Direction! }
     type Query { parts(where: Where, sort: [Key!], limit: Int!, offset: Int): Parts! }`,
    { parts: (choice: Choice) => answer(choice, faults) },
  );
  const rig = await startRig(server.url, { dialect: 'plain' }, [
    {
      collection: 'parts',
      type: 'Part',
      id: 'id',
      fields: { name: 'name', price: 'price', sold: 'sold' },
      list: {
        field: 'parts',
        rows: 'items',
        count: 'total',
        page: { size: 'limit', offset: 'offset', max: 100 },
        filter: {
          style: 'operators',
          at: 'where',
          and: { and: '$all' },
          operators: {
            id: { in: { send: { in: '$value' } } },
            number: {
              eq: { eq: '$value' },
              gt: { gt: '$value' },
              lt: { lt: '$value' },
              isNull: { eq: null },
            },
            text: { eq: { eq: '$value' } },
            boolean: { eq: { eq: '$value' } },
          },
        },
        sort: {
          at: 'sort',
          list: true,
          ascending: { field: '$field', direction: 'ASC' },
          descending: { field: '$field', direction: 'DESC' },
          nulls: 'lowest',
        },
      },
    },
  ]);
  open.close = async () => {
    await rig.close();
    await server.close();
  };
  return rig;
}

const items: readonly Item[] = parts.map(({ id, ...rest }) => ({ _id: id, ...rest }));
const types = { _id: 'TEXT', name: 'TEXT', price: 'NUMBER', sold: 'BOOLEAN' } as const;

const filters = fc.constantFrom<Readonly<Record<string, unknown>>>(
  {},
  { price: { $gt: 5 } },
  { price: { $lt: 9 } },
  { price: { $gt: 3, $lt: 12 } },
  { price: 7 },
  { price: null },
  { sold: true },
  { sold: false, price: { $gt: 5 } },
  { name: 'part 1' },
  { _id: { $in: ['p03', 'p40', 'gone'] } },
  { _id: 'p11' },
);
const sorts = fc.constantFrom(
  [],
  [{ fieldName: 'price', order: 'ASC' as const }],
  [{ fieldName: 'price', order: 'DESC' as const }],
  [
    { fieldName: 'sold', order: 'DESC' as const },
    { fieldName: 'price', order: 'ASC' as const },
  ],
);
// Wide pages from the first row on: what a false filter lets through, and rows that stand at the wrong end, may be on other
// pages, where nobody sees them.
const pages = fc.record({ offset: fc.constant(0), limit: fc.integer({ min: 45, max: 70 }) });

const faults: readonly (readonly [title: string, faults: Faults, claims: readonly string[]])[] = [
  ['does all that it claims', {}, []],
  ['ignores a comparison', { ignores: ['price gt'] }, ['filter price gt']],
  ['ignores null', { ignores: ['price eq'] }, ['filter price eq', 'filter price isNull']],
  ['ignores a flag', { ignores: ['sold eq'] }, ['filter sold eq']],
  ['ignores the ids', { ignores: ['id'] }, ['filter _id in']],
  [
    'ignores one sort',
    { ignores: ['sort price'] },
    ['sort keys', 'sort price ascending', 'sort price descending'],
  ],
  ['sorts by the last key only', { keys: 'last' }, ['sort keys']],
  ['sorts not at all by several keys', { keys: 'none' }, ['sort keys']],
  ['sorts ascending only', { direction: 'ASC' }, ['sort keys']],
  ['counts to 40', { total: 40 }, ['total']],
];

describe.each(faults)('an API that %s', (_title, fault, possible) => {
  test('is answered rightly, and only what is false is withdrawn', async () => {
    const rig = await start(fault);
    const model = rig.model('parts');
    const seen: Observation[] = [];
    const asking = { ...context(), observe: (each: Observation) => void seen.push(each) };
    await fc.assert(
      fc.asyncProperty(filters, sorts, pages, async (filter, sort, paging) => {
        const request = parseQuery({
          collectionId: 'parts',
          query: { filter, sort, paging },
          returnTotalCount: true,
        });
        const found = await rig.engine.query(model, request, { ...asking, deadline: Date.now() + 60_000 });
        const expected = naiveQuery(items, { filter: filter as never, sort, ...paging }, types);
        expect(difference(found.items as Item[], expected)).toBeNull();
        if (fault.total === undefined) {
          const count = parseCount({ collectionId: 'parts', filter });
          const { totalCount } = await rig.engine.count(model, count, context());
          // A count alone shows no rows that could be held against the filter.
          if (possible.length === 0) expect(totalCount).toBe(naiveCount(items, filter as never, types));
        }
      }),
      { numRuns: 60, seed: 7 },
    );
    const withdrawn = seen.flatMap((each) => (each.kind === 'claim withdrawn' ? [each.claim] : []));
    // Once each, and nothing that is true.
    expect(new Set(withdrawn).size).toBe(withdrawn.length);
    expect(withdrawn.filter((each) => !possible.includes(each))).toEqual([]);
    if (possible.length > 0) expect(withdrawn.length).toBeGreaterThan(0);
    for (const { message } of rig.engine.withdrawals())
      expect(message).toMatch(/^parts\.yaml:\d+:\d+: .+; write /);
  });
});

test('explain says what is not believed any more, and the answer is one upstream request no longer', async () => {
  const rig = await start({ ignores: ['price gt'] });
  const request = parseQuery({ collectionId: 'parts', query: { filter: { price: { $gt: 5 } } } });
  expect(rig.engine.explain(rig.model('parts'), 'query', request)).toMatchObject({
    access: 'page',
    reasons: [],
  });
  await rig.engine.query(rig.model('parts'), request, context());
  expect(rig.engine.explain(rig.model('parts'), 'query', request)).toMatchObject({
    access: 'scan',
    reasons: [{ path: 'price', reason: 'rows that the upstream gave show that it does not do this' }],
  });
  // Wix is told the truth from then on.
  const described = rig.engine.describe(rig.model('parts'));
  expect(described.fields.some((each) => each.key === 'price')).toBe(true);
});

test('a cell that failed says nothing of the filter', async () => {
  const server = await serveGraphql(
    `type Part { id: ID! price: Int } input Numbers { gt: Int } input Where { price: Numbers }
     type Query { parts(where: Where, limit: Int!, offset: Int): [Part!]! }`,
    {
      parts: ({ offset = 0 }: Choice) => {
        const price = (): never => {
          throw new Error('no price today');
        };
        return [
          { id: 'a', price: 9 },
          { id: 'b', price },
        ].slice(offset);
      },
    },
  );
  const rig = await startRig(server.url, { dialect: 'plain' }, [
    {
      collection: 'parts',
      type: 'Part',
      id: 'id',
      fields: { price: 'price' },
      list: {
        field: 'parts',
        page: { size: 'limit', offset: 'offset' },
        filter: { style: 'operators', at: 'where', operators: { number: { gt: { gt: '$value' } } } },
      },
    },
  ]);
  const request = parseQuery({ collectionId: 'parts', query: { filter: { price: { $gt: 5 } } } });
  const { items: found } = await rig.engine.query(rig.model('parts'), request, context());
  expect(found).toEqual([
    { _id: 'a', price: 9 },
    { _id: 'b', price: null },
  ]);
  expect(rig.engine.withdrawals()).toEqual([]);
  await rig.close();
  await server.close();
});

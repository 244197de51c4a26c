/** Claims of a mapping that are false, each planted by itself, and what the proof says of them. */
import { afterEach, describe, expect, test } from 'vitest';
import { prove } from '../../../src/authoring/prove/prove.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { type Rig, startRig } from '../../rig.js';
import { type Served, serveGraphql } from '../init/serve-graphql.js';

interface Row {
  readonly id: string;
  readonly sku: string;
  readonly name: string | null;
  readonly size: number | null;
  readonly stars: number;
  readonly rank: 'LOW' | 'MID' | 'HIGH';
}

const ranks = ['LOW', 'MID', 'HIGH'] as const;
const names = ['Lamp', 'lamp', 'Table 100%', null, 'Chair', 'chair', 'Sofa', 'SOFA bed'];
const rows: readonly Row[] = Array.from({ length: 60 }, (_, index) => ({
  id: `r${(index * 7) % 60}`,
  sku: `${index % 2 ? 'sku' : 'SKU'}-${(index * 13) % 60}`,
  name: names[index % names.length]!,
  size: index % 6 === 4 ? null : (index * 11) % 40,
  stars: index % 4,
  rank: ranks[index % 3]!,
}));

const types = `
  type Thing { id: ID!, sku: String!, name: String, size: Int, stars: Int!, rank: Rank! }
  enum Rank { LOW MID HIGH }
  input IdOps { eq: ID, in: [ID!] }
  input TextOps { eq: String, ne: String, in: [String!], contains: String, isNull: Boolean }
  input IntOps { eq: Int, ne: Int, in: [Int!], gt: Int, gte: Int, lt: Int, lte: Int, isNull: Boolean }
  input Filter { id: IdOps, sku: TextOps, name: TextOps, size: IntOps, stars: IntOps, AND: [Filter!], OR: [Filter!], NOT: Filter }
  input Order { id: Way, sku: Way, size: Way, stars: Way, rank: Way }
  enum Way { ASC DESC }
  type Page { items: [Thing!]!, total: Int! }
  type Query { things(filter: Filter, orderBy: [Order!], limit: Int = 20, offset: Int = 0): Page!, thingsCount: Int! }`;

type Value = string | number | null;
type Fits = (value: Value, operator: string, operand: unknown) => boolean;

/** As the mapping says. */
const heeded: Fits = (value, operator, operand) => {
  switch (operator) {
    case 'isNull':
      return (value === null) === operand;
    case 'eq':
      return value === operand;
    case 'in':
      return (operand as readonly unknown[]).includes(value);
    case 'ne':
      return value !== null && value !== operand;
    case 'contains':
      return typeof value === 'string' && value.toLowerCase().includes(String(operand).toLowerCase());
  }
  if (value === null) return false;
  const sign = value < (operand as Value)! ? -1 : value === operand ? 0 : 1;
  return { gt: sign > 0, gte: sign >= 0, lt: sign < 0, lte: sign <= 0 }[operator] ?? false;
};

type Compare = (a: Row, b: Row, field: keyof Row) => number;
const ordered: Compare = (a, b, field) => {
  const [left, right] = [a[field], b[field]];
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? -1 : 1;
  return left < right ? -1 : 1;
};

interface Lies {
  readonly rows?: readonly Row[];
  readonly fits?: (value: Value, operator: string, operand: unknown, field: string) => boolean;
  readonly compare?: Compare;
  readonly descending?: boolean;
  readonly ties?: boolean;
  readonly cap?: number;
  readonly total?: (found: readonly Row[], all: readonly Row[]) => number;
  readonly join?: Join;
  /** What `NOT` makes of a row that it is asked about; the second value: whether a value is missing. */
  readonly not?: (found: boolean, missing: boolean) => boolean;
}

type Joined = 'AND' | 'OR';
interface Where {
  readonly [field: string]: unknown;
}
/** Whether a row is found by all, or one, of several conditions. */
type Join = (joined: Joined, found: readonly boolean[]) => boolean;
const joinedAsSaid: Join = (joined, found) => (joined === 'AND' ? found.every(Boolean) : found.some(Boolean));

interface Asked {
  readonly filter?: Where | null;
  readonly orderBy?: readonly Readonly<Record<string, string>>[] | null;
  readonly limit: number;
  readonly offset: number;
}

function api(lies: Lies) {
  const { fits = heeded, compare = ordered, cap = 1000, total = (found) => found.length } = lies;
  const { join = joinedAsSaid, not = (found, missing) => !missing && !found } = lies;
  let turn = 0;
  const passes = (row: Row, where: Where): boolean =>
    Object.entries(where).every(([field, given]) => {
      if (field === 'AND' || field === 'OR')
        return join(
          field,
          (given as Where[]).map((each) => passes(row, each)),
        );
      if (field === 'NOT')
        return not(
          passes(row, given as Where),
          Object.keys(given as Where).some((each) => row[each as keyof Row] === null),
        );
      return Object.entries(given as Where).every(([operator, operand]) =>
        fits(row[field as keyof Row], operator, operand, field),
      );
    });
  return {
    things({ filter, orderBy, limit, offset }: Asked) {
      turn += 1;
      const all = lies.rows ?? rows;
      const found = all.filter((row) => passes(row, filter ?? {}));
      const keys = (orderBy ?? []).flatMap((each) => Object.entries(each));
      const mixed = lies.ties && turn % 2 === 0 ? [...found].reverse() : found;
      const sorted = [...mixed].sort((a, b) => {
        for (const [field, way] of keys) {
          const sign = compare(a, b, field as keyof Row);
          if (sign !== 0) return way === 'DESC' && lies.descending !== false ? -sign : sign;
        }
        return 0;
      });
      return { items: sorted.slice(offset, offset + Math.min(limit, cap)), total: total(found, all) };
    },
    thingsCount: () => (lies.rows ?? rows).length,
  };
}

const text = {
  eq: { eq: '$value' },
  ne: { ne: '$value' },
  in: { in: '$value' },
  contains: { send: { contains: '$value' }, case: 'insensitive' },
  isNull: { isNull: true },
  notNull: { isNull: false },
};
const { contains: _contains, ...equality } = text;
const number = {
  ...equality,
  gt: { gt: '$value' },
  gte: { gte: '$value' },
  lt: { lt: '$value' },
  lte: { lte: '$value' },
};

const joining = { and: { AND: '$all' }, or: { OR: '$all' } };

const mapping = (
  more: Record<string, unknown> = {},
  sort: Record<string, unknown> = {},
  joins: object = {},
) => ({
  collection: 'things',
  type: 'Thing',
  list: {
    field: 'things',
    rows: 'items',
    count: 'total',
    page: { size: 'limit', offset: 'offset', max: 1000 },
    filter: {
      style: 'operators',
      at: 'filter',
      operators: { id: { eq: { eq: '$value' }, in: { in: '$value' } }, text, number },
      ...joins,
    },
    sort: {
      at: 'orderBy',
      list: true,
      ascending: { $field: 'ASC' },
      descending: { $field: 'DESC' },
      nulls: 'lowest',
      ...sort,
    },
    text: { order: 'utf16', folding: 'javascript' },
    ...more,
  },
  id: 'id',
  fields: { sku: 'sku', name: 'name', size: 'size', stars: 'stars', rank: 'rank' },
});

let served: Served | undefined;
let rig: Rig | undefined;
afterEach(async () => {
  await rig?.close();
  await served?.close();
});

async function proofOf(lies: Lies, own: object = mapping(), requests = 200) {
  served = await serveGraphql(types, api(lies));
  rig = await startRig(served.url, {}, [own as never]);
  const { access } = rig;
  const collection = () => undefined;
  const { signal } = new AbortController();
  return prove(rig.model('things'), {
    world: systemWorld,
    upstream: access,
    collection,
    signal,
    requests,
  });
}

test.each([
  ['', mapping()],
  [' that joins conditions', mapping({}, {}, joining)],
  [' that turns them round', mapping({}, {}, { ...joining, not: { NOT: '$one' }, notLogic: 'three-valued' })],
])('an honest API%s: nothing is said', async (_, own) => {
  const proof = await proofOf({}, own);
  expect(proof.faults).toEqual([]);
  expect(proof).toMatchObject({ items: 60, whole: true, unasked: 0 });
  expect(proof.requests).toBeLessThanOrEqual(200);
});

const cased: Fits = (value, operator, operand) =>
  operator === 'contains'
    ? typeof value === 'string' && value.includes(String(operand))
    : heeded(value, operator, operand);
const folded: Fits = (value, operator, operand) =>
  operator === 'eq' && typeof value === 'string'
    ? value.toLowerCase() === String(operand).toLowerCase()
    : heeded(value, operator, operand);
const firstOnly: Fits = (value, operator, operand) =>
  operator === 'in' ? value === (operand as readonly unknown[])[0] : heeded(value, operator, operand);
const isNullIgnored: Fits = (value, operator, operand) =>
  operator === 'isNull' ? true : heeded(value, operator, operand);
const isNullNone: Fits = (value, operator, operand) =>
  operator === 'isNull' && operand === true ? false : heeded(value, operator, operand);
const caseless: Compare = (a, b, field) =>
  typeof a[field] === 'string'
    ? ordered(
        { ...a, [field]: String(a[field]).toLowerCase() },
        { ...b, [field]: String(b[field]).toLowerCase() },
        field,
      )
    : ordered(a, b, field);
const asText: Compare = (a, b, field) => {
  const [left, right] = [a[field], b[field]];
  if (typeof left !== 'number' || typeof right !== 'number') return ordered(a, b, field);
  return String(left) < String(right) ? -1 : left === right ? 0 : 1;
};
const byPlace: Compare = (a, b, field) =>
  field === 'rank' ? ranks.indexOf(a.rank) - ranks.indexOf(b.rank) : ordered(a, b, field);
/** It looks into another language than the one that it shows. */
const localized = (value: Value, operator: string, operand: unknown, field: string): boolean =>
  heeded(field === 'name' && typeof value === 'string' ? `das ${value}` : value, operator, operand);
const nullsHigh: Compare = (a, b, field) =>
  (a[field] === null) !== (b[field] === null) ? -ordered(a, b, field) : ordered(a, b, field);

describe('planted', () => {
  test.each<[string, Lies, readonly string[], RegExp, object?]>([
    [
      'a superset that is none',
      { fits: cased },
      ['filter sku contains', 'filter name contains'],
      /contains of sku is no superset/,
    ],
    ['a tie-breaker that is none', { ties: true }, ['ties'], /equal rows/, mapping({}, { unique: true })],
    [
      'a list that hides rows, and a count that does not',
      { rows: rows.slice(0, 40), total: () => 60 },
      ['total'],
      /says 60/,
    ],
    [
      'an in that takes one value',
      { fits: firstOnly },
      ['_id', 'sku', 'name', 'size', 'stars'].map((key) => `filter ${key} in`),
      /it misses/,
    ],
    [
      'equality without case that is called exact',
      { fits: folded },
      ['filter name eq', 'filter _id eq', 'filter sku eq'],
      /eq/,
    ],
    [
      'an order without case that is called that of code units',
      { compare: caseless },
      ['sort sku ascending', 'sort sku descending'],
      /order/,
    ],
    ['a field in another language', { fits: localized }, ['filter name eq', 'filter name in'], /it misses/],
    ['a page that is cut', { cap: 6 }, ['page'], /one of 1000 rows came with 6/],
    [
      'a null test that is not heeded',
      { fits: isNullIgnored },
      ['name', 'size'].flatMap((key) => [`filter ${key} notNull`, `filter ${key} isNull`]),
      /Null/,
    ],
    [
      'a null test that finds nothing',
      { fits: isNullNone },
      ['filter name isNull', 'filter size isNull'],
      /it misses/,
    ],
    [
      'an order that is never reversed',
      { descending: false },
      ['sku', 'size', 'stars'].map((key) => `sort ${key} descending`),
      /order/,
    ],
    ['a count of another filter', { total: (_, all) => all.length }, ['total'], /with a filter/],
    ['ids that are not unique', { rows: [...rows, { ...rows[3]!, sku: 'again' }] }, ['list'], /r21/],
    [
      'numbers in the order of texts',
      { compare: asText },
      ['sort size ascending', 'sort size descending'],
      /order/,
    ],
    [
      'an or that is an and',
      { join: (_, found) => found.every(Boolean) },
      ['filter or'],
      /OR|or/,
      mapping({}, {}, joining),
    ],
    [
      'an or of which only the last condition is heeded',
      { join: (joined, found) => (joined === 'OR' ? found.at(-1)! : found.every(Boolean)) },
      ['filter or'],
      /it misses/,
      mapping({}, {}, joining),
    ],
    [
      'a not that leaves out rows without a value, where it is said to keep them',
      {},
      ['filter not'],
      /it misses/,
      mapping({}, {}, { ...joining, not: { NOT: '$one' }, notLogic: 'two-valued' }),
    ],
    [
      'missing values at the other end',
      { compare: nullsHigh },
      ['sort size ascending', 'sort size descending'],
      /no value/,
    ],
  ])('%s', async (_, lies, claims, message, own) => {
    const { faults } = await proofOf(lies, own);
    expect(faults.map((each) => each.claim).sort(), JSON.stringify(faults)).toEqual([...claims].sort());
    expect(faults[0]!.message).toMatch(message);
    for (const { mend } of faults) expect(mend).not.toBe('');
  });
});

test.each<[string, Lies, object, object]>([
  ['or', { join: (_, found) => found.every(Boolean) }, joining, { or: null }],
  ['not', {}, { ...joining, not: { NOT: '$one' }, notLogic: 'two-valued' }, { notLogic: 'unknown' }],
])('the mend of a false `%s` mends it', async (_, lies, joins, mend) => {
  const proof = await proofOf(lies, mapping({}, {}, { ...joins, ...mend }));
  expect(proof.faults).toEqual([]);
});

test('the order of an enum is nothing that a mapping can claim, whatever the API has', async () => {
  const fields = { ...mapping().fields, rank: { path: 'rank', sort: 'rank' } };
  expect((await proofOf({ compare: byPlace }, { ...mapping(), fields })).faults).toEqual([]);
});

const many: readonly Row[] = Array.from({ length: 200 }, (_, at) => ({ ...rows[at % 60]!, id: `m${at}` }));

test.each([6, 10, 12, 16, 25, 50, 60, 64, 100, 128, 199])(
  'pages that are cut to %i rows are named with their size, with and without a total',
  async (cap) => {
    for (const count of ['total', null]) {
      const { faults, items } = await proofOf({ rows: many, cap }, mapping({ count }), 8);
      const [fault] = faults;
      expect([fault?.claim, fault?.mend, fault?.fix]).toEqual([
        'page',
        `list.page.max: ${cap}`,
        { line: ['list', 'page', 'max'], value: cap },
      ]);
      expect(faults).toHaveLength(1);
      // The rows are read in pages that come whole.
      expect(items).toBe(200);
      await rig!.close();
      await served!.close();
    }
  },
);

test.each([200, 1000])('pages of up to %i rows are not cut: there are no more', async (cap) => {
  for (const count of ['total', null])
    expect((await proofOf({ rows: many, cap }, mapping({ count }), 8)).faults).toEqual([]);
});

/**
 * The first law over scalars that do not say what they hold, as a mapping says it; and one bad value, which closes its
 * cell and nothing that does not depend on it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCount, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import type { FieldSample } from '../oracle/arbitrary.js';
import type { Item, Json } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import type { Upstream } from '../upstreams/harness.js';
import { oddScalarsStyle, startOddScalars, type Thing } from '../upstreams/odd-scalars.js';
import {
  aggregationsAreNaive,
  countsAreNaive,
  distinctValuesAreNaive,
  type LawCase,
  queriesAreNaive,
} from './collection-laws.js';

/** Done by the upstream whole: compared whichever queries the seed gives. */
const whole: readonly Json[] = [
  { joined: '2023-11-21' },
  { joined: { $in: ['2023-11-21', '2023-11-22'] } },
  { note: null },
  { madeAt: { $gt: { $date: '2023-11-21T00:00:00.000Z' } } },
  { score: { $gte: 3 } },
];
const runs = Math.max(20, Number(process.env.LAW_RUNS ?? 60)) + whole.length;
const seed = process.env.LAW_SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.LAW_SEED);

const day = 86_400_000;
const start = Date.UTC(2023, 10, 20);
const wixDay = (index: number): string => new Date(start + index * day).toISOString().slice(0, 10);
const written = (index: number): string => wixDay(index).split('-').reverse().join('/');

const things: readonly Thing[] = Array.from({ length: 60 }, (_, index) => ({
  id: String(index + 1),
  title: index % 7 === 0 ? null : `Thing ${index % 9}`,
  madeAt: index % 11 === 0 ? null : start + (index % 13) * day + (index % 3),
  joined: index % 10 === 0 ? null : index % 4 === 0 ? '00/00/0000' : written((index * 17) % 50),
  seen: index % 5 === 0 ? null : String(1_700_000_000 + ((index * 7919) % 1000)),
  score: index % 6 === 0 ? -1 : index % 8,
  note: ['', 'N/A', 'n/a', 'good', 'Bad'][index % 5]!,
  price: index % 3 === 0 ? null : { amount: `${index}.50`, currency: 'EUR' },
}));

const items: readonly Item[] = things.map((thing) => ({
  _id: thing.id,
  title: thing.title,
  madeAt: thing.madeAt === null ? null : { $date: new Date(thing.madeAt).toISOString() },
  joined:
    thing.joined === null || thing.joined === '00/00/0000'
      ? null
      : thing.joined.split('/').reverse().join('-'),
  seen: thing.seen === null ? null : { $date: new Date(Number(thing.seen) * 1000).toISOString() },
  score: thing.score === -1 ? null : thing.score,
  note: thing.note === '' || thing.note === 'N/A' ? null : thing.note,
  price: thing.price as Json,
}));

const types = {
  _id: 'TEXT',
  title: 'TEXT',
  madeAt: 'DATETIME',
  joined: 'DATE',
  seen: 'DATETIME',
  score: 'NUMBER',
  note: 'TEXT',
  price: 'OBJECT',
} as const;

const mapping = {
  collection: 'things',
  type: 'Thing',
  id: 'id',
  list: 'things',
  fields: {
    title: 'title',
    madeAt: 'madeAt',
    joined: { path: 'joined', format: 'DD/MM/YYYY', none: ['00/00/0000'] },
    seen: { path: 'seen', scalar: 'epochSeconds' },
    score: { path: 'score', none: [-1] },
    note: { path: 'note', none: ['', 'N/A'] },
    price: { path: 'price', type: 'OBJECT' },
  },
};
const upstream = {
  defaults: oddScalarsStyle,
  scalars: { Date: 'epochMilliseconds', Money: 'json' },
} as const;

async function serve(rows: readonly Thing[]): Promise<{ server: Upstream; rig: Rig }> {
  const server = await startOddScalars(rows);
  return { server, rig: await startRig(server.url, upstream as never, [mapping as never]) };
}

describe('scalars by their declared kinds', () => {
  let law: LawCase;
  let close: () => Promise<unknown>;
  beforeAll(async () => {
    const { server, rig } = await serve(things);
    close = async () => [await rig.close(), await server.close()];
    const fields = Object.entries(types).map(
      ([key, type]): FieldSample => ({ key, type, samples: items.map((item) => item[key] ?? null) }),
    );
    law = {
      engine: rig.engine,
      model: rig.model('things'),
      items,
      types,
      fields,
      runs,
      seed,
      examples: whole,
    };
  });
  afterAll(() => close());

  test(`queries and totals (seed ${seed})`, async () => {
    expect(await queriesAreNaive(law)).toBeGreaterThanOrEqual(whole.length);
  }, 120_000);
  test(`counts (seed ${seed})`, () => countsAreNaive(law), 120_000);
  test(`aggregations (seed ${seed})`, () => aggregationsAreNaive(law), 120_000);
  test(`distinct values (seed ${seed})`, () => distinctValuesAreNaive(law), 120_000);

  test.each(whole.map((filter) => [filter]))('%j is one request', (filter) => {
    const request = parseQuery({ collectionId: 'things', query: { filter, paging: { limit: 5 } } });
    expect(law.engine.explain(law.model, 'query', request).requests).toBe('1');
  });
});

describe('one bad value', () => {
  const bad = things.map((thing) => (thing.id === '7' ? { ...thing, joined: 'soon' } : thing));
  let server: Upstream;
  let rig: Rig;
  beforeAll(async () => {
    ({ server, rig } = await serve(bad));
  });
  afterAll(async () => {
    await rig.close();
    await server.close();
  });
  const query = (filter: Json, sort: Json = [], logged: string[] = []) =>
    rig.engine.query(
      rig.model('things'),
      parseQuery({ collectionId: 'things', query: { filter, sort, paging: { limit: 100 } } }),
      {
        ...context(),
        observe: (each) => {
          if (each.kind === 'cell unreadable') logged.push(each.message);
        },
      },
    );

  test('is shown without a value, and said once, with item, line and mend', async () => {
    const logged: string[] = [];
    const { items: found } = await query({}, [], logged);
    expect(found.find((item) => item._id === '7')).toEqual({ ...items[6], joined: null });
    const others = items.filter((item) => item._id !== '7');
    expect(found).toHaveLength(60);
    expect(found).toEqual(expect.arrayContaining([...others]));
    await query({ title: 'Thing 6' }, [], logged);
    expect(logged).toEqual([
      expect.stringMatching(
        /The value of the field joined of the item 7 cannot be shown exactly as DATE: it is not a text of the form DD\/MM\/YYYY\. See things\.yaml:\d+:\d+: .*format.*none/,
      ),
    ]);
  });

  test.each([
    ['a filter that is worked out here', { joined: { $gt: '2020-01-01' } }, []],
    ['a sort that is worked out here', {}, [{ fieldName: 'joined', order: 'ASC' }]],
  ])('refuses %s, naming the item', async (_, filter, sort) => {
    await expect(query(filter, sort)).rejects.toThrow('joined of the item 7');
  });

  test('refuses distinct values and counts that depend on it, and no other', async () => {
    const model = rig.model('things');
    const distinct = (fieldName: string) =>
      rig.engine.distinct(model, parseDistinct({ collectionId: 'things', fieldName }), context());
    const count = (filter: Json) =>
      rig.engine.count(model, parseCount({ collectionId: 'things', filter }), context());
    await expect(distinct('joined')).rejects.toThrow('joined of the item 7');
    await expect(count({ joined: { $lt: '2024-01-01' } })).rejects.toThrow('joined of the item 7');
    expect((await distinct('title')).distinctValues).toEqual(
      Array.from({ length: 9 }, (_, index) => `Thing ${index}`),
    );
    expect(await count({})).toEqual({ totalCount: 60 });
  });
});

/**
 * `init` over every imitated API: what it writes binds as it is, and answers right. LAW_RUNS raises the number of
 * requests of each kind, LAW_SEED repeats a run.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aggregationsAreNaive,
  countsAreNaive,
  distinctValuesAreNaive,
  type LawCase,
  queriesAreNaive,
} from '../../laws/collection-laws.js';
import { samplesOf, typesOf } from '../../oracle/bookshop-items.js';
import { makeRows } from '../../upstreams/data.js';
import type { ProductUpstream } from '../../upstreams/engine/start.js';
import { upstreamNames, upstreams } from '../../upstreams/fixture-shapes.js';
import { expectPairs, type Pair } from './expect-pairs.js';
import { createFolder, type Folder, type InitRun, type Served, serveFolder } from './folder.js';
import { knownItems } from './imitated-items.js';

const runs = Number(process.env.LAW_RUNS ?? 8);
const seed = process.env.LAW_SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.LAW_SEED);

const withoutCategories = [
  'shopify',
  'payload',
  'vendure',
  'relayOnly',
  'pageOnly',
  'appsync',
  'predicateList',
  'directus',
  'dgraph',
];
/** Among the first rows is a whole number that no double holds. */
const rows = makeRows(137, 3);

describe.each(upstreamNames)('%s', (name) => {
  let server: ProductUpstream;
  let folder: Folder;
  let ran: InitRun;
  let served: Served;
  let probes: ProductUpstream['requests'];
  beforeAll(async () => {
    server = await upstreams[name].start(rows);
    folder = createFolder();
    ran = await folder.init(server.url);
    probes = [...server.requests];
    served = await serveFolder(folder.path);
  });
  afterAll(async () => {
    await served?.close();
    folder?.remove();
    await server?.close();
  });

  const collections = withoutCategories.includes(name) ? ['products'] : ['categories', 'products'];

  test('its lists become collections', () => {
    expect(ran.exitCode, ran.output).toBe(0);
    expect([...served.app.collections.keys()].sort()).toEqual(collections);
  });

  test('a collection is looked at with a few reads, and nothing is written', () => {
    expect(probes.length).toBeGreaterThan(0);
    expect(probes.length).toBeLessThanOrEqual(12 * collections.length);
    expect(probes.filter((each) => !/^query\b/.test(each.query))).toEqual([]);
  });

  test('check --live finds nothing wrong', async () => {
    const checked = await folder.checkLive();
    expect(checked.output).toMatch(/\b0 problems$/m);
    expect(checked.exitCode).toBe(0);
  });

  test.skipIf(collections.length === 1)(
    'relations lead to the items of the rows, from both ends',
    async () => {
      const all = served.app.collections.get('products')!;
      const { key } = [...all.fields.values()].find(({ relation }) => relation?.collection === 'categories')!;
      const pairs = knownItems(all, rows, name).items.flatMap((item): readonly Pair[] =>
        (item[key] ?? null) === null ? [] : [[String(item._id), String(item[key])]],
      );
      for (const model of served.app.collections.values())
        for (const each of model.fields.values())
          if (each.relation)
            await expectPairs(
              served.engine,
              model,
              each.key,
              model === all ? pairs : pairs.map(([from, to]) => [to, from]),
            );
    },
  );

  test.each(collections)(
    `%s: answers are right (seed ${seed})`,
    async (id) => {
      const model = served.app.collections.get(id)!;
      const { items, columns, unknown } = knownItems(model, rows, name);
      expect(unknown).toEqual([]);
      const law: LawCase = {
        engine: served.engine,
        model,
        items,
        types: typesOf(columns),
        fields: samplesOf(items, columns),
        runs: id === 'products' ? runs : Math.ceil(runs / 2),
        seed,
      };
      await queriesAreNaive(law);
      await countsAreNaive(law);
      await aggregationsAreNaive(law);
      await distinctValuesAreNaive(law);
    },
    600_000,
  );
});

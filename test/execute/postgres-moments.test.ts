/**
 * What PostgreSQL has and Wix has not: infinite moments, years before Christ, the hour 24. Over a real PostgreSQL and
 * PostGraphile, with the untouched output of `init` and with types that a person wrote: right, or refused with the item and the mend.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/wix/requests.js';
import { createFolder, type Folder, type Served, serveFolder } from '../authoring/init/folder.js';
import { difference, naiveQuery } from '../oracle/naive.js';
import { naiveFilter } from '../oracle/naive-filter.js';
import type { Item, Json } from '../oracle/values.js';
import { hasRare, rareNote } from '../rare/rare.js';
import { context } from '../rig.js';
import { type RunningServer, startPostgraphile } from '../upstreams/postgraphile-server.js';

const sql = `CREATE TABLE moments (id int PRIMARY KEY, instant timestamptz, wall timestamp, day date, clock time);
INSERT INTO moments VALUES
 (1, '2024-01-15 10:00:00.5Z', '2024-01-15 10:00:00', '2024-01-15', '10:00'),
 (2, 'infinity', 'infinity', 'infinity', '24:00:00'),
 (3, '-infinity', '-infinity', '-infinity', '00:00:00'),
 (4, '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00 BC', '0044-03-15 BC', '23:59:59.999999'),
 (5, NULL, NULL, NULL, NULL),
 (6, '12024-01-15 10:00:00Z', '12024-01-15 10:00:00', '12024-01-15', '12:00');`;

const keys = ['instant', 'wall', 'day', 'clock'] as const;
const types = { _id: 'TEXT', instant: 'DATETIME', wall: 'DATETIME', day: 'DATE', clock: 'TIME' } as const;
const at = (text: string): Json => ({ $date: text });
const item = (id: number, instant: Json, wall: Json, day: Json, clock: Json): Item => ({
  _id: String(id),
  instant,
  wall,
  day,
  clock,
});
const ides = at('-000043-03-15T12:00:00.000Z');
/** What has no value in Wix is null. */
const items: readonly Item[] = [
  item(1, at('2024-01-15T10:00:00.500Z'), at('2024-01-15T10:00:00.000Z'), '2024-01-15', '10:00:00.000'),
  item(2, null, null, null, null),
  item(3, null, null, null, '00:00:00.000'),
  item(4, ides, ides, null, '23:59:59.999'),
  item(5, null, null, null, null),
  item(6, null, null, null, '12:00:00.000'),
];

/** The same with values in the places where PostgreSQL has them: a condition on the upstream's value is right though Wix cannot see it. */
const inPlace: Readonly<Record<string, readonly (Json | undefined)[]>> = {
  instant: [
    undefined,
    at('+275760-09-13T00:00:00.000Z'),
    at('-271821-04-20T00:00:00.000Z'),
    undefined,
    undefined,
    at('+012024-01-15T10:00:00.000Z'),
  ],
  wall: [
    undefined,
    at('+275760-09-13T00:00:00.000Z'),
    at('-271821-04-20T00:00:00.000Z'),
    undefined,
    undefined,
    at('+012024-01-15T10:00:00.000Z'),
  ],
  day: [undefined, '~~', ' ', ' 0044', undefined, '~12024'],
  clock: [undefined, '24:00:00.000'],
};
const placed: readonly Item[] = items.map((each, index) => ({
  ...each,
  ...Object.fromEntries(keys.map((key) => [key, inPlace[key]![index] ?? each[key]!])),
}));

const operands: Readonly<Record<(typeof keys)[number], readonly Json[]>> = {
  instant: [items[0]!.instant!, ides, at('9999-12-31T23:59:59.999Z'), at('0001-01-01T00:00:00.000Z')],
  wall: [items[0]!.wall!, ides, at('+012024-01-15T10:00:00.000Z')],
  day: ['2024-01-15', '0001-01-01', '9999-12-31', at('-000043-03-15T00:00:00.000Z')],
  clock: ['10:00:00.000', '23:59:59.999', '00:00'],
};
const questions = keys.flatMap((key) => [
  ...operands[key].flatMap((value) => [
    ...['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'].map((operator) => ({ [key]: { [operator]: value } })),
    { [key]: { $in: [value, null] } },
    { $not: { [key]: { $gt: value } } },
  ]),
  { [key]: null },
  { [key]: { $exists: true } },
]);

describe.skipIf(!hasRare)(`PostgreSQL's own moments${rareNote}`, () => {
  let server: RunningServer;
  let folder: Folder;
  let written: string;
  beforeAll(async () => {
    server = await startPostgraphile({ sql });
    folder = createFolder();
    const { exitCode, output } = await folder.init(server.url);
    if (exitCode !== 0) throw new Error(output);
    written = folder.files()['moments.yaml']!;
  }, 300_000);
  afterAll(async () => {
    folder?.remove();
    await server?.close();
  });

  async function withFields(fields: string | undefined, use: (served: Served) => Promise<void>) {
    const text =
      fields === undefined ? written : written.replace(/^fields:\n( .*\n)+/m, `fields:\n${fields}`);
    writeFileSync(join(folder.path, 'moments.yaml'), text);
    const served = await serveFolder(folder.path);
    try {
      await use(served);
    } finally {
      await served.close();
    }
  }
  const ask = async ({ app, engine }: Served, query: object, told: string[] = []) =>
    engine.query(
      app.collections.get('moments')!,
      parseQuery({ collectionId: 'moments', query: { ...query, fields: keys }, returnTotalCount: true }),
      {
        ...context(),
        observe: (each) => {
          if (each.kind === 'cell unreadable') told.push(each.message);
        },
      },
    );

  test('init writes types that hold every value', async () => {
    await withFields(undefined, async (served) => {
      const { items: shown } = await ask(served, {});
      expect(shown.map(({ day }) => day)).toEqual([
        '2024-01-15',
        'infinity',
        '-infinity',
        '0044-03-15 BC',
        null,
        '12024-01-15',
      ]);
      for (const key of keys)
        for (const each of shown) {
          const found = (await ask(served, { filter: { [key]: each[key]! } })).items;
          expect(found.map(({ _id }) => _id)).toContain(each._id);
        }
    });
  }, 120_000);

  test('declared types: shown without a value that they cannot hold, and said with item and mend', async () => {
    await withFields('  instant: instant\n  wall: wall\n  day: day\n  clock: clock\n', async (served) => {
      const told: string[] = [];
      const shown = await ask(served, {}, told);
      expect(difference(shown.items as Item[], naiveQuery(items, {}, types))).toBeNull();
      expect(told.length).toBeGreaterThan(0);
      for (const each of told) expect(each).toMatch(/field \w+ of the item [2346] cannot.*See .*\(none\)/);
      let answered = 0;
      for (const filter of questions) {
        const answer = await ask(served, { filter }).catch((error: Error) => error);
        if (answer instanceof Error) {
          expect(answer.message, JSON.stringify(filter)).toMatch(/of the item [2346] cannot.*\(none\)/);
          continue;
        }
        answered += 1;
        const expected = placed.filter((each) => naiveFilter(each, filter as Json, types));
        const ids = answer.items.map(({ _id }) => _id);
        expect(ids, JSON.stringify(filter)).toEqual(expected.map(({ _id }) => _id));
        expect(answer.pagingMetadata.total).toBe(expected.length);
      }
      expect(answered).toBeGreaterThan(0);
    });
  }, 120_000);

  test('none: with the mend every question is answered', async () => {
    const far = '"infinity", "-infinity", "12024-01-15T10:00:00+00:00", "12024-01-15T10:00:00"';
    await withFields(
      `  instant: { path: instant, none: [${far}] }
  wall: { path: wall, none: [${far}] }
  day: { path: day, none: ["infinity", "-infinity", "0044-03-15 BC", "12024-01-15"] }
  clock: { path: clock, none: ["24:00:00"] }
`,
      async (served) => {
        for (const filter of [{}, ...questions]) {
          const answer = await ask(served, { filter });
          const expected = naiveQuery(items, { filter }, types);
          expect(difference(answer.items as Item[], expected), JSON.stringify(filter)).toBeNull();
          expect(answer.pagingMetadata.total, JSON.stringify(filter)).toBe(expected.total);
        }
        for (const fieldName of keys)
          for (const order of ['ASC', 'DESC'] as const) {
            const sort = [{ fieldName, order }];
            const { items: sorted } = await ask(served, { sort });
            expect(difference(sorted as Item[], naiveQuery(items, { sort }, types)), fieldName).toBeNull();
          }
      },
    );
  }, 120_000);
});

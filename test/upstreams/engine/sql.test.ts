/** The imitated SQL against a real PostgreSQL (in C.UTF-8) on texts on which it would go wrong. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasRare, loadRare, rareNote } from '../../rare/rare.js';
import { nastyTexts, rowArbitrary } from '../data.js';
import { collations, foldNothing, foldUnicode, like3, type Truth } from './sql.js';
import { isoPostgres, microsecondsOf } from './table.js';

/** What is used of PGlite, the embedded PostgreSQL. */
interface Database {
  query(statement: string, parameters?: unknown[]): Promise<{ readonly rows: readonly object[] }>;
  close(): Promise<void>;
}
interface EmptyDatabases {
  emptyDatabase(): Promise<Database>;
}

describe.skipIf(!hasRare)(`PostgreSQL agrees${rareNote}`, () => {
  let database: Database;
  beforeAll(async () => {
    database = await (loadRare('./empty-database.cjs') as EmptyDatabases).emptyDatabase();
  });
  afterAll(() => database.close());

  async function column<T>(statement: string, ...parameters: unknown[]): Promise<T[]> {
    const { rows } = await database.query(statement, parameters);
    return rows.map((row) => (row as { value: T }).value);
  }

  test.each([
    ['LIKE', foldNothing],
    ['ILIKE', foldUnicode],
  ] as const)('on %s', async (operator, fold) => {
    for (const pattern of nastyTexts.flatMap((each) => [each, `%${each}%`])) {
      // A pattern that ends with a lone backslash is an error, there and here.
      if (/(^|[^\\])(\\\\)*\\$/.test(pattern)) continue;
      const real = await column<Truth>(
        `select each ${operator} $2 as value from unnest($1::text[]) each`,
        nastyTexts,
        pattern,
      );
      expect([pattern, nastyTexts.map((each) => like3(each, pattern, { fold, escape: true }))]).toEqual([
        pattern,
        real,
      ]);
    }
  });

  test('on lower()', async () => {
    expect(nastyTexts.map(foldUnicode)).toEqual(
      await column('select lower(each) as value from unnest($1::text[]) each', nastyTexts),
    );
  });

  test('on the order of bytes', async () => {
    const real = await column(
      'select each as value from unnest($1::text[]) each order by each collate "C"',
      nastyTexts,
    );
    expect([...nastyTexts].sort(collations.codePoint.compare)).toEqual(real);
  });

  test('on the JSON form of timestamps', async () => {
    await database.query("set time zone 'UTC'");
    await fc.assert(
      fc.asyncProperty(rowArbitrary, fc.integer({ min: 0, max: 999 }), async ({ createdAt }, extra) => {
        fc.pre(createdAt !== null);
        const fine = createdAt!.replace('Z', `${String(extra).padStart(3, '0')}Z`);
        const [real] = await column<string>('select to_json($1::text::timestamptz) as value', fine);
        expect(isoPostgres(microsecondsOf(fine))).toBe(real);
      }),
      { numRuns: 200 },
    );
  });
});

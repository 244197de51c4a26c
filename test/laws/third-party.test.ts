/**
 * The laws over a server that others wrote: PostGraphile with the bookshop, mapped by the untouched output of `init`.
 * LAW_RUNS raises the number of requests of each kind, LAW_SEED repeats a run.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CollectionModel } from '../../src/model/model.js';
import { createFolder, type Folder, type Served, serveFolder } from '../authoring/init/folder.js';
import { type Book, bookshop } from '../fixtures/bookshop.js';
import { bookshopItems, type ColumnField, samplesOf, typesOf } from '../oracle/bookshop-items.js';
import { hasRare, rareNote } from '../rare/rare.js';
import { type RunningServer, startPostgraphile } from '../upstreams/postgraphile-server.js';
import {
  aggregationsAreNaive,
  countsAreNaive,
  distinctValuesAreNaive,
  type LawCase,
  queriesAreNaive,
} from './collection-laws.js';

const runs = Number(process.env.LAW_RUNS ?? 10);
const seed = process.env.LAW_SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.LAW_SEED);

const shop = bookshop();
const nodeId = (...parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64');
const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Rows as the API shows them, by collection. */
const tables: Readonly<Record<string, readonly object[]>> = {
  authors: shop.authors.map((row) => ({ ...row, node_id: nodeId('authors', row.id) })),
  publishers: shop.publishers.map((row) => ({ ...row, node_id: nodeId('publishers', row.id) })),
  categories: shop.categories.map((row) => ({ ...row, node_id: nodeId('categories', row.id) })),
  books: shop.books.map((row) => ({ ...row, node_id: nodeId('books', row.id), full_title: fullTitle(row) })),
  reviews: shop.reviews.map((row) => ({ ...row, node_id: nodeId('reviews', row.id) })),
  bookCategories: shop.book_categories.map((row) => ({
    ...row,
    node_id: nodeId('book_categories', row.book_id, row.category_id),
  })),
  booksInStocks: shop.books
    .filter((row) => row.in_stock)
    .map(({ id, title, price }) => ({ id, title, price })),
};

function fullTitle({ title, subtitle }: Book): string {
  return subtitle === null ? title : `${title}: ${subtitle}`;
}

const formats = { hardcover: 'HARDCOVER', paperback: 'PAPERBACK', ebook: 'EBOOK', audio: 'AUDIO' };

/** `authorByAuthorId.id` is the column author_id. */
function columnsOf(model: CollectionModel): readonly ColumnField[] {
  // Fields that refer to several items take other conditions: test/references/postgraphile.test.ts holds those.
  const single = [...model.fields.values()].filter(({ type }) => type !== 'MULTI_REFERENCE');
  return single.map(({ key, type, source }): ColumnField => {
    const steps = source.kind === 'path' ? source.steps.map((step) => step.name) : [];
    const relation = steps.length > 1 ? /By([A-Z]\w*Id)$/.exec(steps[0]!)?.[1] : undefined;
    const column = relation
      ? snake(relation.charAt(0).toLowerCase() + relation.slice(1))
      : snake(steps.join('.'));
    return { key, column, type, ...(column === 'format' ? { values: formats } : {}) };
  });
}

describe.skipIf(!hasRare)(`PostGraphile 4${rareNote}`, () => {
  let server: RunningServer;
  let folder: Folder;
  let served: Served;
  beforeAll(async () => {
    server = await startPostgraphile();
    folder = createFolder();
    const { exitCode, output } = await folder.init(server.url);
    if (exitCode !== 0) throw new Error(output);
    served = await serveFolder(folder.path);
  });
  afterAll(async () => {
    await served?.close();
    folder?.remove();
    await server?.close();
  });

  test('every table with a key is a collection, with every column', () => {
    const columns = Object.fromEntries(
      [...served.app.collections].map(([id, model]) => [id, columnsOf(model).map((each) => each.column)]),
    );
    const expected = Object.fromEntries(
      Object.entries(tables).map(([id, rows]) => [id, expect.arrayContaining(Object.keys(rows[0]!))]),
    );
    expect(columns).toEqual(expected);
  });

  test('check --live finds nothing wrong', async () => {
    const { exitCode, output } = await folder.checkLive();
    expect(output).toContain('0 problems');
    expect(exitCode).toBe(0);
  });

  describe.each(Object.keys(tables))('%s', (id) => {
    let law: LawCase;
    beforeAll(() => {
      const model = served.app.collections.get(id)!;
      const columns = columnsOf(model);
      const items = bookshopItems(tables[id]!, columns);
      law = {
        engine: served.engine,
        model,
        items,
        types: typesOf(columns),
        fields: samplesOf(items, columns),
        runs,
        seed,
      };
    });

    test(`queries and totals (seed ${seed})`, async () => {
      await queriesAreNaive(law);
    }, 600_000);
    test(`counts (seed ${seed})`, () => countsAreNaive(law), 600_000);
    test(`aggregations (seed ${seed})`, () => aggregationsAreNaive(law), 600_000);
    test(`distinct values (seed ${seed})`, () => distinctValuesAreNaive(law), 600_000);
  });
});

/** What grows, in which sizes, and what is done at each of them. */

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { initialise } from '../../src/authoring/initialise.js';
import { unobserved } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { type Size, schemaOf, startApp, writeMappings } from './api.js';

/** Does the work of one size. It may be called many times. */
export interface Prepared {
  work(): Promise<unknown>;
  close(): Promise<void>;
}

export interface Curve {
  readonly name: string;
  readonly sizes: readonly number[];
  prepare(size: number): Promise<Prepared>;
}

type Request = Readonly<Record<string, unknown>>;

const usual: Size = { tables: 1, columns: 12, rows: 100_000 };

/** A service with one request, which is sent so many times at once. */
async function asking(size: Size, operation: string, request: Request, callers = 1): Promise<Prepared> {
  const { directory, remove } = writeMappings(size);
  const app = await startApp(directory, size);
  const service = app.service(undefined);
  const ask = async (): Promise<string> => {
    const answer = await service(
      operation as 'QueryDataItems',
      { collectionId: 't0', ...request },
      {
        world: systemWorld,
        requestId: undefined,
        scope: {},
        signal: new AbortController().signal,
        observe: unobserved,
        arrived: Date.now(),
      },
    );
    return JSON.stringify(answer);
  };
  return {
    work: () => Promise.all(Array.from({ length: callers }, ask)),
    async close() {
      await app.close();
      remove();
    },
  };
}

/** In the order in which the API has its rows. */
const page = (limit: number, filter: object = {}, sorted = 'f2', offset = 0): Request => ({
  query: { filter, sort: [{ fieldName: sorted, order: 'ASC' }], paging: { limit, offset } },
  returnTotalCount: true,
});
/** The dialect cannot do it exactly, so the rows are read. One row in eight fits. */
const residual = { f0: { $contains: 'rare' } };
/** So that work on the rows that fit shows beside the reading: all of them do. */
const fitsAll = { f0: { $contains: 'fox' } };
/** Its order is the database's, which nobody knows: it is sorted here. */
const textField = 'f0';
const many = [12_500, 25_000, 50_000, 100_000];
const withRows = (rows: number): Size => ({ ...usual, rows });

export const curves: readonly Curve[] = [
  {
    name: 'rows of a page',
    sizes: [125, 250, 500, 1000],
    prepare: (rows) => asking(usual, 'QueryDataItems', page(rows)),
  },
  {
    name: 'rows that are filtered here',
    sizes: many,
    prepare: (rows) => asking(withRows(rows), 'CountDataItems', { filter: residual }),
  },
  {
    name: 'rows that are filtered here: the last page',
    sizes: many,
    prepare: (rows) => asking(withRows(rows), 'QueryDataItems', page(50, fitsAll, '_id', rows - 100)),
  },
  {
    name: 'rows that are filtered and sorted here',
    sizes: many,
    prepare: (rows) => asking(withRows(rows), 'QueryDataItems', page(50, residual, textField)),
  },
  {
    name: 'rows that are sorted here: the page in the middle',
    sizes: many,
    prepare: (rows) =>
      asking(withRows(rows), 'QueryDataItems', {
        ...page(50, fitsAll, textField, rows / 2),
        // Otherwise the order that was worked out for one page serves the next ones.
        consistentRead: true,
      }),
  },
  {
    name: 'rows that are groups of their own, filtered and sorted here',
    sizes: many,
    prepare: (rows) =>
      asking(withRows(rows), 'AggregateDataItems', {
        initialFilter: fitsAll,
        aggregation: {
          groupingFields: ['f3'],
          operations: [{ resultFieldName: 'total', sum: { itemFieldName: 'f1' } }],
        },
        finalFilter: { total: { $gte: 0 } },
        sort: [{ fieldName: 'total', order: 'DESC' }],
        paging: { limit: 50, offset: 0 },
      }),
  },
  {
    name: 'rows whose distinct values are found here, each another',
    sizes: many,
    prepare: (rows) =>
      asking(withRows(rows), 'QueryDistinctValues', {
        fieldName: 'f3',
        filter: fitsAll,
        order: 'DESC',
        paging: { limit: 50, offset: 0 },
      }),
  },
  {
    name: 'conditions that are pushed',
    sizes: [100, 200, 400, 800],
    prepare: (count) =>
      asking(
        usual,
        'QueryDataItems',
        page(10, { $and: conditions(count, (index) => ({ f1: { $gte: -index } })) }),
      ),
  },
  {
    name: 'conditions that are checked here, 1000 rows',
    sizes: [100, 200, 400, 800],
    prepare: (count) =>
      asking(withRows(1000), 'CountDataItems', {
        filter: { $and: conditions(count, (index) => ({ f0: { $contains: `${index % 10}` } })) },
      }),
  },
  {
    name: 'callers at once, 50 rows each',
    sizes: [32, 64, 128, 256],
    prepare: (callers) => asking(usual, 'QueryDataItems', page(50), callers),
  },
  {
    name: 'fields of a page of 50',
    sizes: [25, 50, 100, 200],
    prepare: (columns) => asking({ ...usual, columns }, 'QueryDataItems', page(50)),
  },
  {
    name: 'fields of a collection: ready',
    sizes: [50, 100, 200, 400],
    prepare: (columns) => starting({ ...usual, columns }),
  },
  {
    name: 'collections: ready',
    sizes: [125, 250, 500, 1000],
    prepare: (tables) => starting({ ...usual, tables }),
  },
  { name: 'types: init', sizes: [15, 30, 60, 120], prepare: (tables) => initialising({ ...usual, tables }) },
];

function conditions(count: number, of: (index: number) => object): readonly object[] {
  return Array.from({ length: count }, (_, index) => of(index));
}

async function starting(size: Size): Promise<Prepared> {
  const { directory, remove } = writeMappings(size);
  return {
    work: async () => (await startApp(directory, size)).close(),
    close: async () => remove(),
  };
}

async function initialising(size: Size): Promise<Prepared> {
  const schema = buildSchema(schemaOf(size));
  return {
    work: () =>
      initialise({
        world: systemWorld,
        schema,
        client: undefined,
        url: undefined,
        writtenUrl: undefined,
        headers: { sent: {}, written: {} } as never,
        directory: join(tmpdir(), 'wix-growth-nothing-is-written'),
        name: undefined,
        dialect: undefined,
        kept: undefined,
        writes: false,
        probe: false,
        force: false,
        only: undefined,
        exclude: undefined,
        set: [],
        ids: new Map(),
        update: false,
        dryRun: true,
        progress: () => undefined,
        signal: new AbortController().signal,
      }),
    close: async () => undefined,
  };
}

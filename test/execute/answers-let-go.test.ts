/** What is remembered of an answer, by plans that are kept or by knowledge of lists, does not keep the answer itself: values that are cut out of a text keep the whole text. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { heldMemory } from '../collect-garbage.js';
import { context, type Rig, startRig } from '../rig.js';

interface Asked {
  readonly limit?: number;
  readonly offset?: number;
  readonly page?: number;
  readonly after?: string;
  readonly least?: number;
  readonly keys?: readonly string[];
}

/** Characters of a row, most of them in one text. */
const wide = 10_000;
const questions = 200;
const rowsOf = (least: number) =>
  Array.from({ length: 30 }, (_, index) => ({
    key: `key of the row ${least} ${index}`,
    name: `a name that is long ${(index * 7) % 30} ${least}`,
    made: new Date(1_700_000_000_000 + index * 1000 + least).toISOString(),
    price: least + index,
    text: 'x'.repeat(wide),
    maker: makerOf(`key of the maker ${index} ${least}`),
  }));
const makerOf = (key: string) => ({ key, name: `the name of ${key}`, text: 'y'.repeat(wide) });

let server: Served;
beforeAll(async () => {
  server = await serveGraphql(
    `scalar DateTime
     type Maker { key: ID! name: String! text: String! }
     type Part { key: ID! name: String! made: DateTime! price: Float! text: String! maker: Maker! } type Page { items: [Part!]! end: String }
     type Query {
       parts(limit: Int, offset: Int, page: Int, after: String, least: Float): Page!
       partsByKeys(keys: [ID!]!): [Part]! makers: [Maker!]! makersByKeys(keys: [ID!]!): [Maker]!
     }`,
    {
      parts: ({ limit = 10, offset, page = 1, after, least = 0 }: Asked) => {
        const start = after === undefined ? (offset ?? (page - 1) * limit) : Number(after.slice(20));
        const rows = rowsOf(least);
        const items = rows.slice(start, start + limit);
        const end = start + items.length;
        return { items, end: end < rows.length ? `the place in the list${end}`.slice(1) : null };
      },
      partsByKeys: ({ keys = [] }: Asked) =>
        keys.map((key) => rowsOf(Number(key.split(' ')[4])).find((each) => each.key === key) ?? null),
      makers: [],
      makersByKeys: ({ keys = [] }: Asked) => keys.map(makerOf),
    },
  );
});
afterAll(() => server.close());

const pages: Readonly<Record<string, Json>> = {
  offsets: { size: 'limit', offset: 'offset' },
  'page numbers': { size: 'limit', page: 'page' },
  cursors: { size: 'limit', cursor: 'after', next: 'end' },
};

type Ask = (rig: Rig, index: number) => Promise<unknown>;

const model = (rig: Rig) => rig.model('parts');
const least = (index: number) => ({ price: { $gte: index } });
const asking = (asked: object) => ({ ...context(), asked: () => JSON.stringify(asked) });
const query =
  (more: (index: number) => object, include?: string): Ask =>
  (rig, index) => {
    const asked = {
      collectionId: 'parts',
      query: { filter: least(index), ...more(index) },
      returnTotalCount: index % 2 === 0,
      includeReferencedItems: include === undefined ? [] : [{ fieldKey: include }],
    };
    return rig.engine.written(model(rig), parseQuery(asked), asking(asked));
  };
const asks: Readonly<Record<string, Ask>> = {
  'a page': query(() => ({ paging: { limit: 10, offset: 10 } })),
  'a page of some fields': query(() => ({ paging: { limit: 10, offset: 0 }, fields: ['name', 'made'] })),
  'a page that is filtered here': query((index) => ({
    filter: { ...least(index), name: { $contains: 'long' } },
    paging: { limit: 5, offset: 5 },
  })),
  'items by their ids': query((index) => ({
    filter: { _id: { $in: [1, 2, 3, 4, 5].map((row) => `key of the row ${index} ${row}`) } },
  })),
  'a page with items out of its rows': query(() => ({ paging: { limit: 5, offset: 5 } }), 'nested'),
  'a page with items that are read by their ids': query(
    () => ({ paging: { limit: 5, offset: 5 } }),
    'batched',
  ),
  'a page, and the next one of an order that was kept': async (rig, index) => {
    const page = (offset: number) =>
      query(() => ({ sort: [{ fieldName: 'text', order: 'ASC' }], paging: { limit: 5, offset } }))(
        rig,
        index,
      );
    await page(0);
    return page(5);
  },
  'a page, and the one behind its cursor': async (rig, index) => {
    const asked = { collectionId: 'parts', query: { filter: least(index), cursorPaging: { limit: 5 } } };
    const { pagingMetadata } = await rig.engine.query(model(rig), parseQuery(asked), asking(asked));
    const cursor = pagingMetadata.cursors?.next;
    expect(cursor).toBeDefined();
    const next = { collectionId: 'parts', query: { cursorPaging: { limit: 5, cursor } } };
    return rig.engine.written(model(rig), parseQuery(next), asking(next));
  },
  'a page that is sorted here': query(() => ({
    sort: [{ fieldName: 'name', order: 'DESC' }],
    paging: { limit: 5, offset: 0 },
  })),
  number: (rig, index) => {
    const asked = { collectionId: 'parts', filter: { ...least(index), name: { $contains: 'long' } } };
    return rig.engine.count(model(rig), parseCount(asked), asking(asked));
  },
  'distinct values': (rig, index) => {
    const asked = {
      collectionId: 'parts',
      filter: least(index),
      fieldName: 'name',
      paging: { limit: 5, offset: 0 },
    };
    return rig.engine.distinct(model(rig), parseDistinct(asked), asking(asked));
  },
  groups: (rig, index) => {
    const asked = {
      collectionId: 'parts',
      initialFilter: least(index),
      aggregation: {
        groupingFields: ['name'],
        operations: [{ resultFieldName: 'last', max: { itemFieldName: 'made' } }],
      },
      paging: { limit: 5, offset: 0 },
    };
    return rig.engine.aggregate(model(rig), parseAggregate(asked), asking(asked));
  },
};

test.each(Object.keys(pages).flatMap((page) => Object.keys(asks).map((ask) => [page, ask] as const)))(
  'a list by %s: %s',
  async (page, ask) => {
    const rig = await startRig(server.url, {}, [
      {
        collection: 'parts',
        type: 'Part',
        list: { field: 'parts', rows: 'items', page: pages[page] },
        get: { many: { field: 'partsByKeys', arguments: { keys: '$ids' } } },
        id: 'key',
        fields: {
          name: 'name',
          made: 'made',
          price: { path: 'price', operators: { gte: { least: '$value' } } },
          text: 'text',
          nested: { path: 'maker.key', type: 'REFERENCE', collection: 'makers', include: 'maker' },
          batched: { path: 'maker.key', type: 'REFERENCE', collection: 'makers' },
        },
      } as never,
      {
        collection: 'makers',
        type: 'Maker',
        list: 'makers',
        get: { many: { field: 'makersByKeys', arguments: { keys: '$ids' } } },
        id: 'key',
        fields: { name: 'name', text: 'text' },
      } as never,
    ]);
    try {
      const first = (await asks[ask]!(rig, 0)) as object;
      expect(first).toBeDefined();
      const before = heldMemory();
      for (let index = 1; index <= questions; index += 1) await asks[ask]!(rig, index);
      // Plans of these questions are about 3 MiB. The parts of answers that are read at once, 64 KiB of each, would be 12 MiB.
      expect(heldMemory() - before).toBeLessThan(6);
    } finally {
      await rig.close();
    }
  },
);

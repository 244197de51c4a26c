/** A filter that is worked out here, over a list that is known to be long: its own fields of all rows first, then the page by its ids. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../../src/wix/requests.js';
import { imitationCases } from '../../laws/imitation-mappings.js';
import { itemsOf, typesOf } from '../../laws/products.js';
import { difference, naiveQuery } from '../../oracle/naive.js';
import type { Item } from '../../oracle/values.js';
import { context, type Rig, startRig } from '../../rig.js';
import { makeRows } from '../../upstreams/data.js';
import type { ProductUpstream } from '../../upstreams/engine/start.js';

const rows = makeRows(320, 5).map((row, index) => ({ ...row, title: `item ${index}` }));
const filter = { title: { $endsWith: '7' } };
const otherFields = "for the page's other fields";

describe.each(['contentful', 'jsonServer', 'dgraph'])('%s', (name) => {
  const { start, upstream, mapping, keys } = imitationCases.find((each) => each.name === name)!;
  let server: ProductUpstream;
  let rig: Rig;
  beforeAll(async () => {
    server = await start(rows);
  });
  afterAll(() => server?.close());
  afterEach(() => rig?.close());

  const ask = async (
    offset: number,
    more: object = { returnTotalCount: true },
    asked: object = { filter },
  ) => {
    rig.started.length = 0;
    const query = { ...asked, paging: { offset, limit: 20 } };
    const request = parseQuery({ collectionId: 'products', query, ...more });
    const explained = rig.engine.explain(rig.model('products'), 'query', request, {});
    const { items, pagingMetadata } = await rig.engine.query(rig.model('products'), request, context());
    const texts = rig.started.map(({ query }) => query);
    return {
      items: items as Item[],
      total: pagingMetadata.total,
      explained: JSON.stringify(explained),
      texts,
    };
  };
  const begin = async (limits = {}) => {
    rig = await startRig(server.url, upstream, [{ ...mapping, limits } as never]);
  };

  test('each page and the total are right; the rows are read with few fields once the list is known to be long', async () => {
    server.setRows(rows);
    await begin();
    const first = await ask(0);
    expect(first.explained).not.toContain(otherFields);
    for (const offset of [0, 20, 31, 32, 40]) {
      const { items, total, explained, texts } = await ask(offset);
      const expected = naiveQuery(
        itemsOf(rows, keys),
        { filter, sort: [], offset, limit: 20 },
        typesOf(keys),
      );
      expect(difference(items, expected)).toBeNull();
      expect(total).toBe(32);
      expect(explained).toContain(otherFields);
      // A page without items has no other fields to be asked for.
      expect(texts).toHaveLength(first.texts.length + (items.length > 0 ? 1 : 0));
      expect(texts[0]!.length).toBeLessThan(first.texts[0]!.length);
    }
  });

  test('where reading stops when the page is full, and where the list is short, all fields come at once', async () => {
    server.setRows(rows);
    await begin();
    await ask(0);
    expect((await ask(0, {})).explained).not.toContain(otherFields);
    await rig.close();
    server.setRows(rows.slice(0, 150));
    await begin();
    const first = await ask(0);
    const second = await ask(0);
    expect(second.total).toBe(15);
    expect(second.explained).not.toContain(otherFields);
    expect(second.texts).toHaveLength(first.texts.length);
  });

  test('a page far from the beginning: the rows before it are read with few fields, whatever is known of the list', async () => {
    server.setRows(rows);
    await begin();
    const asked = { filter: { title: { $not: { $endsWith: '7' } } } };
    const near = await ask(180, {}, asked);
    expect(near.explained).not.toContain(otherFields);
    const { items, explained, texts } = await ask(240, {}, asked);
    const expected = naiveQuery(
      itemsOf(rows, keys),
      { ...asked, sort: [], offset: 240, limit: 20 },
      typesOf(keys),
    );
    expect(difference(items, expected)).toBeNull();
    expect(explained).toContain(otherFields);
    expect(texts[0]!.length).toBeLessThan(near.texts[0]!.length);
  });

  test.each([
    ['filtered', { filter }],
    ['sorted', { filter, sort: [{ fieldName: 'title', order: 'DESC' }] }],
  ])(
    'a list of just as many rows as a request may read is %s each time: the rows of the page are paid once',
    async (_, asked) => {
      server.setRows(rows);
      await begin({ scan: rows.length });
      await ask(0, undefined, asked);
      const { items, explained } = await ask(0, undefined, asked);
      expect(explained).toContain(otherFields);
      expect(items).toHaveLength(20);
    },
  );
});

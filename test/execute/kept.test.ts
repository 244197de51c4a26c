/** The next pages of lists that are sorted here are read by their ids, in the order that the page before worked out. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/wix/requests.js';
import { imitationCases } from '../laws/imitation-mappings.js';
import { itemsOf, typesOf } from '../laws/products.js';
import { difference, naiveQuery } from '../oracle/naive.js';
import type { Item } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import { makeRows, type Row } from '../upstreams/data.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';

const rows = makeRows(140, 5).map((row, index) => ({
  ...row,
  title: `item ${(index * 37) % 140}`,
  quantity: index,
}));
const sort = [{ fieldName: 'title', order: 'DESC' as const }];
const filter = { quantity: { $gte: 10 } };

describe.each(['directus', 'keystone', 'prisma', 'vendure'])('%s', (name) => {
  const { start, upstream, mapping, keys } = imitationCases.find((each) => each.name === name)!;
  let server: ProductUpstream;
  let rig: Rig;
  beforeAll(async () => {
    server = await start(rows);
  });
  afterAll(() => server?.close());
  afterEach(() => rig?.close());

  const ask = async (offset: number, more: object = {}) => {
    rig.started.length = 0;
    const query = { filter, sort, paging: { offset, limit: 20 } };
    const request = parseQuery({ collectionId: 'products', query, returnTotalCount: true, ...more });
    const explained = rig.engine.explain(rig.model('products'), 'query', request, {});
    const answer = await rig.engine.query(rig.model('products'), request, context());
    return { answer, explained, requests: rig.started.length };
  };
  const expected = (of: readonly Row[], offset: number) =>
    naiveQuery(itemsOf(of, keys), { filter, sort, offset, limit: 20 }, typesOf(keys));
  const begin = async () => {
    server.setRows(rows);
    rig = await startRig(server.url, upstream, [mapping as never]);
    const first = await ask(0);
    expect(difference(first.answer.items as Item[], expected(rows, 0))).toBeNull();
    return first;
  };
  /** What stands at a place of the third page. */
  const onThirdPage = (): number =>
    rows.findIndex(({ id }) => String(id) === String(idOf(expected(rows, 40).runs[5]!.members[0]!)));
  const idOf = (item: Item): unknown => item._id;

  test('each page is right, and the total; the first one reads all rows, the others their own', async () => {
    const first = await begin();
    for (const offset of [20, 60, 120, 40, 140]) {
      const { answer, explained, requests } = await ask(offset);
      expect(difference(answer.items as Item[], expected(rows, offset))).toBeNull();
      expect(answer.pagingMetadata.total).toBe(130);
      expect(requests).toBeLessThan(Math.max(2, first.requests));
      if (offset < 130) expect(JSON.stringify(explained)).toContain('in the order of the page before');
    }
  });

  test.each([
    ['is gone', (all: Row[], at: number) => void all.splice(at, 1)],
    [
      'does not match any more',
      (all: Row[], at: number) => void all.splice(at, 1, { ...all[at]!, quantity: 1 }),
    ],
    ['has another place', (all: Row[], at: number) => void all.splice(at, 1, { ...all[at]!, title: 'zzz' })],
  ])('an item that %s: all rows are read again', async (_, change) => {
    await begin();
    const changed: Row[] = [...rows];
    change(changed, onThirdPage());
    server.setRows(changed);
    const { answer } = await ask(40);
    expect(difference(answer.items as Item[], expected(changed, 40))).toBeNull();
    // The order of now is the one that is known.
    const next = await ask(60);
    expect(difference(next.answer.items as Item[], expected(changed, 60))).toBeNull();
    expect(JSON.stringify(next.explained)).toContain('in the order of the page before');
  });

  test('a first page, and one that must be consistent, is worked out anew', async () => {
    await begin();
    const changed = [{ ...rows[20]!, id: '9001', title: 'zz' }, ...rows];
    server.setRows(changed);
    const consistent = await ask(20, { consistentRead: true });
    expect(difference(consistent.answer.items as Item[], expected(changed, 20))).toBeNull();
    const first = await ask(0);
    expect(difference(first.answer.items as Item[], expected(changed, 0))).toBeNull();
  });
});

/** Hidden fields serve `where` and templates; no request can name them, and no answer holds them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../../src/wix/json.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../../src/wix/requests.js';
import { context, type Rig, startRig } from '../../rig.js';
import type { Upstream } from '../../upstreams/harness.js';
import { oddScalarsStyle, startOddScalars } from '../../upstreams/odd-scalars.js';

const thing = { madeAt: null, joined: null, seen: null, price: null };
let server: Upstream;
let rig: Rig;
beforeAll(async () => {
  server = await startOddScalars([
    { ...thing, id: '1', title: 'Lamp', score: 1, note: 'red' },
    { ...thing, id: '2', title: 'Desk', score: 4, note: 'oak' },
  ]);
  const mapping = {
    collection: 'things',
    type: 'Thing',
    id: 'id',
    list: 'things',
    where: { score: { $gte: 3 } },
    fields: {
      title: 'title',
      score: { path: 'score', hidden: true },
      note: { path: 'note', hidden: true },
      label: { template: '{title}: {note}' },
    },
  };
  rig = await startRig(server.url, { defaults: oddScalarsStyle } as never, [mapping]);
});
afterAll(async () => {
  await rig.close();
  await server.close();
});

const query = (raw: object) =>
  rig.engine.query(rig.model('things'), parseQuery({ collectionId: 'things', query: raw }), context());

test('where and templates use them', async () => {
  expect((await query({})).items).toEqual([{ _id: '2', title: 'Desk', label: 'Desk: oak' }]);
  expect((await query({ filter: { label: { $contains: 'OAK' } } })).items).toHaveLength(1);
});

test('Wix is not told of them', () => {
  const keys = rig.engine.describe(rig.model('things')).fields.map((field) => field.key);
  expect(keys).toEqual(['_id', 'title', 'label']);
});

test('a projection does not bring them', async () => {
  expect((await query({ fields: ['title', 'score', 'note'] })).items).toEqual([{ _id: '2', title: 'Desk' }]);
});

describe('a request cannot name them', () => {
  const model = () => rig.model('things');
  const collectionId = 'things';
  const aggregation: Json = { operations: [{ resultFieldName: 's', sum: { itemFieldName: 'score' } }] };
  test.each<[string, () => Promise<unknown>]>([
    ['filter', () => query({ filter: { score: 4 } })],
    ['filter inside', () => query({ filter: { 'note.x': 4 } })],
    ['sort', () => query({ sort: [{ fieldName: 'score' }] })],
    ['count', () => rig.engine.count(model(), parseCount({ collectionId, filter: { score: 4 } }), context())],
    [
      'distinct',
      () => rig.engine.distinct(model(), parseDistinct({ collectionId, fieldName: 'score' }), context()),
    ],
    [
      'aggregate',
      () => rig.engine.aggregate(model(), parseAggregate({ collectionId, aggregation }), context()),
    ],
  ])('%s', async (_, ask) => {
    await expect(ask()).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      message: expect.stringMatching(
        /the collection things has no field "(score|note\.x)"(?!.*(did you mean "(score|note))|.*score")/,
      ),
    });
  });
});

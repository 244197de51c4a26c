/** Lists may hold missing elements: a null among the operands is looked for, not left out. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../../src/wix/json.js';
import { parseCount } from '../../../src/wix/requests.js';
import { type Served, serveGraphql } from '../../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../../rig.js';

const lists: readonly (readonly (number | null)[] | null)[] = [[null, 3], [3], [null], [], null, [5, 3]];
interface Where {
  readonly scores?: { readonly hasSome?: readonly number[]; readonly hasAll?: readonly number[] };
}

let server: Served;
let rig: Rig;
beforeAll(async () => {
  server = await serveGraphql(
    `type Player { id: ID! scores: [Int] }
     input ListFilter { hasSome: [Int!] hasAll: [Int!] }
     input PlayerFilter { scores: ListFilter and: [PlayerFilter!] }
     type Query { players(where: PlayerFilter): [Player!]! }`,
    {
      players: ({ where }: { where?: Where }) =>
        lists
          .map((scores, index) => ({ id: String(index), scores }))
          .filter(({ scores }) => {
            const { hasSome, hasAll } = where?.scores ?? {};
            if (hasSome && !hasSome.some((each) => scores?.includes(each))) return false;
            return !hasAll || (hasAll.length > 0 && hasAll.every((each) => scores?.includes(each)));
          }),
    },
  );
  const operators = {
    list: { hasSome: { send: { hasSome: '$value' } }, hasAll: { send: { hasAll: '$value' } } },
  };
  const filter = { style: 'operators', at: 'where', operators, and: { and: '$all' } };
  const common = { type: 'Player', id: 'id', fields: { scores: 'scores' } };
  rig = await startRig(server.url, { dialect: 'plain' }, [
    { collection: 'filtered', ...common, list: { field: 'players', filter } },
    { collection: 'listed', ...common, list: 'players' },
  ]);
});
afterAll(async () => {
  await rig.close();
  await server.close();
});

test.each<[Json, number]>([
  [{ $hasSome: [null] }, 2],
  [{ $hasSome: [null, 5] }, 3],
  [{ $hasSome: [5] }, 1],
  [{ $hasAll: [null, 3] }, 1],
  [{ $hasAll: [3] }, 3],
  [{ $eq: [null, 3] }, 1],
  [[null, 3], 1],
  [{ $in: [null] }, 1],
  [{ $in: [null, 5] }, 2],
  [{ $nin: [null, 5] }, 4],
  [null, 1],
])('%j', async (filter, expected) => {
  for (const collectionId of ['filtered', 'listed']) {
    const request = parseCount({ collectionId, filter: { scores: filter } });
    expect(await rig.engine.count(rig.model(collectionId), request, context())).toEqual({
      totalCount: expected,
    });
  }
});

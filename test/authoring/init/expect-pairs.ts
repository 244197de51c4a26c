/** Follows a reference field in every way that Wix can ask for, and holds what comes against all of its pairs. */
import { expect } from 'vitest';
import type { CollectionModel } from '../../../src/model/model.js';
import type { Engine } from '../../../src/service/engine.js';
import type { Item } from '../../../src/wix/json.js';
import { parseQuery, parseQueryReferenced } from '../../../src/wix/requests.js';
import { context } from '../../rig.js';

/** Ids of the referring and of the referenced item. */
export type Pair = readonly [from: string, to: string];

const sorted = (pairs: readonly Pair[]): readonly string[] => pairs.map((pair) => pair.join(' ')).sort();

/** @param all at least one, of items that are there */
export async function expectPairs(
  engine: Engine,
  model: CollectionModel,
  key: string,
  all: readonly Pair[],
): Promise<void> {
  const name = `${model.id}.${key}`;
  const { items } = await engine.query(
    model,
    parseQuery({
      collectionId: model.id,
      query: { paging: { limit: 1000 } },
      includeReferencedItems: [{ fieldKey: key, limit: 1000 }],
    }),
    context(),
  );
  const included = items.flatMap((item) =>
    [item[key]]
      .flat()
      .flatMap((each): readonly Pair[] =>
        (each ?? null) === null ? [] : [[String(item._id), String((each as Item)._id)]],
      ),
  );
  expect(sorted(included), `included ${name}`).toEqual(sorted(all));
  const ask = async (more: object) => {
    const request = { collectionId: model.id, referringFieldKey: key, paging: { limit: 1000 }, ...more };
    const found = await engine.references(model, parseQueryReferenced(request), context());
    const pairs = found.items.map((each): Pair => [each.referringItemId, each.referencedItemId]);
    return { ...found, pairs };
  };
  const [[from, to]] = all as readonly [Pair];
  const whole = await ask({ returnTotalCount: true, includeReferencedItems: true });
  expect(sorted(whole.pairs), name).toEqual(sorted(all));
  expect(whole.pagingMetadata, name).toEqual({ total: all.length });
  expect(whole.items.map((each) => each.referencedItem?._id)).toEqual(whole.pairs.map(([, id]) => id));
  const ofOne = await ask({ referringItemIds: [from] });
  expect(sorted(ofOne.pairs), name).toEqual(sorted(all.filter((pair) => pair[0] === from)));
  const toOne = await ask({ referencedItemIds: [to] });
  expect(sorted(toOne.pairs), name).toEqual(sorted(all.filter((pair) => pair[1] === to)));
  const one = { referringItemIds: [from], paging: { limit: 1 } };
  expect((await ask({ ...one, referencedItemIds: [to] })).pairs, name).toEqual([[from, to]]);
  const other = all.find((pair) => pair[0] !== from && !ofOne.pairs.some(([, id]) => id === pair[1]));
  if (other) expect((await ask({ ...one, referencedItemIds: [other[1]] })).pairs, name).toEqual([]);
}

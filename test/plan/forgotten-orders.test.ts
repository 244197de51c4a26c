/** Plans that are kept do not keep the order of a list which their knowledge has forgotten. */
import { expect, it } from 'vitest';
import type { CollectionModel } from '../../src/model/model.js';
import type { Planning } from '../../src/plan/planning.js';
import { createPlanMemory } from '../../src/plan/prepared.js';
import { collectGarbage } from '../collect-garbage.js';

const query = { filter: undefined, sort: [] } as never;
const books = { id: 'books' } as CollectionModel;
const knowing = ({ order }: { readonly order?: readonly string[] }) =>
  ({ model: books, facts: {}, knowledge: { keptOrder: () => order } }) as unknown as Planning;

it('an order that is forgotten is kept by no plan', async () => {
  const plans = createPlanMemory().part();
  const remembered = ((): WeakRef<readonly string[]> => {
    const order = ['1', '2'];
    plans.of('query {}', knowing({ order }), ({ knowledge, facts }) => {
      knowledge.keptOrder(query, facts);
      return {};
    });
    return new WeakRef(order);
  })();
  // What a weak reference was asked for stays until the turn is over.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(remembered.deref()).toBeUndefined();
  let made = 0;
  for (const known of [{}, { order: ['1', '2'] }])
    plans.of('query {}', knowing(known), ({ knowledge, facts }) => {
      made += 1;
      return knowledge.keptOrder(query, facts) ?? {};
    });
  expect(made).toBe(2);
});

/** Items that were written and are not in the answers of their mutations: read together as they are stored. */
import type { CollectionModel } from '../../model/model.js';
import { identifyingKey } from '../../plan/writes/by-key.js';
import type { PreparedWrite, WritePlan } from '../../plan/writes/nodes.js';
import { shownOf, showsSent } from '../../plan/writes/shown.js';
import { equalValues } from '../../wix/compare.js';
import type { Item } from '../../wix/json.js';
import type { Execution } from '../execution.js';
import { lookAt, lookByKey } from './look.js';
import type { DoneBy } from './outcome.js';

export interface Missing {
  readonly write: PreparedWrite;
  /** Of the item that is not in the answer. */
  readonly id: string | undefined;
  readonly by: DoneBy;
}

/**
 * The items by slot, as far as they can be read. Where the API is declared to be behind its own writes (resolve.within), an item that
 * does not show what was sent is read once more after that time, and not believed before.
 */
export async function readBack(
  execution: Execution,
  plan: WritePlan,
  missing: readonly Missing[],
): Promise<ReadonlyMap<number, Item>> {
  const { model, verb } = plan;
  if (verb.verb === 'remove' || plan.silent) return new Map();
  const first = await read(execution, plan, missing);
  const { within } = model.writes!.resolve;
  const early = missing.filter(({ write }) => !isCurrent(model, write, first.get(write.slot)));
  if (within === undefined || early.length === 0) return first;
  const found = new Map(first);
  for (const { write } of early) found.delete(write.slot);
  const { world, deadline, signal } = execution;
  if (world.now() + within >= deadline) return found;
  try {
    await world.sleep(within, signal);
  } catch {
    return found;
  }
  for (const [slot, item] of await read(execution, plan, early)) found.set(slot, item);
  return found;
}

async function read(
  execution: Execution,
  { model }: WritePlan,
  missing: readonly Missing[],
): Promise<ReadonlyMap<number, Item>> {
  const key = identifyingKey(model);
  const ids = missing.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const named = ids.length === 0 ? undefined : await lookAt(execution, model, ids);
  const nameless = key === undefined ? [] : missing.filter(({ id }) => id === undefined);
  const values = new Map(nameless.map(({ write }) => [write, shownOf(model, write)[key!] ?? null]));
  const keyed =
    values.size === 0 ? [] : ((await lookByKey(execution, model, key!, [...values.values()])) ?? []);
  return new Map(
    missing.flatMap(({ write, id }): readonly (readonly [number, Item])[] => {
      const item =
        id === undefined ? keyed.find((each) => equalValues(each[key!], values.get(write))) : named?.get(id);
      return item ? [[write.slot, item]] : [];
    }),
  );
}

function isCurrent(model: CollectionModel, write: PreparedWrite, item: Item | undefined): boolean {
  return item !== undefined && showsSent(shownOf(model, write), item);
}

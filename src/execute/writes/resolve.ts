/** Writes whose answers were lost: what can be known of them is looked up; the rest is said to be unknown. */
import type { PreparedWrite, WritePlan } from '../../plan/writes/nodes.js';
import { withoutHidden } from '../../plan/writes/plan.js';
import { equalValues } from '../../wix/compare.js';
import { unavailable } from '../../wix/errors.js';
import type { Item } from '../../wix/json.js';
import type { Execution } from '../execution.js';
import { lookAt } from './look.js';
import type { WriteOutcome } from './outcome.js';
import type { StepVerdict } from './step.js';

/** Milliseconds between two looks; doubled each time. */
const firstWait = 200;

type Stored = ReadonlyMap<string, Item> | undefined;

/** Looks for the effects of writes whose answers were lost, in one batch each time; an outcome for each of them. */
export async function resolveUnknown(
  execution: Execution,
  plan: WritePlan,
  verdicts: readonly StepVerdict[],
  before: Stored,
): Promise<ReadonlyMap<number, WriteOutcome>> {
  const { model } = plan;
  const outcomes = new Map<number, WriteOutcome>();
  let open = verdicts;
  const { tries } = model.writes!.resolve;
  for (let attempt = 0, wait = firstWait; attempt < tries && open.length > 0; attempt++, wait *= 2) {
    if (attempt > 0) {
      if (execution.world.now() + wait >= execution.deadline) break;
      try {
        await execution.world.sleep(wait, execution.signal);
      } catch {
        break;
      }
    }
    const ids = open.flatMap(({ write }) => (write.id === undefined ? [] : [write.id]));
    if (ids.length === 0) break;
    const found = await lookAt(execution, model, ids);
    if (found === undefined) continue;
    const still: StepVerdict[] = [];
    for (const each of open) {
      const outcome = seen(plan, each.write, found, before);
      if (outcome) outcomes.set(each.write.slot, outcome);
      else still.push(each);
    }
    open = still;
  }
  for (const { write, verdict } of open)
    outcomes.set(write.slot, unknown(verdict.kind === 'unknown' ? verdict.why : ''));
  return outcomes;
}

/** undefined: what is there does not show that the write had its effect. */
function seen(
  { model, verb }: WritePlan,
  { id, shown }: PreparedWrite,
  found: ReadonlyMap<string, Item>,
  before: Stored,
): WriteOutcome | undefined {
  if (id === undefined) return undefined;
  const item = found.get(id);
  if (verb.verb === 'remove') {
    if (item !== undefined) return undefined;
    const removed = before?.get(id);
    return { kind: 'done', by: 'read back', item: removed ? withoutHidden(model, removed) : { _id: id } };
  }
  if (item === undefined) return undefined;
  const same = Object.entries(shown).every(([key, value]) => key === '_id' || equalValues(value, item[key]));
  return same ? { kind: 'done', by: 'read back', item } : undefined;
}

function unknown(why: string): WriteOutcome {
  const error = unavailable(
    'The outcome is unknown: the item was sent to the upstream API, and its answer was lost. Look whether it is there before you repeat it',
    504,
  );
  return { kind: 'unknown', why, error };
}

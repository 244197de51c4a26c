/** Tells what became of the items of a writing request. */
import type { CollectionModel } from '../../model/model.js';
import type { WritePlan } from '../../plan/writes/nodes.js';
import type { Execution } from '../execution.js';
import type { WriteOutcome } from './outcome.js';

/** Counts the outcomes for those who observe, and names what is unknown and what no rule explains. */
export function tellWritten(
  { world, requestId, observe }: Execution,
  { model, verb, slots }: WritePlan,
  outcomes: readonly WriteOutcome[],
): void {
  const common = { requestId, collection: model.id, operation: verb.verb } as const;
  const count = (kind: WriteOutcome['kind']): number => outcomes.filter((each) => each.kind === kind).length;
  observe({
    kind: 'items written',
    ...common,
    done: count('done'),
    refused: count('refused'),
    unknown: count('unknown'),
  });
  const refusals = new Map<string, { message: string; reason: string; items: number }>();
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.kind === 'unknown') {
      const slot = slots[index]!;
      const item = slot.kind === 'write' ? slot.id : undefined;
      observe({ kind: 'write unknown', ...common, item, why: outcome.why, at: world.now() });
    }
    if (outcome.kind !== 'refused' || outcome.error.reason === undefined) continue;
    const { message, reason } = outcome.error;
    const known = refusals.get(reason) ?? { message, reason, items: 0 };
    known.items += 1;
    refusals.set(reason, known);
  }
  for (const each of refusals.values()) observe({ kind: 'write refused', ...common, ...each });
}

/** Tells that a collection was emptied, and how many items it had, where that is known. */
export function tellTruncated(
  { requestId, observe }: Pick<Execution, 'requestId' | 'observe'>,
  model: CollectionModel,
  removed: number | undefined,
): void {
  const common = { requestId, collection: model.id, operation: 'truncate' } as const;
  observe({ kind: 'items written', ...common, done: removed ?? 0, refused: 0, unknown: 0 });
}

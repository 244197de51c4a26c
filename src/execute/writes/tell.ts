/** Tells what became of the items of a writing request. */
import type { CollectionModel } from '../../model/model.js';
import type { WritePlan } from '../../plan/writes/nodes.js';
import type { ReferenceWritePlan } from '../../plan/writes/references.js';
import type { AdapterError } from '../../wix/errors.js';
import type { Observation } from '../../world/observation.js';
import type { Execution } from '../execution.js';
import type { WriteOutcome } from './outcome.js';
import type { ReferenceOutcome } from './references/outcome.js';

/** Counts the outcomes for those who observe, and names what is unknown and what no rule explains. */
export function tellWritten(
  execution: Execution,
  { model, verb, slots }: WritePlan,
  outcomes: readonly WriteOutcome[],
): void {
  tellOutcomes(execution, { collection: model.id, operation: verb.verb }, outcomes, (index) => {
    const slot = slots[index]!;
    return slot.kind === 'write' ? slot.id : undefined;
  });
}

/** The same of a request about references. */
export function tellReferences(
  execution: Execution,
  { model, action, slots }: ReferenceWritePlan,
  outcomes: readonly ReferenceOutcome[],
): void {
  const operation = action === 'add' ? 'insert-references' : 'remove-references';
  tellOutcomes(execution, { collection: model.id, operation }, outcomes, (index) => {
    const slot = slots[index]!;
    return slot.kind === 'pair' ? `${slot.from} to ${slot.to}` : undefined;
  });
}

/** Tells that a collection was emptied, wholly or in part, and how many items that were, as far as it is known. */
export function tellTruncated(
  { requestId, observe }: Pick<Execution, 'requestId' | 'observe'>,
  model: CollectionModel,
  removed: number,
): void {
  const common = { requestId, collection: model.id, operation: 'truncate' } as const;
  observe({ kind: 'items written', ...common, done: removed, refused: 0, unknown: 0 });
}

type Refusal = Extract<Observation, { kind: 'write refused' }>;

/** @param itemAt of an outcome, by its place in the request */
function tellOutcomes(
  { world, requestId, observe }: Execution,
  written: Pick<Refusal, 'collection' | 'operation'>,
  outcomes: readonly (WriteOutcome | ReferenceOutcome)[],
  itemAt: (index: number) => string | undefined,
): void {
  const common = { requestId, ...written };
  const count = (kind: WriteOutcome['kind']): number => outcomes.filter((each) => each.kind === kind).length;
  observe({
    kind: 'items written',
    ...common,
    done: count('done'),
    refused: count('refused'),
    unknown: count('unknown'),
  });
  for (const [index, outcome] of outcomes.entries())
    if (outcome.kind === 'unknown') {
      const item = itemAt(index);
      observe({ kind: 'write unknown', ...common, item, why: outcome.why, at: world.now() });
    }
  tellRefusals(
    observe,
    common,
    outcomes.flatMap((each) => (each.kind === 'refused' ? [each.error] : [])),
  );
}

/** What no rule explains, once for each reason. */
function tellRefusals(
  observe: Execution['observe'],
  common: Pick<Refusal, 'requestId' | 'collection' | 'operation'>,
  errors: readonly AdapterError[],
): void {
  const refusals = new Map<string, { message: string; reason: string; items: number }>();
  for (const { message, reason } of errors) {
    if (reason === undefined) continue;
    const known = refusals.get(reason) ?? { message, reason, items: 0 };
    known.items += 1;
    refusals.set(reason, known);
  }
  for (const each of refusals.values()) observe({ kind: 'write refused', ...common, ...each });
}

/** Carries a request out: plans it, executes the plan, and begins anew where an answer shows that the plan was wrong. */
import { untrustworthy } from '../calls/failures.js';
import { OperandsRefused } from '../calls/operands.js';
import { Contradiction } from '../execute/evidence.js';
import type { Execution, RequestContext } from '../execute/execution.js';
import type { KnowledgeStore } from '../execute/knowledge.js';
import { measured } from '../execute/measured.js';
import { untilStill } from '../execute/moved.js';
import { lookUp } from '../execute/references/lookup.js';
import type { CollectionModel } from '../model/model.js';
import { claimId } from '../plan/claims/claims.js';
import type { Lookup, Plan } from '../plan/nodes.js';
import type { Planned } from '../plan/plan.js';
import type { Planning } from '../plan/planning.js';
import type { PreparedPlans } from '../plan/prepared.js';
import { LookupNeeded } from '../plan/tree/lookups.js';
import type { RequestScope } from '../upstream/transport/context.js';
import { giveWay } from '../world/world.js';
import {
  failureWithout,
  isOfWork,
  noteWithheld,
  planWithout,
  rememberRefused,
  type Withholding,
  withhold,
} from './refused-operands.js';

export interface CarrierParts {
  readonly planning: (
    model: CollectionModel,
    facts: RequestScope,
    lookedUp?: Planning['lookedUp'],
  ) => Planning;
  readonly executionOf: (
    model: CollectionModel,
    context: RequestContext,
    reasons: () => Plan['reasons'],
  ) => Execution;
  readonly store: KnowledgeStore;
  readonly plans: PreparedPlans;
}

/**
 * @param make plans the request
 * @param execute answers it by the plan
 * @param asked the request as text where its plan may be kept: what `make` reads besides the planning is all in it
 */
export type CarryOut = <P extends Planned, A>(
  model: CollectionModel,
  context: RequestContext,
  make: (planning: Planning) => P,
  execute: (execution: Execution, planned: P) => Promise<A>,
  asked?: string,
) => Promise<A>;

/**
 * Plans and executes. Where rows contradict a claim, the claim is withdrawn and the request is planned anew without it,
 * within the same budget. So it is without the operands that the upstream refuses. Where a list moved while it was read, it is read anew.
 */
export function createCarrier({ planning, executionOf, store, plans }: CarrierParts): CarryOut {
  return async <P extends Planned, A>(
    model: CollectionModel,
    context: RequestContext,
    make: (planning: Planning) => P,
    execute: (execution: Execution, planned: P) => Promise<A>,
    asked?: string,
  ): Promise<A> => {
    let withholding: Withholding | undefined;
    let planned: P | undefined;
    const believed = (): CollectionModel => planned?.plan.model ?? store.current(model);
    let lookups: readonly Lookup[] = [];
    const execution = executionOf(model, context, () => planned?.plan.reasons ?? lookups[0]?.reasons ?? []);
    const lookedUp = new Map<string, readonly string[]>();
    /** What was learned for this request alone is in no plan that is kept. */
    const makeOrFind = (given: Planning): P =>
      asked === undefined || given.withheld || lookedUp.size > 0 ? make(given) : plans.of(asked, given, make);
    const planAgain = async (): Promise<P> => {
      for (;;) {
        const way = giveWay(context.world);
        if (way) await way;
        try {
          const given = planning(model, context.scope, lookedUp);
          const made = planWithout(given, store.refusals, makeOrFind, withholding);
          withholding = made.withholding;
          return made.planned;
        } catch (needed) {
          if (!(needed instanceof LookupNeeded)) throw needed;
          lookups = needed.lookups;
          for (const each of lookups) lookedUp.set(each.id, await lookUp(execution, each));
          context.measure?.lookups.push(...lookups);
        }
      }
    };
    for (;;) {
      try {
        planned ??= await planAgain();
        const way = giveWay(context.world);
        if (way) await way;
        const going = planned;
        if (context.measure) context.measure.plan = going.plan;
        const answer = await untilStill(() =>
          measured(execution, going.plan, (each) => execute(each, going)),
        );
        if (withholding) noteWithheld(withholding, store, planned.plan.model, context);
        return answer;
      } catch (error) {
        const next = error instanceof OperandsRefused ? withhold(withholding, error) : undefined;
        if (next) {
          withholding = next;
          try {
            planned = await planAgain();
          } catch (denied) {
            throw failureWithout(next, denied, believed());
          }
          continue;
        }
        if (withholding && !(error instanceof Contradiction)) {
          if (isOfWork(error)) rememberRefused(withholding, store.refusals, model);
          throw failureWithout(withholding, error, believed());
        }
        if (!(error instanceof Contradiction)) throw error;
        const withdrawn = store.withdraw(error.model, error.claims, error.message);
        for (const { collection, claim, message } of withdrawn)
          context.observe({
            kind: 'claim withdrawn',
            requestId: context.requestId,
            collection,
            claim: claimId(claim),
            message,
          });
        // Another request may have withdrawn it meanwhile; where nothing changes the plan, the answer is refused.
        if (withdrawn.length === 0 && store.current(store.bound(error.model)) === error.model)
          throw untrustworthy(error.message);
        planned = undefined;
      }
    }
  };
}

/** Writing requests of one generation: planned and executed. They are never planned anew: what is sent is sent. */
import type { Execution, RequestContext } from '../execute/execution.js';
import { executeWrite } from '../execute/writes/execute.js';
import type { WriteOutcome } from '../execute/writes/outcome.js';
import { executeReferenceWrite } from '../execute/writes/references/execute.js';
import { removedIds, removePairsOf } from '../execute/writes/references/orphans.js';
import type { ReferenceOutcome } from '../execute/writes/references/outcome.js';
import { thingsOf } from '../execute/writes/references/things.js';
import { tellReferences, tellTruncated, tellWritten } from '../execute/writes/tell.js';
import { truncateItems } from '../execute/writes/truncate.js';
import { explainReferenceWrite } from '../explain/explain-references.js';
import { explainWrite, type WriteExplanation } from '../explain/explain-write.js';
import { explainRules } from '../explain/rules.js';
import { admit } from '../model/identity-rules.js';
import type { CollectionModel } from '../model/model.js';
import type { Planning } from '../plan/planning.js';
import { type EndpointWrite, planWrite } from '../plan/writes/plan.js';
import { planReferenceWrite, type ReferenceAction } from '../plan/writes/references.js';
import type { OperationBuilder } from '../upstream/document/operation.js';
import { type RequestScope, unfilledScope } from '../upstream/transport/context.js';
import { badRequest } from '../wix/errors.js';
import type { WriteReferencesRequest } from '../wix/requests.js';
import { createTurns } from './turns.js';

/** What is done around the sending of a request that is planned; a request that is refused before does not come to it. */
export type AroundSending<Answer> = (work: () => Promise<Answer>) => Promise<Answer>;

export interface Writing {
  /** One outcome for each item, in the order of the request. */
  write(
    model: CollectionModel,
    request: EndpointWrite,
    context: RequestContext,
    around?: AroundSending<readonly WriteOutcome[]>,
  ): Promise<readonly WriteOutcome[]>;
  /** @throws UNKNOWN_ERROR that says what is left, where not all could be removed */
  truncate(model: CollectionModel, context: RequestContext, around?: AroundSending<void>): Promise<void>;
  /** One outcome for each reference, in the order of the request. */
  writeReferences(
    model: CollectionModel,
    action: ReferenceAction,
    request: WriteReferencesRequest,
    context: RequestContext,
    around?: AroundSending<readonly ReferenceOutcome[]>,
  ): Promise<readonly ReferenceOutcome[]>;
  /** The plan of such a request, without sending anything. */
  explainReferences(
    model: CollectionModel,
    action: ReferenceAction,
    request: WriteReferencesRequest,
    facts?: RequestScope,
  ): WriteExplanation;
  /** The plan of a writing request, without sending anything. */
  explainWrite(model: CollectionModel, request: EndpointWrite, facts?: RequestScope): WriteExplanation;
}

/** With nothing around it. */
const atOnce = <Answer>(work: () => Promise<Answer>): Promise<Answer> => work();

export interface WritingOptions {
  planning(model: CollectionModel, facts: RequestScope): Planning;
  execution(model: CollectionModel, context: RequestContext): Execution;
  operations(model: CollectionModel): OperationBuilder;
}

/** What the engine offers for requests that write. */
export function createWriting({ planning, execution, operations }: WritingOptions): Writing {
  const turns = createTurns();
  return {
    async write(model, request, context, around = atOnce) {
      const { world, scope } = context;
      const stamps = { now: world.now(), newId: () => world.id() };
      const plan = planWrite(planning(model, scope), request, stamps);
      const running = execution(plan.model, context);
      const work = async (): Promise<readonly WriteOutcome[]> => {
        const outcomes = await executeWrite(running, plan);
        tellWritten(running, plan, outcomes);
        if (request.kind === 'remove')
          await removePairsOf(running, plan.model, removedIds(plan, outcomes), stamps, turns.take);
        return outcomes;
      };
      const sendsNothing = plan.rounds.every(({ ready }) => ready?.steps.length === 0);
      return sendsNothing ? work() : around(work);
    },

    async truncate(given, context, around = atOnce) {
      const { world, scope } = context;
      const { model } = planning(given, scope);
      if (model.writes?.truncate === undefined)
        throw badRequest(`The collection ${model.id} does not offer TRUNCATE`);
      const stamps = { now: world.now(), newId: () => world.id() };
      let removed = 0;
      const count = (items: number): void => {
        removed += items;
      };
      try {
        await around(() => truncateItems(() => execution(model, context), model, stamps, count, turns.take));
      } finally {
        // What was removed before it failed is removed.
        tellTruncated(context, model, removed);
      }
    },

    async writeReferences(given, action, request, context, around = atOnce) {
      const { world, scope } = context;
      const plan = planReferenceWrite(planning(given, scope), action, request);
      const running = execution(plan.model, context);
      const stamps = { now: world.now(), newId: () => world.id() };
      const work = () => around(() => executeReferenceWrite(running, plan, stamps));
      // It is read what is there, and then changed: of two such changes at the same time neither would see the other.
      const outcomes = await turns.take(thingsOf(plan), work);
      tellReferences(running, plan, outcomes);
      return outcomes;
    },

    explainReferences(model, action, request, facts = unfilledScope) {
      const plan = planReferenceWrite(planning(model, facts), action, request);
      admit(model, 'update', facts);
      const rules = explainRules(model, 'update', facts);
      return explainReferenceWrite(plan, planning(model, facts), operations, rules);
    },

    explainWrite(model, request, facts = unfilledScope) {
      const stamps = { now: 0, newId: () => '00000000-0000-4000-8000-000000000000' };
      admit(model, request.kind, facts);
      const plan = planWrite(planning(model, facts), request, stamps);
      return explainWrite(plan, operations(model), explainRules(model, request.kind, facts));
    },
  };
}

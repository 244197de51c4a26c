/** What an engine says of collections and requests without sending anything. */

import type { UpstreamAccess } from '../execute/execution.js';
import type { KnowledgeStore } from '../execute/knowledge.js';
import type { Measure } from '../execute/measure.js';
import { type Ability, abilitiesOf, type Probe } from '../explain/abilities.js';
import { type Explanation, explain, explainLookups, explainRun } from '../explain/explain.js';
import { type ListAbility, listAbilitiesOf } from '../explain/list-abilities.js';
import type { ReadPlan } from '../explain/outline.js';
import { explainRules } from '../explain/rules.js';
import { describeCollection } from '../model/bind/capabilities.js';
import { admit } from '../model/identity-rules.js';
import type { CollectionModel } from '../model/model.js';
import { type EndpointRead, plan } from '../plan/plan.js';
import type { Planning } from '../plan/planning.js';
import { isExact, isSorted } from '../plan/pushdown/exactness.js';
import type { CursorTokens } from '../plan/request/cursor-token.js';
import { leadsBack } from '../plan/request/edges.js';
import { LookupNeeded } from '../plan/tree/lookups.js';
import { referenceOperations } from '../plan/writes/references.js';
import { type RequestScope, unfilledScope } from '../upstream/transport/context.js';
import { everything } from '../wix/filter/tree.js';
import type { Collection } from '../wix/protocol.js';
import { planWithout } from './refused-operands.js';

export interface Explaining {
  /** For collections/get. */
  describe(model: CollectionModel): Collection;
  /**
   * The plan of a request, without sending anything.
   * @param facts those of the request; without them each stands for itself
   */
  explain(
    model: CollectionModel,
    kind: EndpointRead['kind'],
    request: EndpointRead['request'],
    facts?: RequestScope,
  ): Explanation;
  /** The plan that was carried out under this measure, with what its nodes took; undefined: there was none. */
  explainRun(kind: EndpointRead['kind'], measure: Measure, facts?: RequestScope): Explanation | undefined;
  /** What each field can do, and where it is done: by the planner, without sending anything. */
  abilities(model: CollectionModel): readonly Ability[];
  /** What can be asked of the collection as a whole, likewise. */
  listAbilities(model: CollectionModel): readonly ListAbility[];
}

export interface ExplainingParts {
  readonly tokens: CursorTokens;
  readonly planning: (model: CollectionModel, facts: RequestScope) => Planning;
  readonly store: KnowledgeStore;
  readonly upstream: (model: CollectionModel) => UpstreamAccess;
  /** A collection as it is believed now. */
  readonly current: (id: string) => CollectionModel | undefined;
}

export function createExplaining({
  tokens,
  planning,
  store,
  upstream,
  current,
}: ExplainingParts): Explaining {
  const probing = (given: CollectionModel): readonly [CollectionModel, Probe] => {
    // The mapping's own filter is no property of a field.
    const model = { ...store.current(given), where: everything, rules: undefined };
    const each = planning(model, unfilledScope);
    return [model, (read) => plan(each, tokens, read).plan as ReadPlan];
  };

  return {
    describe(given) {
      const model = store.current(given);
      const each = planning(model, unfilledScope);
      return describeCollection(
        model,
        isExact(model),
        isSorted(model),
        (field) => leadsBack(each, field),
        referenceOperations(each),
      );
    },

    explain(model, kind, request, facts = unfilledScope) {
      const read = { kind, request } as EndpointRead;
      admit(model, 'read', facts);
      const rules = explainRules(model, 'read', facts);
      try {
        const { planned } = planWithout(planning(model, facts), store.refusals, (each) =>
          plan(each, tokens, read),
        );
        return explain(kind, planned.plan, upstream(model).operations, rules);
      } catch (needed) {
        if (!(needed instanceof LookupNeeded)) throw needed;
        return explainLookups(kind, model, current, needed.lookups, upstream(model).operations, rules);
      }
    },

    explainRun: (kind, measure, facts = unfilledScope) =>
      explainRun(kind, measure, (model) => upstream(model).operations, facts),

    abilities: (given) => abilitiesOf(...probing(given)),

    listAbilities: (given) => listAbilitiesOf(...probing(given)),
  };
}

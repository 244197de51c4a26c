/** Which rules of a collection apply to a request: who may do it, and which items there are for whoever asks. Nothing is decided here. */
import { wherePartsOf } from '../model/identity-rules.js';
import type { CollectionModel } from '../model/model.js';
import type { RequestScope } from '../upstream/transport/context.js';
import type { Filter } from '../wix/filter/tree.js';
import { identityKindOf, type RuledOperation } from '../wix/identity.js';

/** One line each, with the place of the rule. None: nothing depends on who asks. */
export function explainRules(
  model: CollectionModel,
  operation: RuledOperation,
  facts: RequestScope,
): readonly string[] {
  const { rules } = model;
  if (!rules) return [];
  const allowed = rules.allow[operation];
  const who = allowed ? `allowed to ${allowed.kinds.join(', ')} (${allowed.position})` : 'no rule';
  const parts = wherePartsOf(model, facts).flatMap(({ filter, ruled }) =>
    ruled ? [`${ruled.rule}: ${text(filter)} (${ruled.position})`] : [],
  );
  // Where it is not said who asks, each has its own.
  const others =
    identityKindOf(facts.identity?.type) === undefined
      ? [...(rules.whereFor?.filters ?? [])].map(
          ([kind, { filter, position }]) => `whereFor.${kind}: ${text(filter)} (${position})`,
        )
      : [];
  return [`${operation}: ${who}`, ...parts, ...others];
}

function text(filter: Filter): string {
  switch (filter.kind) {
    case 'condition':
      return `${filter.path} ${filter.operator} ${JSON.stringify(filter.operand)}`;
    case 'not':
      return `not (${text(filter.filter)})`;
    case 'and':
      return filter.filters.length === 0 ? 'every item' : filter.filters.map(grouped).join(' and ');
    case 'or':
      return filter.filters.length === 0 ? 'no item' : filter.filters.map(grouped).join(' or ');
  }
}

function grouped(filter: Filter): string {
  const several = (filter.kind === 'and' || filter.kind === 'or') && filter.filters.length > 1;
  return several ? `(${text(filter)})` : text(filter);
}

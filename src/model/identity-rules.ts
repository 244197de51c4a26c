/** Who may do what with a collection, and which of its items are there for whom. Everything else is said by `where` alone. */
import { type RequestScope, scopeSlots, unfilledScope } from '../upstream/transport/context.js';
import { type AdapterError, forbidden } from '../wix/errors.js';
import { and, condition, everything, type Filter, mapConditions } from '../wix/filter/tree.js';
import { type IdentityKind, identityKindOf, type RuledOperation } from '../wix/identity.js';
import type { Json } from '../wix/json.js';
import type { CollectionModel } from './model.js';

type Ruled = Pick<CollectionModel, 'id' | 'where' | 'rules'>;

/** A conjunct of the filter that a request sees a collection through. */
export interface WherePart {
  readonly filter: Filter;
  /** Where it is said, if it is another for other requests. */
  readonly ruled: { readonly rule: string; readonly position: string } | undefined;
}

/**
 * Refuses a request whose identity may not do this, before anything is asked.
 * @throws UNAUTHORIZED with 403, also as `whereOf`
 */
export function admit(model: Ruled, operation: RuledOperation, facts: RequestScope): void {
  const { id, rules } = model;
  if (rules === undefined) return;
  const rule = rules.allow[operation];
  const kind = identityKindOf(facts.identity?.type);
  if (rule && !isShown(facts) && (kind === undefined || !rule.kinds.includes(kind)))
    throw refused(
      `${id}: ${operation} is allowed to ${rule.kinds.join(', ')}, and the request ${asked(kind)}`,
      `allow.${operation}`,
      rule.position,
    );
  wherePartsOf(model, facts);
}

/**
 * The filter that a request sees the collection through, with the facts of the request filled in.
 * @throws UNAUTHORIZED with 403 where the request has not got a fact that it needs, or nothing is declared for its identity
 */
export function whereOf(model: Ruled, facts: RequestScope): Filter {
  if (model.rules === undefined) return model.where;
  const filters = wherePartsOf(model, facts).map(({ filter }) => filter);
  return filters.length === 1 ? filters[0]! : and(filters);
}

/** The conjuncts of what `whereOf` gives, each with the rule that it comes from. @throws as `whereOf` */
export function wherePartsOf({ id, where, rules }: Ruled, facts: RequestScope): readonly WherePart[] {
  const own: WherePart[] = [];
  const { factsInWhere } = rules ?? {};
  if (factsInWhere) own.push(filledPart(where, facts, id, { rule: 'where', ...factsInWhere }));
  else if (where !== everything) own.push({ filter: where, ruled: undefined });
  // Without a request there is nobody whose items they would be.
  if (!rules?.whereFor || isShown(facts)) return own;
  const kind = identityKindOf(facts.identity?.type);
  const found = kind && rules.whereFor.filters.get(kind);
  if (!found)
    throw refused(
      `${id} has items for ${[...rules.whereFor.filters.keys()].join(', ')}, and the request ${asked(kind)}`,
      'whereFor',
      rules.whereFor.position,
    );
  if (found.filter !== everything)
    own.push(filledPart(found.filter, facts, id, { rule: `whereFor.${kind}`, position: found.position }));
  return own;
}

/** Facts of the request that decide which items there are for it, as mappings write them. */
export function ruledFacts({ where, rules }: Pick<CollectionModel, 'where' | 'rules'>): readonly string[] {
  if (!rules) return [];
  return [
    ...(rules.allow.read || rules.whereFor ? ['$identity.type'] : []),
    ...(rules.factsInWhere ? factsIn(where) : []),
    ...[...(rules.whereFor?.filters.values() ?? [])].flatMap(({ filter }) => factsIn(filter)),
  ];
}

/** Facts of the request in a filter, each once. */
export function factsIn(filter: Filter): readonly string[] {
  const found = new Set<string>();
  const look = (operand: Json): Json => {
    if (isFact(operand)) found.add(operand);
    return operand;
  };
  mapOperands(filter, look);
  return [...found];
}

function filledPart(
  filter: Filter,
  facts: RequestScope,
  id: string,
  ruled: NonNullable<WherePart['ruled']>,
): WherePart {
  const filled = mapOperands(filter, (operand) => {
    if (!isFact(operand)) return operand;
    const fact = scopeSlots[operand]!(facts);
    if (fact) return fact;
    const message = `${id} has items for requests with ${operand}, which this one has not`;
    throw refused(message, ruled.rule, ruled.position);
  });
  return { filter: filled, ruled };
}

function mapOperands(filter: Filter, change: (operand: Json) => Json): Filter {
  return mapConditions(filter, (each) => {
    const { path, operator, operand, source } = each;
    const changed = Array.isArray(operand) ? operand.map(change) : change(operand);
    return condition(path, operator, changed, source);
  });
}

function isFact(operand: Json): operand is string {
  return typeof operand === 'string' && Object.hasOwn(scopeSlots, operand);
}

/** Every fact stands for itself: it is shown what any request will be like. */
function isShown({ identity }: RequestScope): boolean {
  return identity === unfilledScope.identity;
}

function asked(kind: IdentityKind | undefined): string {
  return kind === undefined ? 'does not say whose it is' : `is that of ${names[kind]}`;
}

const names: Readonly<Record<IdentityKind, string>> = {
  visitor: 'a visitor',
  member: 'a member',
  owner: 'the owner of the site',
  app: 'an app',
};

function refused(message: string, rule: string, position: string): AdapterError {
  return forbidden(`${message} (${rule} in ${position})`, message);
}

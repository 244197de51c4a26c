/**
 * Conditions on references that another collection holds. They are looked up first: its pairs tell which items meet the
 * condition, and then it is one on their ids.
 */
import { validationError } from '../../wix/errors.js';
import {
  and,
  type Condition,
  condition,
  type Filter,
  listOperand,
  mapConditions,
  not,
} from '../../wix/filter/tree.js';
import type { Json } from '../../wix/json.js';
import type { Lookup } from '../nodes.js';
import type { Planning } from '../planning.js';
import { pushDown } from '../pushdown/pushdown.js';
import { edgesOf, isElsewhere, unreadable } from '../request/edges.js';
import { sourceOf } from './sources.js';

/** A request cannot be planned before these are answered. Nothing was sent. */
export class LookupNeeded extends Error {
  override readonly name = 'LookupNeeded';
  readonly lookups: readonly Lookup[];
  constructor(lookups: readonly Lookup[]) {
    super('references are looked up first');
    this.lookups = lookups;
  }
}

/**
 * The filter with conditions on ids in place of those on references.
 * @param kept whether a condition is left to the upstream, whose filter takes it
 * @throws LookupNeeded where their ids are not known yet
 * @throws VALIDATION_ERROR for operators that say nothing of several items
 */
export function withoutReferences(
  planning: Planning,
  filter: Filter,
  kept: (condition: Condition) => boolean = () => false,
): Filter {
  const open: Lookup[] = [];
  const resolved = mapConditions(filter, (each) => {
    if (!isElsewhere(planning.model.fields.get(each.path))) return each;
    const wanted = wantedOf(each);
    if (kept(each)) return each;
    if (wanted.ids.length === 0) return condition('_id', 'in', []);
    const id = lookupId(each.path, wanted);
    const found = planning.lookedUp?.get(id);
    if (found === undefined) {
      if (!open.some((other) => other.id === id)) open.push(lookup(planning, each.path, id, wanted));
      return each;
    }
    const matching = condition('_id', 'in', found, each.source);
    return wanted.negative ? not(matching) : matching;
  });
  if (open.length > 0) throw new LookupNeeded(open);
  return resolved;
}

interface WantedReferences {
  /** One of them, or all. */
  readonly how: 'some' | 'all';
  readonly ids: readonly string[];
  readonly negative: boolean;
}

const offered: ReadonlySet<Condition['operator']> = new Set(['hasSome', 'hasAll', 'in', 'nin'] as const);

function wantedOf(each: Condition): WantedReferences {
  if (!offered.has(each.operator)) throw notOffered(each);
  const operands = listOperand(each);
  // A list with null asks for items without a value, which a list of references never is.
  if (operands.includes(null)) throw notOffered(each);
  const texts = operands.filter((id): id is string => typeof id === 'string' && id !== '');
  const all = each.operator === 'hasAll';
  // What is no id is the id of no item.
  const ids = all && texts.length < operands.length ? [] : [...new Set(texts)].sort();
  return { how: all ? 'all' : 'some', ids, negative: each.operator === 'nin' };
}

function notOffered({ path, operator, operand, source }: Condition): Error {
  return validationError(
    `${path} refers to several items: only $hasSome and $hasAll with their ids are offered`,
    [
      {
        fieldPath: source,
        rejectedValue: operand,
        message: `$${operator} is not offered for MULTI_REFERENCE`,
      },
    ],
  );
}

function lookupId(path: string, { how, ids }: WantedReferences): string {
  return JSON.stringify([path, how, ids] satisfies Json);
}

function lookup(planning: Planning, key: string, id: string, { how, ids }: WantedReferences): Lookup {
  const field = planning.model.fields.get(key)!;
  const edges = edgesOf(planning, field);
  if (!edges)
    throw unreadable(field, 'a filter needs a way back to this collection: map it through reverse or join');
  const { planning: there, from, to } = edges;
  const filter = and([condition(to, 'in', ids), condition(from, 'ne', null)]);
  const pushdown = pushDown(there, { filter, sort: [] });
  const keys = [from, to];
  const input = sourceOf(there, pushdown, { keys, evaluated: keys, whole: true, enough: 0 });
  return Object.freeze({
    id,
    key,
    holder: there.model.id,
    input,
    from,
    to,
    how,
    ids,
    reasons: pushdown.reasons,
  });
}

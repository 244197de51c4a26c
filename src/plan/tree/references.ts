/** The pairs of a reference field (protocol section 4.9), with or without the items that are referred to. */
import type { FieldModel } from '../../model/model.js';
import { validationError } from '../../wix/errors.js';
import { and, condition, everything } from '../../wix/filter/tree.js';
import type { QueryReferencedRequest } from '../../wix/requests.js';
import type { Pairs, ReferencesPlan } from '../nodes.js';
import type { Planning } from '../planning.js';
import { pushDown } from '../pushdown/pushdown.js';
import { edgesOf, orderOf, unreadable } from '../request/edges.js';
import { isVisible, visibleKeys } from '../request/fields.js';
import { type OtherItems, otherItems } from '../request/includes.js';
import { noField } from '../request/wanted.js';
import { byArgument, firstLists } from './by-argument.js';
import { planEdges } from './edges.js';
import { batchRequests } from './includes.js';
import { listedItems } from './listed.js';
import { sourceOf } from './sources.js';

/** @throws VALIDATION_ERROR for a field that is no reference */
export function planReferences(planning: Planning, request: QueryReferencedRequest): ReferencesPlan {
  const { model } = planning;
  const field = referenceField(planning, request.referringFieldKey);
  const { offset, limit } = request.paging;
  const { pairs, reasons } = pairsOf(planning, field, request);
  return Object.freeze({
    kind: 'references',
    model,
    key: field.key,
    pairs,
    reasons,
    offset,
    limit,
    lookAhead: false,
  });
}

function pairsOf(
  planning: Planning,
  field: FieldModel,
  request: QueryReferencedRequest,
): { pairs: Pairs; reasons: ReferencesPlan['reasons'] } {
  const { offset, limit } = request.paging;
  const referring = idsOf(request.referringItemIds);
  const referenced = idsOf(request.referencedItemIds);
  const there = request.includeReferencedItems ? planning.other(field.relation!.collection) : undefined;
  const items = there && {
    ...otherItems(there, everything),
    shown: visibleKeys(there.model, request.fieldsToReturn),
  };
  const { order, returnTotalCount: total } = request;
  const edges = edgesOf(planning, field);
  if (edges) {
    const { from, to } = edges;
    const wish = { referring, referenced, order, items, offset, limit, total };
    const plan = planEdges(edges, wish);
    const shown = items ? items.shown : undefined;
    return { pairs: { kind: 'edges', plan, from, to, shown }, reasons: plan.reasons };
  }
  const { key } = field;
  if (field.relation!.pairs?.kind === 'argument') return askedPairs(planning, field, request, items?.shown);
  const listed =
    field.relation!.pairs?.kind === 'list'
      ? listedItems(planning, field, othersOf(planning, field), { limit: undefined, ordered: false })
      : undefined;
  const filter = and([
    ...(referring ? [condition('_id', 'in', referring)] : []),
    ...(listed ? [] : [referenced ? condition(key, 'hasSome', referenced) : condition(key, 'ne', null)]),
  ]);
  const pushdown = pushDown(planning.model, { filter, sort: [] }, planning.pushdown, planning.withheld);
  const whole = total || order === 'DESC';
  const input = sourceOf(planning, pushdown, {
    keys: listed ? [] : [key],
    evaluated: listed ? [] : [key],
    whole,
    enough: offset + limit,
    ...(listed ? { nested: [listed.nested], nestedEvaluated: listed.evaluated } : {}),
  });
  const { collection } = field.relation!;
  const inclusion = items && {
    key,
    collection,
    how: 'batched' as const,
    shown: items.shown,
    filter: items.filter,
    filtered: items.filtered,
    requests: batchRequests(items, limit),
    why: 'the pairs hold ids',
  };
  return {
    pairs: { kind: 'held', input, listed: listed !== undefined, referenced, order, whole, inclusion },
    reasons: pushdown.reasons,
  };
}

/** Lists by the referring ids, which are read first. */
function askedPairs(
  planning: Planning,
  field: FieldModel,
  request: QueryReferencedRequest,
  shown: readonly string[] | undefined,
): { pairs: Pairs; reasons: ReferencesPlan['reasons'] } {
  const { offset, limit } = request.paging;
  const referring = idsOf(request.referringItemIds);
  const referenced = idsOf(request.referencedItemIds);
  const { order, returnTotalCount: total } = request;
  const { model } = othersOf(planning, field).planning;
  const sortBy = referring?.length === 1 ? undefined : orderOf(model, field.relation!.order);
  const filter = and([model.where, ...(referenced ? [condition('_id', 'in', referenced)] : [])]);
  const wish = {
    keys: [...(shown ?? []), ...(sortBy === undefined ? [] : [sortBy])],
    filter,
    ordered: true,
  };
  const by = byArgument(planning, field, wish);
  const wanted = { filter: and(referring ? [condition('_id', 'in', referring)] : []), sort: [] };
  const pushdown = pushDown(planning.model, wanted, planning.pushdown, planning.withheld);
  const whole = total || order === 'DESC' || sortBy !== undefined;
  const all = planning.model.where === everything && planning.model.list.constants.size === 0;
  const input =
    referring && all
      ? {
          kind: 'ids' as const,
          ids: referring,
          read: firstLists(by, referring, whole || by.sort ? undefined : offset + limit),
        }
      : sourceOf(planning, pushdown, { keys: [], evaluated: [], whole, enough: offset + limit });
  return { pairs: { kind: 'asked', input, wish, shown, order, sortBy, whole }, reasons: pushdown.reasons };
}

/** The items that a field refers to, with nothing but their ids. */
function othersOf(planning: Planning, field: FieldModel): OtherItems {
  const { collection } = field.relation!;
  const there = planning.other(collection);
  if (!there) throw unreadable(field, `the collection ${collection} is not served here`);
  return { ...otherItems(there, everything), shown: [] };
}

/** None means all. Sorted, so that pages do not depend on how the ids were listed. */
function idsOf(ids: readonly string[]): readonly string[] | undefined {
  return ids.length === 0 ? undefined : [...new Set(ids)].sort();
}

function referenceField({ model }: Planning, key: string): FieldModel {
  const field = isVisible(model, key) ? model.fields.get(key) : undefined;
  if (field?.relation) return field;
  const message = field
    ? `"${key}" is no reference: it is ${field.type}`
    : noField(model, key, (each) => each.relation !== undefined);
  throw validationError(`Not a reference field: ${message}`, [
    { fieldPath: 'referringFieldKey', rejectedValue: key, message },
  ]);
}

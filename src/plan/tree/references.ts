/** The pairs of a reference field (protocol section 4.9), with or without the items that are referred to. */
import { whereOf } from '../../model/identity-rules.js';
import type { FieldModel } from '../../model/model.js';
import { validationError } from '../../wix/errors.js';
import { and, condition, everything } from '../../wix/filter/tree.js';
import { largestPage } from '../../wix/paging.js';
import type { QueryReferencedRequest } from '../../wix/requests.js';
import type { EdgesAmong, Pairs, ReferencesPlan, Window } from '../nodes.js';
import type { Planning } from '../planning.js';
import { pushDown } from '../pushdown/pushdown.js';
import { edgesOf, orderOf, showsAll, unreadable } from '../request/edges.js';
import { isVisible, visibleKeys } from '../request/fields.js';
import { type OtherItems, otherItems } from '../request/includes.js';
import { enoughOf } from '../request/paging.js';
import { noField } from '../request/wanted.js';
import { byArgument, firstLists } from './by-argument.js';
import { planEdges } from './edges.js';
import { batchRequests } from './includes.js';
import { listedItems } from './listed.js';
import { sourceOf } from './sources.js';

/** @throws VALIDATION_ERROR for a field that is no reference */
export function planReferences(
  planning: Planning,
  request: QueryReferencedRequest,
  window: Window,
): ReferencesPlan {
  const { model } = planning;
  const field = referenceField(planning, request.referringFieldKey);
  const { pairs, reasons } = pairsOf(planning, field, request, window);
  return Object.freeze({ kind: 'references', model, key: field.key, pairs, reasons, ...window });
}

function pairsOf(
  planning: Planning,
  field: FieldModel,
  request: QueryReferencedRequest,
  window: Window,
): { pairs: Pairs; reasons: ReferencesPlan['reasons'] } {
  const { limit, lookAhead } = window;
  const referring = idsOf(request.referringItemIds);
  const referenced = idsOf(request.referencedItemIds);
  const there = request.includeReferencedItems ? planning.other(field.relation!.collection) : undefined;
  const items = there && {
    ...otherItems(there, everything),
    shown: visibleKeys(there.model, request.fieldsToReturn),
  };
  const { order } = request;
  const total = request.returnTotalCount && !lookAhead;
  const edges = edgesOf(planning, field);
  if (edges) {
    const { from, to } = edges;
    const wish = { referring, referenced, order, items };
    const shown = items ? items.shown : undefined;
    const common = { kind: 'edges', from, to, shown } as const;
    if (from === '_id' || showsAll(planning)) {
      const plan = planEdges(edges, { ...wish, ...window, total });
      return { pairs: { ...common, plan, among: undefined }, reasons: plan.reasons };
    }
    // The pairs of other items stand between, so that their places and their number are not those of the answer.
    const plan = planEdges(edges, { ...wish, ...firstPairs(window, total), total: false });
    const among = { referring, referenced, order, items: items && shownOf(items), whole: total };
    return { pairs: { ...common, plan, among }, reasons: plan.reasons };
  }
  const { key } = field;
  if (field.relation!.pairs?.kind === 'argument')
    return askedPairs(planning, field, request, window, items?.shown);
  const others = field.relation!.pairs?.kind === 'list' ? othersOf(planning, field) : undefined;
  const listed = others && listedItems(planning, field, others, { limit: undefined, ordered: false });
  const filter = and([
    ...(referring ? [condition('_id', 'in', referring)] : []),
    ...(listed ? [] : [referenced ? condition(key, 'hasSome', referenced) : condition(key, 'ne', null)]),
  ]);
  const pushdown = pushDown(planning, { filter, sort: [] });
  const whole = total || order === 'DESC';
  const input = sourceOf(planning, pushdown, {
    keys: listed ? [] : [key],
    evaluated: listed ? [] : [key],
    whole,
    enough: enoughOf(window),
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
    pairs: { kind: 'held', input, listed: others?.filter, referenced, order, whole, inclusion },
    reasons: pushdown.reasons,
  };
}

/** Lists by the referring ids, which are read first. */
function askedPairs(
  planning: Planning,
  field: FieldModel,
  request: QueryReferencedRequest,
  window: Window,
  shown: readonly string[] | undefined,
): { pairs: Pairs; reasons: ReferencesPlan['reasons'] } {
  const enough = enoughOf(window);
  const referring = idsOf(request.referringItemIds);
  const referenced = idsOf(request.referencedItemIds);
  const { order } = request;
  const total = request.returnTotalCount && !window.lookAhead;
  const { model, facts } = othersOf(planning, field).planning;
  const sortBy = referring?.length === 1 ? undefined : orderOf(model, field.relation!.order);
  const filter = and([whereOf(model, facts), ...(referenced ? [condition('_id', 'in', referenced)] : [])]);
  const wish = {
    keys: [...(shown ?? []), ...(sortBy === undefined ? [] : [sortBy])],
    filter,
    ordered: true,
  };
  const by = byArgument(planning, field, wish);
  const wanted = { filter: and(referring ? [condition('_id', 'in', referring)] : []), sort: [] };
  const pushdown = pushDown(planning, wanted);
  const whole = total || order === 'DESC' || sortBy !== undefined;
  const input =
    referring && showsAll(planning)
      ? {
          kind: 'ids' as const,
          ids: referring,
          read: firstLists(by, referring, whole || by.sort ? undefined : enough),
        }
      : sourceOf(planning, pushdown, { keys: [], evaluated: [], whole, enough });
  return { pairs: { kind: 'asked', input, wish, shown, order, sortBy, whole }, reasons: pushdown.reasons };
}

function shownOf({ shown, filter, filtered }: OtherItems): EdgesAmong['items'] {
  return { shown, filter, filtered };
}

/** Pairs that are read before it is known which of them count: never more at first than a page can have, however far it is. */
function firstPairs(window: Window, whole: boolean): Window {
  const wanted = window.limit === 0 ? 0 : enoughOf(window);
  return { offset: 0, limit: whole ? largestPage : Math.min(wanted, largestPage), lookAhead: true };
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

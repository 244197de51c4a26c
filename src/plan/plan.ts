/** What one Wix request will do: what is sent, what is left to do here, and how the rows are read. */

import { encodeId } from '../calls/ids-request.js';
import { didYouMean } from '../mapping/suggest.js';
import type { CollectionModel } from '../model/model.js';
import { recommendedCapabilities } from '../wix/capabilities.js';
import { type Violation, validationError, violationsError } from '../wix/errors.js';
import { coerceFilter } from '../wix/filter/coerce.js';
import { simplifyFilter } from '../wix/filter/normalize.js';
import {
  type Condition,
  condition,
  everything,
  type Filter,
  listOperand,
  mapConditions,
  and as wixAnd,
} from '../wix/filter/tree.js';
import type { SortKey } from '../wix/sort.js';
import { resolveSystemField } from '../wix/system-fields.js';
import { isVisible } from './fields.js';
import { type OrderPlan, planOrder, sortedHere } from './order.js';
import { nothingHelps } from './part.js';
import { type ResidualReason, type Translation, translateFilter } from './translate.js';

/** A request's filter and sort, checked against the collection. */
export interface Wanted {
  readonly filter: Filter;
  readonly sort: readonly SortKey[];
}

export type Access =
  /** Nothing can match. */
  | { readonly kind: 'empty' }
  /** The items with these ids are fetched, then filtered and sorted here. */
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  /** The upstream filters, sorts and pages. */
  | { readonly kind: 'page' }
  /** Pages are read and worked on here. */
  | { readonly kind: 'scan' };

export interface Plan {
  readonly model: CollectionModel;
  readonly wanted: Wanted;
  readonly access: Access;
  readonly translation: Translation;
  readonly order: OrderPlan;
  /** Why something is done here. */
  readonly reasons: readonly ResidualReason[];
}

/**
 * Resolves names and types, and refuses what the collection does not have.
 * @param at what the keys are called in violations
 */
export function resolveWanted(
  model: CollectionModel,
  filter: Filter,
  sort: readonly SortKey[],
  at = 'sort',
): Wanted {
  const isField = (key: string): boolean => isVisible(model, key);
  const violations: Violation[] = [];
  const known = (path: string, fieldPath: string): string => {
    const name = resolveSystemField(path, isField);
    if (isField(name) || isField(name.split('.')[0]!)) return referencePath(name, model);
    const help = didYouMean(
      path,
      [...model.fields.keys()].filter((key) => isVisible(model, key)),
    );
    violations.push({
      fieldPath,
      rejectedValue: path,
      message: `the collection ${model.id} has no field "${path}"${help ? `; ${help}` : ''}`,
    });
    return path;
  };
  const named = mapConditions(filter, (each) =>
    Object.freeze({ ...each, path: known(each.path, each.source) }),
  );
  const keys = sort.map((key) => ({ ...key, path: known(key.path, `${at}.${key.path}`) }));
  if (violations.length > 0) throw violationsError('Unknown field', violations);
  const orderless = at === 'sort' ? unsortable(model, sort, keys) : [];
  if (orderless.length > 0) throw violationsError('Invalid sort', orderless);
  return {
    filter: coerceFilter(named, (path) => model.fields.get(path)?.type),
    sort: keys,
  };
}

/** Lists and objects have no order: `collections/get` says so, and what it does not offer is refused. */
function unsortable(
  model: CollectionModel,
  sort: readonly SortKey[],
  resolved: readonly SortKey[],
): readonly Violation[] {
  return resolved.flatMap(({ path }, index) => {
    const type = model.fields.get(path)?.type;
    if (type === undefined || recommendedCapabilities[type].sortable) return [];
    const given = sort[index]!.path;
    const message = `cannot be sorted on: ${type} values have no order`;
    return [{ fieldPath: `sort.${given}`, rejectedValue: given, message }];
  });
}

/** `brand._id` means the id that a reference field holds. */
function referencePath(path: string, model: CollectionModel): string {
  const [key, ...rest] = path.split('.');
  const field = model.fields.get(key!);
  if (!field || (field.type !== 'REFERENCE' && field.type !== 'MULTI_REFERENCE') || rest.length === 0)
    return path;
  // `id` is the wire name of `_id` (protocol section 8).
  if (rest.length === 1 && (rest[0] === '_id' || rest[0] === 'id')) return key!;
  throw validationError(`Fields of the referenced collection cannot be used here: ${path}`, [
    { fieldPath: path, message: 'only _id of a referenced item can be filtered or sorted on' },
  ]);
}

export function createPlan(model: CollectionModel, wanted: Wanted): Plan {
  const filter = simplifyFilter(wixAnd([model.where, wanted.filter]));
  const translation = translateFilter(filter, model);
  const order = planOrder(wanted.sort, filter, model);
  const reasons = [...translation.reasons, ...order.reasons];
  const plan = { model, wanted: { filter, sort: wanted.sort }, translation, order, reasons };
  if (translation.pushed.kind === 'none') return { ...plan, access: { kind: 'empty' } };
  const ids = wantedIds(filter);
  if (ids && (ids.length > model.limits.ids || !sendsIds(model, ids)) && fetchesIds(model, ids)) {
    return { ...plan, access: { kind: 'ids', ids }, reasons: [] };
  }
  refuseDenied(model, reasons);
  if (translation.residual !== everything && order.ties) return sortHere(plan);
  const here = translation.residual !== everything || order.residual !== undefined;
  return { ...plan, access: { kind: here ? 'scan' : 'page' } };
}

/**
 * The same plan, sorted here: for several upstream requests under an order with ties, between which the upstream is free
 * to order equal rows anew.
 */
export function sortHere(plan: Omit<Plan, 'access'>): Plan {
  const { model, wanted, translation } = plan;
  const reasons = wanted.sort.slice(0, 1).map((key) => ({
    path: key.path,
    operator: key.order,
    reason: 'equal rows have no order of their own upstream, and several of its pages are needed',
    remedy: 'list.sort.unique, if the API breaks ties itself',
    position: model.fields.get(key.path)?.position ?? model.file,
  }));
  const order = sortedHere(wanted.sort, model, reasons);
  return { ...plan, order, reasons: [...translation.reasons, ...reasons], access: { kind: 'scan' } };
}

/** `local: deny`: what the upstream does not do exactly is refused, as Wix was told. */
function refuseDenied(model: CollectionModel, reasons: readonly ResidualReason[]): void {
  const denied = reasons.filter((each) => model.fields.get(each.path)?.local === 'deny');
  if (denied.length === 0) return;
  const first = denied[0]!;
  throw validationError(
    `${first.path} (${first.operator}) is not offered: ${first.reason}. See ${first.position}: local: allow${first.remedy === nothingHelps ? '' : `, or ${first.remedy}`}.`,
    denied.map((each) => ({
      fieldPath: `${each.path}.${each.operator}`,
      message: `${each.reason}; ${each.position}`,
    })),
  );
}

/** The ids to which a filter limits the items, if it does. */
export function wantedIds(filter: Filter): readonly string[] | undefined {
  const conjuncts = filter.kind === 'and' ? filter.filters : [filter];
  const limiting = conjuncts.filter(
    (each): each is Condition =>
      each.kind === 'condition' && each.path === '_id' && ['eq', 'in', 'hasSome'].includes(each.operator),
  );
  if (limiting.length === 0) return undefined;
  const lists = limiting.map((each) => (each.operator === 'eq' ? [each.operand] : listOperand(each)));
  const [first, ...others] = lists.map(
    (list) => new Set(list.filter((id) => typeof id === 'string' && id !== '')),
  );
  return [...first!].filter((id) => others.every((set) => set.has(id))) as string[];
}

/** Whether the list field's filter can limit the rows to these ids. */
function sendsIds(model: CollectionModel, ids: readonly string[]): boolean {
  return translateFilter(condition('_id', 'in', ids), model).pushed.kind === 'condition';
}

function fetchesIds(model: CollectionModel, ids: readonly string[]): boolean {
  if (ids.some((id) => encodeId(model, id) === undefined)) return false;
  if (model.get.many || model.get.one) return ids.length <= model.limits.scan;
  return model.fields.get('_id')?.filter?.operators.has('in') ?? false;
}

/** Fields that filter and sort read here. */
export function residualFields(plan: Plan): readonly string[] {
  const found = new Set<string>();
  const visit = (filter: Filter): void => {
    if (filter.kind === 'condition') found.add(fieldKey(filter.path, plan.model));
    else if (filter.kind === 'not') visit(filter.filter);
    else for (const each of filter.filters) visit(each);
  };
  visit(plan.access.kind === 'ids' ? plan.wanted.filter : plan.translation.residual);
  const keys = plan.access.kind === 'ids' ? plan.wanted.sort : (plan.order.residual ?? []);
  for (const key of keys) found.add(fieldKey(key.path, plan.model));
  return [...found];
}

export function fieldKey(path: string, model: CollectionModel): string {
  return model.fields.has(path) ? path : path.split('.')[0]!;
}

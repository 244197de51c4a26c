/** Splits what a request wants into what the upstream does and what is left to do here. */
import { encodeId } from '../../calls/ids.js';
import { fieldOfOperand, type SentOperand } from '../../calls/operands.js';
import { whereOf } from '../../model/identity-rules.js';
import type { CollectionModel } from '../../model/model.js';
import { nothingHelps } from '../../model/refusal.js';
import type { Predicate } from '../../styles/predicate.js';
import type { RequestScope } from '../../upstream/transport/context.js';
import { validationError } from '../../wix/errors.js';
import { simplifyFilter } from '../../wix/filter/normalize.js';
import {
  type Condition,
  condition,
  everything,
  type Filter,
  listOperand,
  and as wixAnd,
} from '../../wix/filter/tree.js';
import type { SortKey } from '../../wix/sort.js';
import type { TrustedPart } from '../claims/evidence.js';
import type { Wanted } from '../request/wanted.js';
import { type OrderPlan, planOrder, sortedHere } from './order.js';
import type { ResidualReason } from './residual-reasons.js';
import { type Translation, translateFilter } from './translate.js';

export type Access =
  /** Nothing can match. */
  | { readonly kind: 'empty' }
  /** The items with these ids are fetched, then filtered and sorted here. */
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  /** The upstream filters, sorts and pages. */
  | { readonly kind: 'page' }
  /** Pages are read and worked on here. */
  | { readonly kind: 'scan' };

export interface Pushdown {
  readonly access: Access;
  /** The whole filter, with the mapping's own. */
  readonly filter: Filter;
  readonly sort: readonly SortKey[];
  /** What is sent; undefined: every row is asked for. */
  readonly condition: Predicate | undefined;
  /** What is checked again here; `everything`: nothing. */
  readonly residual: Filter;
  readonly order: OrderPlan;
  /** Parts of the filter that the upstream does whole. */
  readonly trusted: readonly TrustedPart[];
  /** Why something is done here. */
  readonly reasons: readonly ResidualReason[];
}

/** `off`: everything is worked out here, over all rows. No answer may change by it. */
export type PushdownMode = 'full' | 'off';

/** For which request of a collection something is pushed down; a Planning is one. */
export interface PushdownScene {
  readonly model: CollectionModel;
  readonly facts: RequestScope;
  readonly pushdown?: PushdownMode | undefined;
  /** Operands that the upstream refused: they are not sent. */
  readonly withheld?: readonly SentOperand[] | undefined;
}

/**
 * What a request wants, among the items that the collection has for it.
 * @throws VALIDATION_ERROR where the mapping forbids to work out here what the upstream cannot do; UNAUTHORIZED as `whereOf`
 */
export function pushDown(scene: PushdownScene, wanted: Wanted): Pushdown {
  const filter = wixAnd([whereOf(scene.model, scene.facts), wanted.filter]);
  return pushDownWhole(scene, { ...wanted, filter });
}

/**
 * What is wanted of all items of the API, whatever the collection has of them.
 * @throws VALIDATION_ERROR where the mapping forbids to work out here what the upstream cannot do
 */
export function pushDownWhole(
  { model, pushdown: mode = 'full', withheld = [] }: Omit<PushdownScene, 'facts'>,
  wanted: Wanted,
): Pushdown {
  const filter = simplifyFilter(wanted.filter);
  const translation = mode === 'full' ? translateFilter(filter, model, withheld) : nothingTranslated(filter);
  const order = mode === 'full' ? planOrder(wanted.sort, filter, model) : orderedHere(wanted.sort, model);
  const { pushed, residual } = translation;
  const common = {
    filter,
    sort: wanted.sort,
    condition: pushed.kind === 'condition' ? pushed.condition : undefined,
    residual,
    order,
    trusted: translation.trusted,
    reasons: [...translation.reasons, ...order.reasons],
  };
  if (pushed.kind === 'none') return { ...common, access: { kind: 'empty' } };
  const byId = mode === 'full' && !withheld.some((each) => fieldOfOperand(each, model).key === '_id');
  const ids = byId ? wantedIds(filter) : undefined;
  if (ids && (ids.length > model.limits.ids || !sendsIds(model, ids)) && fetchesIds(model, ids)) {
    return { ...common, access: { kind: 'ids', ids }, reasons: [] };
  }
  refuseDenied(model, common.reasons);
  const here = residual !== everything || order.residual !== undefined;
  if (!here && model.list.hidesRows)
    return { ...common, access: { kind: 'scan' }, reasons: [hiddenRows(model)] };
  return { ...common, access: { kind: here ? 'scan' : 'page' } };
}

/** The upstream's places and totals are not those of the answer. */
function hiddenRows({ positions }: CollectionModel): ResidualReason {
  return {
    path: 'items',
    operator: 'page',
    reason: 'items that the upstream hides stand in its pages and totals, and not in those of the answer',
    remedy: 'list.nulls: refuse, if no row is null',
    position: positions.list,
  };
}

function nothingTranslated(filter: Filter): Translation {
  return { pushed: { kind: 'all' }, residual: filter, trusted: [], reasons: [] };
}

function orderedHere(sort: readonly SortKey[], model: CollectionModel): OrderPlan {
  const order = sortedHere(sort, model, []);
  return sort.length === 0 ? { ...order, residual: undefined } : order;
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
    `${first.path} (${first.operator}) is not offered: ${first.reason}.`,
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

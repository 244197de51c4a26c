/** Items of a MULTI_REFERENCE that stand in the rows: what their list is asked for, and what is left to do here. */
import { conditionLookup } from '../../calls/list.js';
import type { CollectionModel, FieldModel, NestedItems } from '../../model/model.js';
import {
  type AskedArgument,
  includedKey,
  type NestedList,
  type RowArgument,
} from '../../model/references.js';
import type { Predicate } from '../../styles/predicate.js';
import type { Json } from '../../styles/vocabulary.js';
import { type ArgumentValues, assign } from '../../upstream/document/argument-path.js';
import { typeAt } from '../../upstream/document/location.js';
import { everything } from '../../wix/filter/tree.js';
import type { SortKey } from '../../wix/sort.js';
import { evidenceOf, type TrustedPart } from '../claims/evidence.js';
import type { Inclusion } from '../nodes.js';
import type { Planning } from '../planning.js';
import { type OrderPlan, planOrder } from '../pushdown/order.js';
import { type ResidualReason, translateFilter } from '../pushdown/translate.js';
import { hasOwnArguments, orderOf, unreadable } from '../request/edges.js';
import type { OtherItems } from '../request/includes.js';
import { largestPage } from './page-size.js';

export type ListedInclusion = Extract<Inclusion, { how: 'listed' }>;

export interface ListedItems {
  readonly nested: NestedItems;
  /** What of the rows decides over the answer. */
  readonly evaluated: readonly string[];
  readonly inclusion: ListedInclusion;
}

export interface ListedWish {
  /** Items of each that are wanted; undefined: all. */
  readonly limit: number | undefined;
  /** In the order in which the references were made. */
  readonly ordered: boolean;
  /** Lists that the same rows are asked for, this one among them. */
  readonly lists?: number;
}

/** Why the object beside the id is not the item of the other collection; undefined: it is. */
export function hindrance(
  { model }: Planning,
  { planning }: OtherItems,
  typeName: string,
): string | undefined {
  const other = planning.model;
  if (other.upstream !== model.upstream) return `${other.id} belongs to another upstream`;
  if (other.typeName !== typeName)
    return `${other.id} is made of ${other.typeName}, and the include is a ${typeName}`;
  // They decide which items there are, and nothing says it of the object inside another.
  if (hasOwnArguments(other.list)) return `the list of ${other.id} has arguments of its own`;
  return undefined;
}

/** The list in the rows that holds items of a field, all or some of them. */
export function listIn({ relation }: FieldModel): NestedList | undefined {
  const { pairs, listed } = relation!;
  return pairs?.kind === 'list' ? pairs.list : listed;
}

/**
 * Items that stand in the rows whole.
 * @throws VALIDATION_ERROR where the objects in the rows are not sure to be the items that their collection shows, or the list
 * does not take what the list of that collection takes
 */
export function listedItems(
  planning: Planning,
  field: FieldModel,
  other: OtherItems,
  { limit, ordered, lists = 1 }: ListedWish,
): ListedItems {
  const { key, relation, position } = field;
  const { order, collection } = relation!;
  const list = listIn(field);
  if (!list) throw new Error('the items of this field are not in the rows');
  const why = hindrance(planning, other, list.path.typeName);
  if (why !== undefined) throw unreadable(field, `${why}; map it through reverse or join instead`);
  const { model } = other.planning;
  const fault = listFault(list, model);
  if (fault !== undefined) throw unreadable(field, fault);
  if (order !== undefined && !model.fields.has(order))
    throw unreadable(field, `${collection} has no field "${order}" (order)`);
  const as = includedKey(key);
  const sortBy = ordered ? orderOf(model, order) : undefined;
  const { shown, filter } = other;
  const pushed = pushInto(list, other, sortBy);
  const sortedHere = sortBy !== undefined && pushed.order === undefined;
  // What is worked out here needs all that the list can give.
  const enough = pushed.exact && !sortedHere ? limit : undefined;
  const most = mostOf(planning.model, list, model, enough, lists);
  const read = [...other.filtered, ...(sortBy === undefined ? [] : [sortBy])];
  const nested = {
    as,
    path: list.path,
    list,
    model,
    keys: [...shown, ...read],
    asked: askedOf(list, pushed, most),
    predicate: pushed.condition,
    most,
  };
  const reasons = [...pushed.reasons];
  return {
    nested,
    evaluated: [as, ...read.map((each) => `${as}.${each}`)],
    inclusion: {
      how: 'listed',
      key,
      collection,
      shown,
      filter,
      limit: limit ?? Number.POSITIVE_INFINITY,
      order: sortedHere ? sortBy : undefined,
      position,
      evidence: heldAgainst(pushed, sortBy, nested.keys),
      work: workOf(pushed, filter !== everything, sortedHere),
      reasons,
      otherwise: undefined,
    },
  };
}

/** What the items of a row are held against. */
function heldAgainst({ model, trusted, order }: Pushed, sortBy: string | undefined, keys: readonly string[]) {
  const sorted = order && sortBy !== undefined ? sortKeys(sortBy) : [];
  return evidenceOf(model, trusted, sorted, (order?.length ?? 0) > 1, keys);
}

function sortKeys(path: string): readonly SortKey[] {
  return [{ path, order: 'ASC' }];
}

/** What is left to be done here with the items of one row. */
function workOf({ exact }: Pushed, filters: boolean, sorts: boolean): ListedInclusion['work'] {
  if (filters && !exact) return sorts ? 'filter and sort' : 'filter';
  return sorts ? 'sort' : 'none';
}

/** Why the list in the rows does not take what the list of the collection takes; undefined: it does. */
export function listFault(list: NestedList, { id, list: own }: CollectionModel): string | undefined {
  const pairs = [
    ['filter', list.filter, own.filter?.address],
    ['sort', list.sort, own.sort?.address],
  ] as const;
  for (const [what, place, address] of pairs) {
    if (!place) continue;
    const name = place.path.join('.');
    const type = address && typeAt(own.location, address);
    if (!type)
      return `the list of ${id} takes no ${what} in an argument, and "${name}" is to be given the same`;
    if (plain(String(type)) !== plain(place.placeType))
      return `"${name}" takes ${plain(place.placeType)}, and the list of ${id} takes ${plain(String(type))}`;
  }
  return undefined;
}

function plain(type: string): string {
  return type.replaceAll('!', '');
}

/** What the list in the rows does of filter and order. */
interface Pushed {
  readonly condition: Predicate | undefined;
  /** Nothing of the filter is left. */
  readonly exact: boolean;
  readonly order: OrderPlan['pushed'] | undefined;
  readonly trusted: readonly TrustedPart[];
  readonly reasons: readonly ResidualReason[];
  readonly model: CollectionModel;
}

function pushInto(list: NestedList, { planning, filter }: OtherItems, sortBy: string | undefined): Pushed {
  const { model, withheld } = planning;
  const full = planning.pushdown !== 'off';
  const order =
    full && list.sort && sortBy !== undefined ? planOrder(sortKeys(sortBy), filter, model) : undefined;
  const sorted = order && order.residual === undefined ? order.pushed : undefined;
  const common = { order: sorted, model };
  const none = {
    condition: undefined,
    exact: filter === everything,
    trusted: [],
    reasons: order?.reasons ?? [],
  };
  if (!full || !list.filter || !tellsFiltered(list)) return { ...common, ...none };
  const { pushed, residual, trusted, reasons } = translateFilter(filter, model, withheld);
  if (pushed.kind !== 'condition') return { ...common, ...none };
  return {
    ...common,
    condition: pushed.condition,
    exact: residual === everything,
    trusted,
    reasons: [...reasons, ...(order?.reasons ?? [])],
  };
}

/** A number of all objects, whatever the filter, does not tell whether those that match are all there. */
function tellsFiltered({ filter, total, more, path, max }: NestedList): boolean {
  const follows = (value: NestedList['total']): boolean =>
    value === undefined ||
    value.filter !== undefined ||
    value.steps.slice(0, filter!.step + 1).every((step, index) => step.name === path.steps[index]?.name);
  return follows(total) && follows(more) && (total ?? more ?? max) !== undefined;
}

/**
 * Objects that one row is asked for, or that it can have.
 * @param enough that are wanted; undefined: as many as the list has
 */
function mostOf(
  rows: CollectionModel,
  list: NestedList,
  other: CollectionModel,
  enough: number | undefined,
  lists: number,
): number | undefined {
  if (!list.size) return list.max && Math.min(list.max, list.constant ?? list.max);
  const largest = list.max ?? largestPage(other);
  // One row with all its lists must fit into a request.
  const { nodes = Number.POSITIVE_INFINITY } = rows.limits;
  const room = Math.max(1, Math.min(largest, Math.floor((nodes - 1) / lists) - 2));
  return Math.max(1, Math.min(enough ?? room, room));
}

function askedOf(
  { size, filter, sort }: NestedList,
  { condition, order, model }: Pushed,
  most: number | undefined,
): readonly AskedArgument[] {
  const values: ArgumentValues = new Map();
  const types = new Map<string, RowArgument>();
  const put = (place: RowArgument | undefined, value: Json | undefined): void => {
    if (!place || value === undefined) return;
    types.set(`${place.step} ${place.path[0]!}`, place);
    assign(values, { step: String(place.step), path: place.path }, value);
  };
  if (condition) put(filter, model.list.filter!.render(condition, conditionLookup(model)));
  if (order && order.length > 0) put(sort, model.list.sort!.render(order));
  put(size, most);
  return [...values].flatMap(([step, given]) =>
    Object.entries(given).map(([name, value]) => ({
      step: Number(step),
      name,
      type: types.get(`${step} ${name}`)!.type,
      value,
    })),
  );
}

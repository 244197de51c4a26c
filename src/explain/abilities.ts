/**
 * What a collection can do, field by field: each operation is planned for operands of every sort, and the state is what the
 * planner does with them. So it is no second opinion, and `local: deny` and withdrawn claims are in it.
 */
import type { CollectionModel, FieldModel } from '../model/model.js';
import { nothingHelps } from '../model/refusal.js';
import type { EndpointRead } from '../plan/plan.js';
import { probeOperands } from '../plan/pushdown/exactness.js';
import type { ResidualReason } from '../plan/pushdown/residual-reasons.js';
import { LookupNeeded } from '../plan/tree/lookups.js';
import type { AggregateFunction, Aggregation } from '../wix/aggregation.js';
import { filterOperatorsOf, recommendedCapabilities } from '../wix/capabilities.js';
import { AdapterError } from '../wix/errors.js';
import { condition, everything, type Filter, type FilterOperator } from '../wix/filter/tree.js';
import type { SortKey } from '../wix/sort.js';
import { isResidual, outlineOf, type ReadPlan } from './outline.js';

/**
 * `there`: the upstream does it whole. `narrowed`: it leaves rows out, and the rest is checked again here. `here`: it is
 * worked out over rows that are read. `refused`: the mapping does not allow that.
 */
export const abilityStates = ['there', 'narrowed', 'here', 'refused'] as const;
export type AbilityState = (typeof abilityStates)[number];

export type FieldOperation = FilterOperator | 'ascending' | 'descending' | 'group' | AggregateFunction;

export interface Ability {
  readonly field: string;
  readonly operation: FieldOperation;
  readonly state: AbilityState;
  /** Why it is not done there; empty where it is. */
  readonly reason: string;
  /** The line of the mapping that is about it, `products.yaml:12:3`. */
  readonly position?: string;
  /** Other operands of the operation are in another state. */
  readonly partly: boolean;
}

/** Plans a read without sending anything. @throws VALIDATION_ERROR as the read itself would */
export type Probe = (read: EndpointRead) => ReadPlan;

type Judged = Pick<Ability, 'state' | 'reason' | 'position'>;

/** Of all fields that a request can name, in their order. */
export function abilitiesOf(model: CollectionModel, probe: Probe): readonly Ability[] {
  return [...model.fields.values()]
    .filter((field) => !field.hidden)
    .flatMap((field) => [
      ...operatorsOf(field).flatMap((operator) =>
        distinct(field.key, operator, filterStates(model, field, operator, probe)),
      ),
      ...(['ascending', 'descending'] as const).flatMap((direction) =>
        distinct(field.key, direction, [sortState(model, field, direction, probe)]),
      ),
      // Where the list has no aggregates at all, no field needs a word of its own.
      ...(model.aggregate ? functionsOf(field) : []).flatMap((name) =>
        distinct(field.key, name, [aggregateState(model, field, name, probe)]),
      ),
    ]);
}

function operatorsOf({ type }: FieldModel): readonly FilterOperator[] {
  return recommendedCapabilities[type].queryOperators.flatMap(filterOperatorsOf);
}

function functionsOf({ type }: FieldModel): readonly ('group' | Exclude<AggregateFunction, 'count'>)[] {
  if (!recommendedCapabilities[type].sortable) return [];
  return type === 'NUMBER' ? ['group', 'min', 'max', 'sum', 'average'] : ['group', 'min', 'max'];
}

/** Each state once: operands differ in letters, in wildcards, in what the codec can say of them. */
function distinct(field: string, operation: FieldOperation, judged: readonly Judged[]): readonly Ability[] {
  const states = new Map(judged.map((each) => [`${each.state} ${each.reason}`, each]));
  const partly = states.size > 1;
  return [...states.values()].map((each) => ({ field, operation, ...each, partly }));
}

function filterStates(
  model: CollectionModel,
  { key, type, source, filter }: FieldModel,
  operator: FilterOperator,
  probe: Probe,
): readonly Judged[] {
  if (source.kind === 'elsewhere' && filter === undefined) return [lookedUp];
  // The null test has a name of its own: exists.
  const operands = probeOperands(type, operator).filter((operand) => operand !== null);
  return operands.map((operand) => filterAbility(model, key, condition(key, operator, operand), probe));
}

/** What the planner does with one condition. */
export function filterAbility(
  model: CollectionModel,
  key: string,
  filter: Filter,
  probe: Probe,
): Pick<Ability, 'state' | 'reason' | 'position'> {
  return judge(key, () => {
    const made = probe(query(model, filter, []));
    const { access, filtered, residual } = outlineOf(made);
    if (access === 'empty' || access === 'ids' || !isResidual(residual.filter)) return there;
    return { state: filtered ? 'narrowed' : 'here', ...reasonFor(key, made.reasons) };
  });
}

function sortState(
  model: CollectionModel,
  { key, type }: FieldModel,
  direction: 'ascending' | 'descending',
  probe: Probe,
): Judged {
  if (!recommendedCapabilities[type].sortable)
    return { state: 'refused', reason: `${type} values have no order` };
  const order = direction === 'ascending' ? 'ASC' : 'DESC';
  return judge(key, () => {
    const made = probe(query(model, everything, [{ path: key, order }]));
    const { sorted } = outlineOf(made);
    return sorted ? { state: 'here', ...reasonFor(key, made.reasons) } : there;
  });
}

function aggregateState(
  model: CollectionModel,
  { key }: FieldModel,
  name: 'group' | AggregateFunction,
  probe: Probe,
): Judged {
  const aggregation: Aggregation =
    name === 'group'
      ? { groupingFields: [key], operations: [{ resultFieldName: 'number', function: 'count' }] }
      : { groupingFields: [], operations: [{ resultFieldName: 'value', function: name, path: key }] };
  return judge(key, () => {
    const made = probe({
      kind: 'aggregate',
      request: {
        collectionId: model.id,
        initialFilter: everything,
        aggregation,
        finalFilter: everything,
        sort: [],
        paging,
        consistentRead: false,
        returnTotalCount: false,
      },
    });
    return made.kind === 'aggregate' && made.results.kind === 'rows'
      ? { state: 'here', ...reasonFor(key, made.reasons) }
      : there;
  });
}

const there: Judged = { state: 'there', reason: '' };
const lookedUp: Judged = {
  state: 'here',
  reason: 'the items that refer to the ids are looked up first',
};
const paging = { kind: 'offset', limit: 1, offset: 0 } as const;

function query(model: CollectionModel, filter: Filter, sort: readonly SortKey[]): EndpointRead {
  return {
    kind: 'query',
    request: {
      collectionId: model.id,
      filter,
      sort,
      paging,
      includeReferencedItems: [],
      consistentRead: false,
      returnTotalCount: false,
    },
  };
}

function judge(key: string, plan: () => Judged): Judged {
  try {
    return plan();
  } catch (error) {
    if (error instanceof LookupNeeded) return lookedUp;
    if (!(error instanceof AdapterError) || error.code !== 'VALIDATION_ERROR') throw error;
    return { state: 'refused', reason: error.message.replace(`${key} `, '') };
  }
}

/** The field's own reason; else what hinders the whole list. */
function reasonFor(key: string, reasons: readonly ResidualReason[]): Pick<Judged, 'reason' | 'position'> {
  const own = reasons.find(({ path }) => path === key) ?? reasons[0];
  if (own === undefined) return { reason: '' };
  if (own.remedy === nothingHelps) return { reason: own.reason };
  return { reason: `${own.reason}; ${own.remedy}`, position: own.position };
}

/**
 * Which aggregations the upstream may do: only those that mean just what Wix means, over the whole filtered list or in
 * groups. All else is worked out over rows read, for a reason that can be told.
 */
import {
  aggregateCall,
  type PushedAggregate,
  type PushedKey,
  type PushedResult,
} from '../../calls/aggregate.js';
import { isCountable } from '../../calls/count.js';
import type { FieldModel, Refusal } from '../../model/model.js';
import { nothingHelps, refused } from '../../model/refusal.js';
import type { ResultPath } from '../../upstream/document/result-path.js';
import type { AggregateOperation, Aggregation } from '../../wix/aggregate.js';
import { everything, type Filter } from '../../wix/filter/tree.js';
import type { SortOrder } from '../../wix/protocol.js';
import type { SortKey } from '../../wix/sort.js';
import type { AggregatePlan, DistinctPlan, Results, Window } from '../nodes.js';
import type { Planning } from '../planning.js';
import { fieldsWithValue } from '../pushdown/order.js';
import type { Pushdown } from '../pushdown/pushdown.js';
import type { ResidualReason } from '../pushdown/residual-reasons.js';
import { readPaths } from '../request/aggregation.js';
import { fieldKey } from '../request/wanted.js';
import { sourceOf } from './sources.js';

/** What must be worked out here, and why. */
interface AggregateRefusal extends Refusal {
  /** The field, or `items` where no single field is at fault. */
  readonly path: string;
  readonly operator: AggregateOperation['function'] | 'group' | 'aggregate';
}

/**
 * Groups with their results: by the upstream where each function and key means the same there, else over the rows
 * read. The final filter and the sort are always done here.
 */
export function planAggregate(
  planning: Planning,
  pushdown: Pushdown,
  aggregation: Aggregation,
  answer: { readonly finalFilter: Filter; readonly sort: readonly SortKey[] } & Window,
): AggregatePlan {
  return Object.freeze({
    kind: 'aggregate',
    model: planning.model,
    ...resultsOf(planning, pushdown, aggregation),
    ...answer,
  });
}

/** The distinct values of a field, as groups by this field without functions. */
export function planDistinct(
  planning: Planning,
  pushdown: Pushdown,
  answer: { readonly path: string; readonly order: SortOrder } & Window,
): DistinctPlan {
  const aggregation = { groupingFields: [answer.path], operations: [] };
  return Object.freeze({
    kind: 'distinct',
    model: planning.model,
    ...resultsOf(planning, pushdown, aggregation),
    ...answer,
  });
}

function resultsOf(
  planning: Planning,
  pushdown: Pushdown,
  aggregation: Aggregation,
): { readonly results: Results; readonly reasons: readonly ResidualReason[] } {
  const { model, facts } = planning;
  const keys = readPaths(aggregation).map((path) => fieldKey(path, model));
  const input = sourceOf(planning, pushdown, { keys: [], evaluated: keys, whole: true, enough: 0 });
  const rows = { kind: 'rows', input, aggregation } as const;
  if (planning.pushdown === 'off') return { results: rows, reasons: pushdown.reasons };
  const pushed = pushAggregate(planning, pushdown, aggregation);
  if (pushed.kind === 'pushed') {
    const call = aggregateCall(model, pushdown.condition, pushed, facts);
    const filtered = pushdown.condition !== undefined;
    return { results: { kind: 'call', call, filtered, otherwise: rows }, reasons: pushdown.reasons };
  }
  // The filter's own reasons tell why rows are read.
  if (pushdown.access.kind !== 'page') return { results: rows, reasons: pushdown.reasons };
  const { path, operator, reason, remedy } = pushed;
  const position = model.fields.get(path)?.position ?? model.positions.aggregate;
  return { results: rows, reasons: [...pushdown.reasons, { path, operator, reason, remedy, position }] };
}

/**
 * What is asked of the upstream for an aggregation, or why it is worked out here, with the line of the mapping
 * that would change it.
 */
export function pushAggregate(
  planning: Planning,
  pushdown: Pushdown,
  aggregation: Aggregation,
): PushedAggregate | AggregateRefusal {
  const { model } = planning;
  const grouped = aggregation.groupingFields.length > 0;
  const refusal = listRefusal(planning, pushdown, aggregation);
  if (refusal) return { ...refusal, path: 'items', operator: 'aggregate' };
  const { functions } = grouped ? model.aggregate!.groups! : model.aggregate!.whole;
  const results: PushedResult[] = [];
  for (const operation of aggregation.operations) {
    const key = operation.function === 'count' ? '_id' : operation.path!;
    const path = functions[operation.function].get(key) ?? notAColumn;
    if ('kind' in path) return { ...path, path: operation.path ?? 'items', operator: operation.function };
    const field = operation.path === undefined ? undefined : model.fields.get(operation.path);
    results.push({ operation, field, path });
  }
  if (!grouped) return { kind: 'pushed', results, keys: [], size: undefined };
  const keys: PushedKey[] = [];
  for (const [index, name] of aggregation.groupingFields.entries()) {
    const key = groupKey(planning, pushdown, aggregation.groupingPaths?.[index] ?? name);
    if ('kind' in key) return { ...key, path: name, operator: 'group' };
    keys.push({ ...key, name });
  }
  const size = groupSize(planning, pushdown);
  if ('kind' in size) return { ...size, path: 'items', operator: 'group' };
  return { kind: 'pushed', results, keys, size };
}

const notAColumn = refused('the upstream aggregates fields of the item itself only', nothingHelps);

/** Why nothing at all of the list can be aggregated upstream. */
function listRefusal({ model }: Planning, pushdown: Pushdown, aggregation: Aggregation): Refusal | undefined {
  const { aggregate } = model;
  if (pushdown.access.kind !== 'page' || pushdown.residual !== everything)
    return refused('the filter is finished here', 'a filter that the upstream does whole');
  if (!aggregate)
    return refused(
      'the upstream does not aggregate',
      'aggregate in this file or upstream.yaml, if the API can',
    );
  const grouped = aggregation.groupingFields.length > 0;
  if (grouped && !aggregate.groups)
    return refused('the upstream does not make groups', 'aggregate.groups, if the API can');
  if (!grouped && aggregation.operations.length === 0)
    return refused('nothing is to be worked out', nothingHelps);
  const place = grouped ? aggregate.groups! : aggregate.whole;
  if (place.own) return undefined;
  if (pushdown.condition !== undefined && place.filterAt === null)
    return refused(
      'the upstream cannot aggregate with a filter',
      'aggregate.filter: the argument that takes the filter, if there is one',
    );
  if (!place.takesConstants)
    return refused(
      'the aggregates of the upstream do not take the constant arguments of the list, so they are of other items',
      nothingHelps,
    );
  return undefined;
}

function groupKey(
  { model }: Planning,
  { filter }: Pushdown,
  path: string,
): Omit<PushedKey, 'name'> | Refusal {
  const field: FieldModel | undefined = model.fields.get(path);
  const key = field && model.aggregate!.groups!.keys.get(path);
  if (!key) return refused('the upstream groups by fields of the item itself only', nothingHelps);
  if ('kind' in key) return key;
  if (field.nullable && !fieldsWithValue(filter).has(path))
    return refused(
      'the key of the items without a value cannot be read with certainty',
      `a filter that demands a value of ${path}`,
    );
  return { field, key };
}

/** Servers cut lists short without saying so. The sizes of the groups show that every group came: together they are all rows. */
function groupSize({ model }: Planning, { condition }: Pushdown): ResultPath | Refusal {
  const size = model.aggregate!.groups!.functions.count.get('_id');
  if (size === undefined || 'kind' in size || !isCountable(model, { condition }))
    return refused(
      'nothing tells whether all groups come',
      'aggregate.functions.count and list.count, if the API has them',
    );
  return size;
}

/**
 * Which aggregations the upstream may do: only those that mean just what Wix means, over the whole filtered list or in
 * groups. All else is worked out over a scan, for a reason that can be told.
 */
import { getNamedType } from 'graphql';
import { takesConstants } from '../calls/arguments.js';
import { resultType } from '../model/bind/result-type.js';
import type { CollectionModel, FieldModel } from '../model/model.js';
import { fits } from '../styles/fit.js';
import { fieldSlots, renderTemplate } from '../styles/template.js';
import type { Json as Value } from '../styles/vocabulary.js';
import type { AggregateOperation, Aggregation } from '../wix/aggregate.js';
import { fieldsWithValue } from './order.js';
import { nothingHelps, type Refusal, refused } from './part.js';
import type { Plan } from './plan.js';

export interface PushedResult {
  readonly operation: AggregateOperation;
  readonly field: FieldModel | undefined;
  /** Result path below the aggregates or the group. */
  readonly path: string;
}

export interface PushedKey {
  readonly name: string;
  readonly field: FieldModel;
  readonly path: string;
  readonly value: Value;
}

export interface PushedAggregate {
  readonly kind: 'pushed';
  readonly results: readonly PushedResult[];
  readonly keys: readonly PushedKey[];
}

/** What must be worked out here, and why. */
export interface AggregateRefusal extends Refusal {
  /** The field, or `items` where no single field is at fault. */
  readonly path: string;
  readonly operator: AggregateOperation['function'] | 'group' | 'aggregate';
}

export function planAggregate(plan: Plan, aggregation: Aggregation): PushedAggregate | AggregateRefusal {
  const { model } = plan;
  const refusal = listRefusal(plan, aggregation);
  if (refusal) return { ...refusal, path: 'items', operator: 'aggregate' };
  const grouped = aggregation.groupingFields.length > 0;
  const results: PushedResult[] = [];
  for (const operation of aggregation.operations) {
    const field = operation.path === undefined ? undefined : model.fields.get(operation.path);
    const path = resultPath(model, operation, field, grouped);
    if (typeof path !== 'string')
      return { ...path, path: operation.path ?? 'items', operator: operation.function };
    results.push({ operation, field, path });
  }
  const keys: PushedKey[] = [];
  for (const [index, name] of aggregation.groupingFields.entries()) {
    const key = groupKey(plan, aggregation.groupingPaths?.[index] ?? name, index);
    if ('kind' in key) return { ...key, path: name, operator: 'group' };
    keys.push({ ...key, name });
  }
  return { kind: 'pushed', results, keys };
}

/** Why nothing at all of the list can be aggregated upstream. */
function listRefusal(plan: Plan, aggregation: Aggregation): Refusal | undefined {
  const { model, access } = plan;
  const { aggregate } = model;
  if (access.kind !== 'page')
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
  const own = grouped ? aggregate.groups!.location === model.list.location : aggregate.own;
  if (own) return undefined;
  const { location, constants } = grouped ? aggregate.groups! : aggregate;
  if (plan.translation.pushed.kind === 'condition' && aggregateFilterAt(model) === null)
    return refused(
      'the upstream cannot aggregate with a filter',
      'aggregate.filter: the argument that takes the filter, if there is one',
    );
  if (!takesConstants(model, location, constants))
    return refused(
      'the aggregates of the upstream do not take the constant arguments of the list, so they are of other items',
      nothingHelps,
    );
  return undefined;
}

/** Result path of one function, when the upstream's result is just what Wix means. */
function resultPath(
  model: CollectionModel,
  operation: AggregateOperation,
  field: FieldModel | undefined,
  grouped: boolean,
): string | Refusal {
  const { style, location, groups } = model.aggregate!;
  const template = style.functions[operation.function];
  if (template === undefined)
    return refused(
      `the upstream has no function for it (${operation.function})`,
      `aggregate.functions.${operation.function}, if the API has one`,
    );
  const target = operation.function === 'count' ? model.fields.get('_id')! : field;
  const name = target && singleName(target);
  if (!target || name === undefined)
    return refused('the upstream aggregates fields of the item itself only', nothingHelps);
  if (operation.function !== 'count' && !aggregatesExactly(model, operation, target))
    return refused("the upstream's result may be another than Wix's for such values", nothingHelps);
  const path = String(renderTemplate(template, fieldSlots(name)));
  const below = grouped ? groups!.steps.join('.') : (style.path ?? '');
  const owner = grouped ? groups!.location : location;
  const whole = [below, path].filter((part) => part !== '').join('.');
  const type = resultType(owner.field.type, whole);
  if (!type)
    return refused(
      `the upstream's aggregates have no "${path}"`,
      `aggregate.functions.${operation.function}, if the API has it under another name`,
    );
  return operation.function === 'average' && getNamedType(type).name === 'Int'
    ? refused('the upstream rounds averages to whole numbers', nothingHelps)
    : path;
}

function singleName(field: FieldModel): string | undefined {
  return field.source.kind === 'path' && field.source.steps.length === 1
    ? field.source.steps[0]!.name
    : undefined;
}

function aggregatesExactly(
  model: CollectionModel,
  operation: AggregateOperation,
  field: FieldModel,
): boolean {
  if (field.source.kind !== 'path' || isConverted(model, field)) return false;
  const { codec } = field.source;
  // Some servers compute with doubles, which would round 64-bit integers.
  const numeric =
    field.type === 'NUMBER' && codec.order === 'numeric' && codec.monotone && codec.scalar !== 'bigint';
  if (operation.function === 'sum' || operation.function === 'average') return numeric;
  const kinds = model.aggregate!.style.kinds ?? ['number', 'date'];
  const dated = (field.type === 'DATETIME' || field.type === 'DATE') && codec.monotone;
  return (numeric && kinds.includes('number')) || (dated && kinds.includes('date'));
}

/** The upstream works on raw values: declared conversions would have to be worked into its results. */
function isConverted(model: CollectionModel, field: FieldModel): boolean {
  const own = model.mapping.fields[field.key];
  const declared =
    typeof own === 'object' &&
    (own.values !== undefined || own.scale !== undefined || own.inexact !== undefined);
  const { source } = field;
  return (
    declared || (source.kind === 'path' && (source.default !== undefined || source.codec.none !== undefined))
  );
}

/**
 * A grouping field. Its groups are Wix's where the upstream tells values apart as Wix does, and where the key
 * comes back in a form that can be read with certainty: plain texts and whole numbers, never a missing value.
 */
function groupKey(plan: Plan, name: string, index: number): Omit<PushedKey, 'name'> | Refusal {
  const { model } = plan;
  const { style, groups } = model.aggregate!;
  const field = model.fields.get(name);
  const column = field && singleName(field);
  if (!field || column === undefined || field.source.kind !== 'path')
    return refused('the upstream groups by fields of the item itself only', nothingHelps);
  const { codec } = field.source;
  const readable =
    codec.scalar === 'int32' || (codec.scalar === 'text' && codec.order === 'text' && comparesExactly(field));
  // Groups of lists are whole lists, and Wix wants their elements.
  if (isConverted(model, field) || codec.element || !readable)
    return refused('groups of such values may be others upstream than in Wix', nothingHelps);
  if (field.nullable && !fieldsWithValue(plan.wanted.filter).has(name))
    return refused(
      'the key of the items without a value cannot be read with certainty',
      `a filter that demands a value of ${name}`,
    );
  const value = renderTemplate(style.groups!.key, fieldSlots(column));
  if (!fits([value], groups!.by.type, {}))
    return refused(
      'the upstream cannot group by this field',
      'aggregate.groups.key, if the API has the field under another name',
    );
  const path = String(renderTemplate(style.groups!.read, fieldSlots(column))).replace('[]', `.${index}`);
  return { field, path, value };
}

/** Two texts that differ are two groups: not so where the upstream ignores case. */
function comparesExactly(field: FieldModel): boolean {
  const meaning = field.filter?.operators.get('eq')?.meaning;
  return (
    meaning !== undefined && meaning.match !== 'superset' && (meaning.case ?? 'sensitive') === 'sensitive'
  );
}

/** Argument address of the filter beside the aggregates; null: they take none. */
export function aggregateFilterAt(model: CollectionModel): string | null {
  const { style } = model.aggregate!;
  return style.filter === undefined ? (model.list.filter?.style.at ?? null) : style.filter;
}

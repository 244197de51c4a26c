/** Aggregations and distinct values: by the upstream where it means the same, else over a scan of the fields needed. */
import { resultType } from '../mapping/bind/list.js';
import type { CollectionModel, FieldModel } from '../mapping/model.js';
import { callResult, type RootCall } from '../upstream/operation.js';
import { readResult } from '../upstream/result-path.js';
import { assign, parseAddress } from '../upstream/styles/address.js';
import { fieldSlots, renderTemplate } from '../upstream/styles/template.js';
import { type AggregateOperation, type Aggregation, createAggregator } from '../wix/aggregate.js';
import { createDistinct } from '../wix/distinct.js';
import { compileFilter } from '../wix/filter/evaluate.js';
import type { Item, Json } from '../wix/json.js';
import type { SortOrder } from '../wix/protocol.js';
import { scanItems } from './execute.js';
import { fetchByIds } from './ids.js';
import { constantArguments, operationName, send } from './list.js';
import { fieldKey, type Plan, residualFields } from './plan.js';
import type { Run } from './run.js';
import { conditionLookup } from './translate.js';

/** Groups with their results, before the final filter. */
export async function aggregateItems(
  run: Run,
  plan: Plan,
  aggregation: Aggregation,
): Promise<readonly Item[]> {
  const pushed = planPushedAggregate(plan, aggregation);
  if (pushed) return [await runPushedAggregate(run, plan, pushed)];
  const aggregator = createAggregator(aggregation);
  const paths = [...aggregation.groupingFields, ...aggregation.operations.flatMap((each) => each.path ?? [])];
  for await (const item of matchingItems(run, plan, paths)) aggregator.add(item);
  return aggregator.results();
}

/** All distinct values of a field, sorted. */
export async function distinctValues(
  run: Run,
  plan: Plan,
  path: string,
  order: SortOrder,
): Promise<readonly Json[]> {
  const distinct = createDistinct(path);
  for await (const item of matchingItems(run, plan, [path])) distinct.add(item);
  return distinct.values(order);
}

/** Every matching item, with only the fields that are asked for. */
async function* matchingItems(run: Run, plan: Plan, paths: readonly string[]): AsyncGenerator<Item, void> {
  const keys = [...paths.map((path) => fieldKey(path, run.model)), ...residualFields(plan)];
  const reader = run.model.rows(keys);
  if (plan.access.kind === 'empty') return;
  if (plan.access.kind === 'ids') {
    const matches = compileFilter(plan.wanted.filter);
    for (const item of await fetchByIds(run, plan.access.ids, reader)) if (matches(item)) yield item;
    return;
  }
  const matches = compileFilter(plan.translation.residual);
  for await (const item of scanItems(run, plan, reader, { whole: true, first: 0 }))
    if (matches(item)) yield item;
}

interface PushedResult {
  readonly operation: AggregateOperation;
  readonly field: FieldModel | undefined;
  readonly path: string;
}

export interface PushedAggregate {
  readonly results: readonly PushedResult[];
}

/** What the upstream aggregates over the whole filtered list; undefined: something is not exact there. */
export function planPushedAggregate(plan: Plan, aggregation: Aggregation): PushedAggregate | undefined {
  const { model, access } = plan;
  const aggregate = model.aggregate;
  if (!aggregate || access.kind !== 'page' || aggregation.groupingFields.length > 0) return undefined;
  if (
    aggregation.operations.length === 0 ||
    (!aggregate.own && plan.translation.pushed.kind === 'condition' && aggregateFilterAt(model) === null)
  ) {
    return undefined;
  }
  const results: PushedResult[] = [];
  for (const operation of aggregation.operations) {
    const field = operation.path === undefined ? undefined : model.fields.get(operation.path);
    const path = pushedPath(model, operation, field);
    if (path === undefined) return undefined;
    results.push({ operation, field, path });
  }
  return { results };
}

/** Result path of one function, when the upstream's result is just what Wix means. */
function pushedPath(
  model: CollectionModel,
  operation: AggregateOperation,
  field: FieldModel | undefined,
): string | undefined {
  const { style, location } = model.aggregate!;
  const template = style.functions[operation.function];
  if (template === undefined) return undefined;
  const target = operation.function === 'count' ? model.fields.get('_id')! : field;
  if (!target || target.source.kind !== 'path' || target.source.steps.length !== 1) return undefined;
  if (operation.function !== 'count' && !aggregatesExactly(model, operation, target)) return undefined;
  const rendered = String(renderTemplate(template, fieldSlots(target.source.steps[0]!.name)));
  const path = [style.path, rendered].filter((part) => part !== undefined && part !== '').join('.');
  return resultType(location.field.type, path) ? path : undefined;
}

function aggregatesExactly(
  model: CollectionModel,
  operation: AggregateOperation,
  field: FieldModel,
): boolean {
  if (field.source.kind !== 'path' || field.source.default !== undefined) return false;
  const { codec } = field.source;
  const own = model.mapping.fields[field.key];
  const converted =
    typeof own === 'object' &&
    (own.values !== undefined || own.scale !== undefined || own.inexact !== undefined);
  const numeric = field.type === 'NUMBER' && codec.order === 'numeric' && !converted && codec.monotone;
  if (operation.function === 'sum' || operation.function === 'average') return numeric;
  const kinds = model.aggregate!.style.kinds ?? ['number', 'date'];
  const dated = (field.type === 'DATETIME' || field.type === 'DATE') && codec.monotone;
  return (numeric && kinds.includes('number')) || (dated && kinds.includes('date'));
}

function aggregateFilterAt(model: CollectionModel): string | null {
  const { style } = model.aggregate!;
  return style.filter === undefined ? (model.list.filter?.style.at ?? null) : style.filter;
}

export function aggregateCall(
  run: Pick<Run, 'model' | 'context'>,
  plan: Plan,
  pushed: PushedAggregate,
): RootCall {
  const { model, context } = run;
  const { location, own } = model.aggregate!;
  const values = own ? constantArguments(model, context.scope) : new Map<string, Record<string, Json>>();
  const filter = plan.translation.pushed;
  if (filter.kind === 'condition') {
    const address = own ? model.list.filter!.address : parseAddress(aggregateFilterAt(model)!);
    assign(values, address, model.list.filter!.render(filter.condition, conditionLookup(model))!);
  }
  const paths = pushed.results.map((each) =>
    each.path.split('.').reduceRight((inner, name) => (inner === '' ? name : `${name} { ${inner} }`), ''),
  );
  const text = [...new Set(paths)].join(' ');
  return {
    alias: location.steps[0]!.name,
    location,
    arguments: values,
    selection: { id: `aggregate|${model.id}|${text}`, text, variables: [] },
  };
}

async function runPushedAggregate(run: Run, plan: Plan, pushed: PushedAggregate): Promise<Item> {
  const call = aggregateCall(run, plan, pushed);
  const operation = run.model.upstream.operations(operationName(run.model), [call]);
  run.budget.request();
  const data = await send(run, operation.document, operation.variables, call, false);
  const value = callResult(data, call);
  const result: Record<string, Json> = {};
  for (const { operation: each, field, path } of pushed.results) {
    result[each.resultFieldName] = resultValue(each, field, readResult(value, path));
  }
  return result;
}

/** Numbers may come as decimal texts; the nearest double is the answer. Nothing to sum is 0, the rest null (section 4.3). */
function resultValue(operation: AggregateOperation, field: FieldModel | undefined, raw: unknown): Json {
  if (raw === null || raw === undefined)
    return operation.function === 'sum' || operation.function === 'count' ? 0 : null;
  if (operation.function === 'min' || operation.function === 'max') {
    if (field?.source.kind === 'path' && field.type !== 'NUMBER') return field.source.codec.decode(raw);
  }
  return Number(raw);
}

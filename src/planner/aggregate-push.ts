/**
 * Aggregations by the upstream: over the whole filtered list, or in groups. Only what means just what Wix means;
 * all else is worked out over a scan.
 */
import { getNamedType } from 'graphql';
import { resultType } from '../mapping/bind/result-type.js';
import type { CollectionModel, FieldModel, GroupsModel } from '../mapping/model.js';
import { callResult, type RootCall } from '../upstream/operation.js';
import { readResult } from '../upstream/result-path.js';
import { Selection } from '../upstream/selection.js';
import { type ArgumentValues, assign, parseAddress } from '../upstream/styles/address.js';
import { fits } from '../upstream/styles/fit.js';
import { fieldSlots, renderTemplate } from '../upstream/styles/template.js';
import type { Json as Value } from '../upstream/styles/vocabulary.js';
import type { AggregateOperation, Aggregation } from '../wix/aggregate.js';
import type { Item, Json } from '../wix/json.js';
import { constantArguments, siblingArguments, takesConstants } from './arguments.js';
import { operationName } from './list.js';
import { fieldsWithValue } from './order.js';
import type { Plan } from './plan.js';
import type { Run } from './run.js';
import { send } from './send.js';
import { conditionLookup } from './translate.js';

interface PushedResult {
  readonly operation: AggregateOperation;
  readonly field: FieldModel | undefined;
  /** Result path below the aggregates or the group. */
  readonly path: string;
}

interface PushedKey {
  readonly name: string;
  readonly field: FieldModel;
  readonly path: string;
  readonly value: Value;
}

export interface PushedAggregate {
  readonly results: readonly PushedResult[];
  readonly keys: readonly PushedKey[];
}

/** undefined: something is not exact upstream. */
export function planPushedAggregate(plan: Plan, aggregation: Aggregation): PushedAggregate | undefined {
  const { model, access } = plan;
  const { aggregate } = model;
  if (!aggregate || access.kind !== 'page') return undefined;
  const grouped = aggregation.groupingFields.length > 0;
  if (grouped ? !aggregate.groups : aggregation.operations.length === 0) return undefined;
  const own = grouped ? aggregate.groups!.location === model.list.location : aggregate.own;
  if (!own) {
    const { location, constants } = grouped ? aggregate.groups! : aggregate;
    if (plan.translation.pushed.kind === 'condition' && filterAddress(model) === null) return undefined;
    if (!takesConstants(model, location, constants)) return undefined;
  }
  const results: PushedResult[] = [];
  for (const operation of aggregation.operations) {
    const field = operation.path === undefined ? undefined : model.fields.get(operation.path);
    const path = resultPath(model, operation, field, grouped);
    if (path === undefined) return undefined;
    results.push({ operation, field, path });
  }
  const keys: PushedKey[] = [];
  for (const [index, name] of aggregation.groupingFields.entries()) {
    const key = groupKey(plan, aggregation.groupingPaths?.[index] ?? name, index);
    if (!key) return undefined;
    keys.push({ ...key, name });
  }
  return { results, keys };
}

/** Result path of one function, when the upstream's result is just what Wix means. */
function resultPath(
  model: CollectionModel,
  operation: AggregateOperation,
  field: FieldModel | undefined,
  grouped: boolean,
): string | undefined {
  const { style, location, groups } = model.aggregate!;
  const template = style.functions[operation.function];
  if (template === undefined) return undefined;
  const target = operation.function === 'count' ? model.fields.get('_id')! : field;
  const name = target && singleName(target);
  if (!target || name === undefined) return undefined;
  if (operation.function !== 'count' && !aggregatesExactly(model, operation, target)) return undefined;
  const path = String(renderTemplate(template, fieldSlots(name)));
  const below = grouped ? groups!.steps.join('.') : (style.path ?? '');
  const owner = grouped ? groups!.location : location;
  const whole = [below, path].filter((part) => part !== '').join('.');
  const type = resultType(owner.field.type, whole);
  // An average in whole numbers is another number.
  const rounded = operation.function === 'average' && type && getNamedType(type).name === 'Int';
  return type && !rounded ? path : undefined;
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
  return declared || (field.source.kind === 'path' && field.source.default !== undefined);
}

/**
 * A grouping field. Its groups are Wix's where the upstream tells values apart as Wix does, and where the key
 * comes back in a form that can be read with certainty: plain texts and whole numbers, never a missing value.
 */
function groupKey(plan: Plan, name: string, index: number): Omit<PushedKey, 'name'> | undefined {
  const { model } = plan;
  const { style, groups } = model.aggregate!;
  const field = model.fields.get(name);
  const column = field && singleName(field);
  if (!field || column === undefined || field.source.kind !== 'path' || isConverted(model, field))
    return undefined;
  if (field.nullable && !fieldsWithValue(plan.wanted.filter).has(name)) return undefined;
  const { codec } = field.source;
  // Groups of lists are whole lists, and Wix wants their elements.
  if (codec.element) return undefined;
  const readable = codec.scalar === 'int32' || (codec.scalar === 'text' && comparesExactly(field));
  const value = renderTemplate(style.groups!.key, fieldSlots(column));
  if (!readable || !fits([value], groups!.by.type, {})) return undefined;
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

function filterAddress(model: CollectionModel): string | null {
  const { style } = model.aggregate!;
  return style.filter === undefined ? (model.list.filter?.style.at ?? null) : style.filter;
}

export function aggregateCall(
  run: Pick<Run, 'model' | 'context'>,
  plan: Plan,
  pushed: PushedAggregate,
): RootCall {
  const { model, context } = run;
  const { groups, style } = model.aggregate!;
  const grouped = pushed.keys.length > 0;
  const location = grouped ? groups!.location : model.aggregate!.location;
  const own = location === model.list.location;
  const values: ArgumentValues = own
    ? constantArguments(model, context.scope)
    : siblingArguments(model, context.scope, (grouped ? groups! : model.aggregate!).constants);
  const filter = plan.translation.pushed;
  if (filter.kind === 'condition') {
    const address = own ? model.list.filter!.address : parseAddress(filterAddress(model)!);
    assign(values, address, model.list.filter!.render(filter.condition, conditionLookup(model))!);
  }
  const selection = new Selection();
  if (!grouped) {
    const below = (style.path ?? '').split('.').filter((name) => name !== '');
    for (const each of pushed.results)
      selection.add([...below, ...each.path.split('.')].map((name) => ({ name })));
  } else selectGroups(selection, groups!, pushed, values);
  const printed = selection.print();
  return {
    alias: location.steps[0]!.name,
    location,
    arguments: values,
    selection: {
      id: `aggregate|${model.id}|${printed.text}`,
      text: printed.text,
      variables: printed.variables,
    },
  };
}

function selectGroups(
  selection: Selection,
  groups: GroupsModel,
  pushed: PushedAggregate,
  values: ArgumentValues,
): void {
  const by = pushed.keys.map((key) => key.value);
  const last = groups.steps.length - 1;
  if (last < 0) assign(values, { step: undefined, path: [groups.by.name] }, by);
  const steps = groups.steps.map((name, index) =>
    index === last
      ? { name, arguments: [{ name: groups.by.name, type: String(groups.by.type), value: by }] }
      : { name },
  );
  const paths = [...pushed.keys, ...pushed.results].map((each) => each.path);
  for (const path of paths) {
    const names = path.split('.').filter((name) => !/^\d+$/.test(name));
    selection.add([...steps, ...names.map((name) => ({ name }))]);
  }
}

/** One item for each group, or one for the whole list. undefined: the answer cannot be relied on. */
export async function runPushedAggregate(
  run: Run,
  plan: Plan,
  pushed: PushedAggregate,
): Promise<readonly Item[] | undefined> {
  const call = aggregateCall(run, plan, pushed);
  const operation = run.model.upstream.operations(operationName(run.model), [call]);
  run.budget.request();
  const data = await send(run, operation, [{ call }]);
  const value = callResult(data, call);
  if (pushed.keys.length === 0) {
    const aggregates = readResult(value, run.model.aggregate!.style.path ?? '');
    return [itemOf(pushed, aggregates)];
  }
  let groups: unknown = value;
  for (const name of run.model.aggregate!.groups!.steps) {
    groups = (groups as Record<string, unknown> | null)?.[responseKey(groups, name)];
  }
  // Servers that cap lists cap them at round numbers: such an answer may be cut.
  if (!Array.isArray(groups) || (groups.length >= 10 && groups.length % 10 === 0)) return undefined;
  run.budget.rows(groups.length);
  return groups.map((group) => itemOf(pushed, group));
}

/** Fields with arguments carry an alias in the answer. */
function responseKey(value: unknown, name: string): string {
  const keys = Object.keys((value as object | null) ?? {});
  return keys.find((key) => key === name || key.startsWith(`${name}_`)) ?? name;
}

function itemOf(pushed: PushedAggregate, from: unknown): Item {
  // fromEntries defines members: names are literal, whatever they are.
  return Object.fromEntries([
    ...pushed.keys.map(({ name, field, path }) => [name, keyValue(field, readGroup(from, path))] as const),
    ...pushed.results.map(
      ({ operation, field, path }) =>
        [operation.resultFieldName, resultValue(operation, field, readGroup(from, path))] as const,
    ),
  ]);
}

/** As readResult, with positions in lists. */
function readGroup(value: unknown, path: string): unknown {
  let current = value;
  for (const name of path.split('.')) {
    if (typeof current !== 'object' || current === null) return undefined;
    if (Array.isArray(current) && !/^\d+$/.test(name)) current = current[0];
    current = (current as Record<string, unknown> | undefined)?.[name];
  }
  return current;
}

function keyValue(field: FieldModel, raw: unknown): Json {
  if (field.source.kind !== 'path') return null;
  const number = field.source.codec.scalar === 'int32' && typeof raw === 'string' ? Number(raw) : raw;
  return field.source.codec.decode(number);
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

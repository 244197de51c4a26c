/** Aggregations by the upstream: what is asked, and the results read out of the answer. */

import type { Run } from '../execute/run.js';
import { send } from '../execute/send.js';
import type { FieldModel, GroupsModel } from '../model/model.js';
import { aggregateFilterAt, type PushedAggregate } from '../plan/aggregate-plan.js';
import type { Plan } from '../plan/plan.js';
import { conditionLookup } from '../plan/translate.js';
import { type ArgumentValues, assign, parseAddress } from '../upstream/document/address.js';
import { callResult, type RootCall } from '../upstream/document/operation.js';
import { readResult } from '../upstream/document/result-path.js';
import { Selection } from '../upstream/document/selection.js';
import type { AggregateOperation } from '../wix/aggregate.js';
import type { Item, Json } from '../wix/json.js';
import { constantArguments, siblingArguments } from './arguments.js';
import { operationName } from './list.js';

export function aggregateCall(
  run: Pick<Run, 'model'> & { readonly context: Pick<Run['context'], 'scope'> },
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
    const address = own ? model.list.filter!.address : parseAddress(aggregateFilterAt(model)!);
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

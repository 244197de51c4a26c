/** Aggregations by the upstream: what is asked, and the results read out of the answer. */
import type {
  AggregateModel,
  AggregatePlace,
  CollectionModel,
  FieldModel,
  GroupKey,
  GroupsModel,
} from '../model/model.js';
import type { Predicate } from '../styles/predicate.js';
import { type ArgumentValues, assign } from '../upstream/document/argument-path.js';
import { callResult, type RootCall } from '../upstream/document/operation.js';
import { type ResultPath, readNames } from '../upstream/document/result-path.js';
import { Selection, type SelectionStep } from '../upstream/document/selection.js';
import type { RequestScope } from '../upstream/transport/context.js';
import type { AggregateOperation } from '../wix/aggregate.js';
import type { Item, Json } from '../wix/json.js';
import { constantArguments, siblingArguments } from './arguments.js';
import type { Call } from './call.js';
import { untrustworthy } from './failures.js';
import { conditionLookup, listCall } from './list.js';

export interface PushedResult {
  readonly operation: AggregateOperation;
  /** undefined: the number of items. */
  readonly field: FieldModel | undefined;
  readonly path: ResultPath;
}

export interface PushedKey {
  /** Name of the key in the results. */
  readonly name: string;
  readonly field: FieldModel;
  readonly key: GroupKey;
}

/** What the upstream works out whole. */
export interface PushedAggregate {
  readonly kind: 'pushed';
  readonly results: readonly PushedResult[];
  /** Grouping fields; none: one result for all items. */
  readonly keys: readonly PushedKey[];
  /** Number of items of a group: together they tell whether every group came. Always there with keys. */
  readonly size: ResultPath | undefined;
}

/** One item for each group, or one for the whole list. undefined: the answer is not whole, or nothing proves that it is. */
export function aggregateCall(
  model: CollectionModel,
  condition: Predicate | undefined,
  pushed: PushedAggregate,
  facts: RequestScope,
): Call<readonly Item[] | undefined> {
  const place = placeOf(model.aggregate!, pushed);
  const values = place.own
    ? constantArguments(model, facts)
    : siblingArguments(model, facts, place.constants);
  if (condition !== undefined) {
    const address = place.own ? model.list.filter!.address : place.filterAt!;
    assign(values, address, model.list.filter!.render(condition, conditionLookup(model))!);
  }
  const selection = new Selection();
  const groups = pushed.keys.length > 0 ? model.aggregate!.groups : undefined;
  const keysOf = groups
    ? selectGroups(selection, groups, pushed, values)
    : selectWhole(selection, place, pushed);
  const printed = selection.print();
  const root: RootCall = {
    alias: place.location.steps[0]!.name,
    location: place.location,
    arguments: values,
    selection: { id: `aggregate|${model.id}|${printed.text}`, ...printed },
  };
  const counting = groups
    ? listCall(
        model,
        { condition, sort: [], reader: undefined },
        { rows: false, count: true, ...sizeOf(model) },
        facts,
      )
    : undefined;
  const counter = counting?.roots.map((each) => ({ ...each, alias: 'all' }));
  return {
    model,
    roots: counter ? [root, ...counter] : [root],
    predicate: condition,
    expected: [{ root }],
    cells: undefined,
    read(data) {
      const value = readNames(callResult(data, root), keysOf);
      if (!groups) return [itemOf(pushed, value)];
      if (!Array.isArray(value)) return undefined;
      const main = counting!.roots[0]!.alias;
      const { count } = counting!.read({ ...data, [main]: data.all });
      const sizes = value.map((group) => Number(readGroup(group, pushed.size!.names) ?? Number.NaN));
      const together = sizes.reduce((sum, each) => sum + each, 0);
      if (count === undefined || Number.isNaN(together)) return undefined;
      if (together > count)
        throw untrustworthy(`its groups hold ${together} rows together, and it counts ${count}`);
      return together === count ? value.map((group) => itemOf(pushed, group)) : undefined;
    },
  };
}

function sizeOf(model: CollectionModel): { size?: number } {
  return model.list.page.size === undefined ? {} : { size: 1 };
}

/** Where the functions are: in the groups, or over the whole list. */
export function placeOf(
  { whole, groups }: AggregateModel,
  { keys }: { readonly keys: readonly unknown[] },
): AggregatePlace {
  return keys.length > 0 ? groups! : whole;
}

function selectWhole(
  selection: Selection,
  place: AggregatePlace,
  { results }: PushedAggregate,
): readonly string[] {
  for (const { path } of results) selection.add([...place.steps, ...path.names].map((name) => ({ name })));
  return place.steps;
}

/** @returns the response keys from the location's value to the list of groups */
function selectGroups(
  selection: Selection,
  { steps, by }: GroupsModel,
  { keys, results, size }: PushedAggregate,
  values: ArgumentValues,
): readonly string[] {
  const value = keys.map(({ key }) => key.value);
  const last = steps.length - 1;
  if (last < 0) assign(values, { step: undefined, path: [by.name] }, value);
  const owner = steps.map(
    (name, index): SelectionStep =>
      index === last ? { name, arguments: [{ name: by.name, type: String(by.type), value }] } : { name },
  );
  const paths = [...keys.map(({ key }) => key.names), ...results.map(({ path }) => path.names), size!.names];
  let response: readonly string[] = [];
  for (const path of paths) {
    const names = path.filter((name) => name !== '*');
    response = selection.add([...owner, ...names.map((name) => ({ name }))]);
    response = response.slice(0, owner.length);
  }
  return response;
}

function itemOf({ keys, results }: PushedAggregate, from: unknown): Item {
  // fromEntries defines members: names are literal, whatever they are.
  return Object.fromEntries([
    ...keys.map(
      ({ name, field, key }, index) => [name, keyValue(field, readGroup(from, key.names, index))] as const,
    ),
    ...results.map(
      ({ operation, field, path }) =>
        [operation.resultFieldName, resultValue(operation, field, readGroup(from, path.names))] as const,
    ),
  ]);
}

/** As readNames; `*` stands for the position of the key. */
function readGroup(value: unknown, names: readonly string[], position = 0): unknown {
  let current = value;
  for (const name of names) {
    if (typeof current !== 'object' || current === null) return undefined;
    if (name === '*') current = (current as readonly unknown[])[position];
    else {
      const object: unknown = Array.isArray(current) ? current[0] : current;
      current = (object as Record<string, unknown> | undefined)?.[name];
    }
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

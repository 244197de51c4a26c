/** Related objects inside a row: what is asked of their fields, and what the row says of whether they are all. */
import { readCount } from '../../upstream/document/result-path.js';
import type { Selection, SelectionStep, SelectionVariable } from '../../upstream/document/selection.js';
import type { NestedItems, RowReader } from '../model.js';
import type { AskedArgument, NestedList, ValueInRow } from '../references.js';

/** Objects of a list inside a row, for the size of an answer. */
const usualList = 50;

/** Steps to the objects, with the arguments that a request gives them. Their values come later, see withAsked. */
export function stepsAsked({ as, path, asked = [] }: NestedItems): readonly SelectionStep[] {
  return path.steps.map((step, index) => withArguments(step, index, asked, as));
}

function withArguments(
  step: SelectionStep,
  index: number,
  asked: readonly AskedArgument[],
  as: string,
): SelectionStep {
  const own = asked.filter((each) => each.step === index);
  if (own.length === 0) return step;
  const slots = own.map(({ name, type }) => ({ name, type, value: null, slot: slotOf(as, index, name) }));
  return { ...step, arguments: [...(step.arguments ?? []), ...slots] };
}

/** Stands for the value of an argument until a request says it. */
function slotOf(as: string, step: number, name: string): string {
  return `${as} ${step} ${name}`;
}

/** A value that belongs to the list is asked for with the same arguments; one beside it only with the same filter. */
function stepsOfValue({ steps, filter }: ValueInRow, nested: NestedItems): readonly SelectionStep[] {
  const { as, path, asked = [], list } = nested;
  const shared = steps.findIndex((step, index) => !isSameStep(step, path.steps[index]));
  const together = shared < 0 ? steps.length : shared;
  return steps.map((step, index) => {
    if (index < together) return withArguments(step, index, asked, as);
    const from = list?.filter;
    if (!filter || !from || filter.step !== index) return step;
    const values = asked.filter((each) => each.step === from.step && each.name === from.path[0]);
    const slots = values.map(({ name, type }) => ({
      name,
      type,
      value: null,
      slot: slotOf(as, from.step, name),
    }));
    return slots.length === 0 ? step : { ...step, arguments: [...(step.arguments ?? []), ...slots] };
  });
}

function isSameStep(a: SelectionStep, b: SelectionStep | undefined): boolean {
  return (
    a.name === b?.name &&
    a.on === b.on &&
    JSON.stringify(a.arguments ?? []) === JSON.stringify(b.arguments ?? [])
  );
}

/** Whether a list has all objects: by what the row says of it, else by how many there can be. */
export function compileWhole(
  { total, more }: NestedList,
  nested: NestedItems,
  selection: Selection,
): (row: unknown, length: number) => boolean {
  const { most } = nested;
  const count = total?.read(selection.add(stepsOfValue(total, nested)));
  const flag = more?.read(selection.add(stepsOfValue(more, nested)));
  if (!count && !flag) return (_, length) => most === undefined || length < most;
  return (row, length) => {
    if (flag !== undefined && !isEnd(flag(row), more!.cursor)) return false;
    return count === undefined || readCount(count(row)) === length;
  };
}

/** What does not say that the list ends, says that there may be more of it. */
function isEnd(told: unknown, cursor: boolean): boolean {
  return cursor ? told === null || told === '' : told === false;
}

/** Objects that a row is asked for with these, the connection around a list counted as two. */
export function nodesOf({ list, most }: NestedItems): number {
  return list ? 2 + (most ?? list.constant ?? usualList) : 1;
}

/** Cells of one related object, or of the list of them. */
export function sizeOf({ list, most }: NestedItems, size: number): number {
  return list ? Math.min(usualList, most ?? usualList) * size : size;
}

/** Stands for what is asked of the fields, whatever the values. */
export function askedId({ asked = [] }: NestedItems): string {
  return asked.map(({ step, name }) => ` ${step}/${name}`).join('');
}

/** A reader with the values of one request in the arguments of the lists inside its rows. */
export function withAsked(reader: RowReader, nested: readonly NestedItems[]): RowReader {
  const values = new Map(
    nested.flatMap(({ as, asked = [] }) =>
      asked.map(({ step, name, value }) => [slotOf(as, step, name), value] as const),
    ),
  );
  const predicates = nested.flatMap(({ predicate }) => predicate ?? []);
  if (values.size === 0 && predicates.length === 0) return reader;
  const variables = reader.selection.variables.map((each): SelectionVariable => {
    const value = each.slot === undefined ? undefined : values.get(each.slot);
    return value === undefined ? each : { ...each, value };
  });
  return Object.freeze({
    ...reader,
    selection: { ...reader.selection, variables },
    predicates,
  });
}

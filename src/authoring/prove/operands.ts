/**
 * Operands that tell whether an operator means what Wix means: real values, and values that nearly are one. Case, accents, blanks,
 * wild cards, the edges of numbers and days, values that are nowhere.
 */
import type { FieldModel } from '../../model/model.js';
import { equalValues } from '../../wix/compare.js';
import type { Item, Json } from '../../wix/json.js';

export interface Test {
  /** `{"$contains": "x"}`, or the value itself for equality. */
  readonly condition: Json;
  /** As in requests: `$contains`. */
  readonly operator: string;
}

/** Values that are looked at of one field. */
const mostValues = 200;
const longest = 80;

/** The most telling ones of each operator first. */
export function testsOf(field: FieldModel, items: readonly Item[]): readonly Test[] {
  const values = distinct(items.map((item) => item[field.key] ?? null));
  const present = values.filter((value) => value !== null);
  const test = (operator: string, operand: Json): Test => ({ operator, condition: { [operator]: operand } });
  const nulls = [test('$exists', true), test('$exists', false), test('$isEmpty', true)];
  if (present.length === 0) return nulls;
  const lists = present.filter((value): value is Json[] => Array.isArray(value));
  if (lists.length > 0) {
    const elements = distinct(lists.flat()).slice(0, 3);
    return [
      ...elements.flatMap((element) => [test('$hasSome', [element]), test('$hasAll', [element])]),
      ...(elements.length > 1 ? [test('$hasAll', elements.slice(0, 2)), test('$hasSome', elements)] : []),
      ...nulls,
    ];
  }
  const texts = present.filter((value): value is string => typeof value === 'string');
  const spread = [present[0]!, present[Math.floor(present.length / 2)]!, present.at(-1)!];
  const near = field.type === 'TEXT' || field.type === 'URL' ? texts.flatMap(alike).slice(0, 6) : [];
  const equal = distinct([...spread, ...near, ...(typeof present[0] === 'number' ? [0] : [])]);
  return [
    ...searches(field, texts).map(([operator, text]) => test(operator, text)),
    ...equal.flatMap((value) => [test('$eq', value), test('$ne', value)]),
    test('$in', distinct(spread)),
    test('$nin', distinct(spread)),
    test('$in', distinct([...spread.slice(0, 1), ...near])),
    ...searches(field, texts)
      .slice(0, 1)
      .map(([operator, text]) => test('$not', { [operator]: text })),
    ...(typeof present[0] === 'boolean' ? [] : [test('$not', { $gt: spread[1]! })]),
    ...(typeof present[0] === 'boolean'
      ? []
      : spread.flatMap((value) => ['$gt', '$gte', '$lt', '$lte'].map((operator) => test(operator, value)))),
    ...nulls,
  ];
}

/** Parts of texts that are there, in both cases, and what an API may take for wild cards. */
function searches(field: FieldModel, texts: readonly string[]): readonly (readonly [string, string])[] {
  if (field.type !== 'TEXT' && field.type !== 'URL') return [];
  const text = texts.find((each) => /[a-z]{2}/i.test(each) && each.length <= longest) ?? texts[0];
  if (text === undefined || text === '') return [];
  const middle = text.slice(Math.floor(text.length / 3), Math.floor(text.length / 3) + 4);
  const parts = [middle, swapped(middle), ...texts.flatMap((each) => /[%_\\*]/.exec(each)?.[0] ?? [])];
  return distinct(parts.filter((part) => part !== '')).flatMap((part) => [
    ['$contains', String(part)] as const,
    ['$startsWith', swapped(text.slice(0, 3))] as const,
    ['$endsWith', text.slice(-3)] as const,
  ]);
}

function alike(text: string): readonly string[] {
  if (text.length > longest) return [];
  return [swapped(text), `${text} `, text.trimEnd(), text.normalize('NFD').replace(/\p{M}/gu, '')].filter(
    (each) => each !== text && each !== '',
  );
}

function swapped(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

function distinct(values: readonly Json[]): Json[] {
  const found: Json[] = [];
  for (const value of values)
    if (found.length < mostValues && !found.some((each) => equalValues(each, value))) found.push(value);
  return found;
}

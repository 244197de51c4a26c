/**
 * The meaning of filters: protocol section 7.2, two-valued. This is the reference that pushed-down filters
 * must agree with, and what evaluates residual ones; a filter is compiled once to closures and then run over
 * many items.
 */
import { compareValues, equalValues, keyOf } from '../compare.js';
import { instantOf } from '../dates.js';
import type { Item, Json } from '../json.js';
import { compilePath } from '../path.js';
import { foldCase } from './fold.js';
import { compilePattern } from './match.js';
import { createMembership } from './membership.js';
import { type Condition, type Filter, listOperand, patternOperand } from './tree.js';

export type ItemTest = (item: Item) => boolean;
type Value = Json | undefined;
type Test = (value: Value) => boolean;

export function compileFilter(filter: Filter): ItemTest {
  switch (filter.kind) {
    case 'condition':
      return compileCondition(filter);
    case 'not': {
      const inner = compileFilter(filter.filter);
      return (item) => !inner(item);
    }
    case 'and':
      return compileAll(filter.filters.map(compileFilter));
    case 'or':
      return compileAny(filter.filters.map(compileFilter));
  }
}

function compileAll(tests: readonly ItemTest[]): ItemTest {
  if (tests.length === 1) return tests[0]!;
  return (item) => {
    for (const test of tests) if (!test(item)) return false;
    return true;
  };
}

function compileAny(tests: readonly ItemTest[]): ItemTest {
  if (tests.length === 1) return tests[0]!;
  return (item) => {
    for (const test of tests) if (test(item)) return true;
    return false;
  };
}

function compileCondition(each: Condition): ItemTest {
  const read = compilePath(each.path);
  const test = compileTest(each);
  return (item) => test(read(item));
}

function compileTest(each: Condition): Test {
  const { operand } = each;
  switch (each.operator) {
    case 'eq':
      return equalTo(operand);
    case 'ne':
      return negated(equalTo(operand));
    case 'gt':
      return ordered(operand, (order) => order > 0);
    case 'gte':
      return ordered(operand, (order) => order >= 0);
    case 'lt':
      return ordered(operand, (order) => order < 0);
    case 'lte':
      return ordered(operand, (order) => order <= 0);
    case 'in':
      return oneOf(listOperand(each));
    case 'nin':
      return negated(oneOf(listOperand(each)));
    case 'hasSome':
      return hasSome(listOperand(each));
    case 'hasAll':
      return hasAll(listOperand(each));
    case 'startsWith':
      return onText(operand, (text, part) => text.startsWith(part));
    case 'endsWith':
      return onText(operand, (text, part) => text.endsWith(part));
    case 'contains':
      return onText(operand, (text, part) => text.includes(part));
    case 'exists':
      return operand === true ? negated(missing) : missing;
    case 'isEmpty':
      return operand === true ? empty : negated(empty);
    case 'matches': {
      const matches = compilePattern(patternOperand(each));
      return anyElement((value) => typeof value === 'string' && matches(foldCase(value)));
    }
  }
}

const missing: Test = (value) => value === null || value === undefined;

/** `""`, `[]` and missing values; unlike equality with null, where a present `""` is a value. */
const empty: Test = (value) => missing(value) || value === '' || (Array.isArray(value) && value.length === 0);

function negated(test: Test): Test {
  return (value) => !test(value);
}

/** The value itself, or any element of a list. */
function anyElement(test: Test): Test {
  return (value) => (Array.isArray(value) ? value.some(test) : test(value));
}

function equalTo(operand: Json): Test {
  if (operand === null) return missing;
  if (Array.isArray(operand)) return (value) => Array.isArray(value) && equalValues(value, operand);
  if (typeof operand !== 'object') return anyElement((value) => value === operand);
  const instant = instantOf(operand);
  if (instant !== undefined) return anyElement((value) => instantOf(value) === instant);
  return anyElement((value) => equalValues(value, operand));
}

function ordered(operand: Json, accepts: (order: number) => boolean): Test {
  return anyElement((value) => {
    const order = compareValues(value, operand);
    return order !== undefined && accepts(order);
  });
}

/** What `$eq` would accept for one of the list: null for missing values, a whole list for an equal list. */
function oneOf(list: readonly Json[]): Test {
  const withNull = list.includes(null);
  const lists = list.filter((each) => Array.isArray(each));
  const isMember = createMembership(list.filter((each) => !Array.isArray(each)));
  return (value) => {
    if (value === null || value === undefined) return withNull;
    if (!Array.isArray(value)) return isMember(value);
    return value.some(isMember) || lists.some((each) => equalValues(each, value));
  };
}

function hasSome(list: readonly Json[]): Test {
  const withNull = list.includes(null);
  const isMember = createMembership(list);
  return (value) => {
    if (value === null || value === undefined) return false;
    if (!Array.isArray(value)) return isMember(value);
    return value.some((each) => (each === null ? withNull : isMember(each)));
  };
}

function hasAll(list: readonly Json[]): Test {
  const wanted = [...new Map(list.map((each) => [keyOf(each), each])).values()];
  if (wanted.length === 0) return () => false;
  return (value) => {
    if (value === null || value === undefined) return false;
    if (!Array.isArray(value)) return wanted.every((each) => equalValues(each, value));
    // Fewer elements than wanted values cannot hold them all; most items of a large collection end here.
    if (value.length < wanted.length) return false;
    return wanted.every((each) => value.some((element) => equalValues(each, element)));
  };
}

function onText(operand: Json, accepts: (text: string, part: string) => boolean): Test {
  const part = foldCase(String(operand));
  return anyElement((value) => typeof value === 'string' && accepts(foldCase(value), part));
}

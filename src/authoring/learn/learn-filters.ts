/**
 * Filters that the schema offers: each operator on each field is asked for a few rows, and judged by the rows that come.
 * Where a dialect was seen with its product, only a few of its operators are.
 */

import type { Page } from '../../calls/list.js';
import { compileRows } from '../../model/bind/rows.js';
import type { CollectionModel } from '../../model/model.js';
import type { UpstreamOperator, ValueKind } from '../../styles/vocabulary.js';
import type { Item } from '../../wix/json.js';
import { type Finding, put, say } from './finding.js';
import { controlTrial, firstPage, isLast, itemsOf, type Look, plainFields } from './look.js';
import { type OperatorTest, testsOf } from './operator-tests.js';
import { isSeen } from './seen.js';
import { pageTrial, runTrials } from './trials.js';

/** Trials of one collection at most. */
const mostTrials = 240;
/** Rows of one trial. */
const rowsLookedAt = 10;
/** What is tried of operators that were seen with the product: whether the API lets them be used on these fields. */
const vouchedFor: readonly UpstreamOperator[] = ['notNull', 'isNull', 'eq'];

export type RowVerdict = 'right' | 'wrong' | 'unknown';

interface Tried {
  readonly test: OperatorTest;
  readonly verdict: RowVerdict | 'refused' | 'untried';
  readonly evidence: string;
}

export async function learnFilters(look: Look): Promise<readonly Finding[]> {
  const { model, asker } = look;
  if (!model.list.filter) return [];
  const vouched = isSeen(asker.dialect?.sources?.filter);
  const tests = plannedTests(look, vouched);
  const size = vouched ? 1 : rowsLookedAt;
  const named = tests.slice(0, mostTrials).map((test, index) => ({ test, alias: `filter${index}` }));
  const trials = named.map(({ test, alias }) => {
    const query = { condition: test.condition, sort: [], reader: compileRows(model, [test.field.key]) };
    return pageTrial(model, alias, query, firstPage(model, size, false));
  });
  const { answers, refused } = await runTrials(model, trials, controlTrial(model), asker);
  const tried = named.map(({ test, alias }): Tried => {
    const page = answers.get(alias);
    const error = refused.get(alias);
    if (error) return { test, verdict: 'refused', evidence: `${test.shown}: ${error.message}` };
    if (!page) return { test, verdict: 'untried', evidence: test.shown };
    return { test, ...judgeRows(model, test, page, size) };
  });
  const silent = vouched ? [] : untestable(model, tests);
  return [...findingsOf(model, tried), ...untriedNote(tried, tests.length, silent)];
}

/** One test of each operator of each field before a second one of any. */
function plannedTests({ model, sample }: Look, vouched: boolean): readonly OperatorTest[] {
  const each = plainFields(model).flatMap((field) => {
    const items = itemsOf(model, field.key, sample.rows);
    const operators = [...(field.filter?.operators.keys() ?? [])];
    return operators
      .filter((operator) => !vouched || vouchedFor.includes(operator))
      .map((operator) => testsOf(field, operator, items));
  });
  return [0, 1, 2].flatMap((round) => each.flatMap((tests) => tests.slice(round, round + 1)));
}

/** Fields with a filter for which no value was there to ask with. */
function untestable(model: CollectionModel, tests: readonly OperatorTest[]): readonly string[] {
  const tested = new Set(tests.map(({ field }) => field.key));
  return plainFields(model).flatMap(({ key, filter }) => (filter && !tested.has(key) ? [key] : []));
}

/** What the rows that came say of the condition. */
export function judgeRows(
  model: CollectionModel,
  test: OperatorTest,
  page: Page,
  size: number,
): { readonly verdict: RowVerdict; readonly evidence: string } {
  const { field, loose, passes, passing, shown } = test;
  const items = itemsOf(model, field.key, page.rows);
  const strange = items.filter((item) => !passes(item));
  const said = (verdict: RowVerdict, what: string) => ({ verdict, evidence: `${shown}: ${what}` });
  if (!loose && strange.length > 0)
    return said('wrong', `${strange.length} of ${items.length} rows that came do not meet it`);
  // It may give more, but where nothing that came is even alike it gives just any rows.
  if (
    loose &&
    test.failing > 0 &&
    items.length > 1 &&
    isEquality(test) &&
    items.every((item) => !isAlike(test, item))
  )
    return said('wrong', 'no row that came meets it');
  const expected = Math.min(passing, firstPage(model, size, false).size ?? passing);
  if (page.rows.length < expected && isLast(page, Math.max(size, page.rows.length + 1)))
    return said('wrong', `${page.rows.length} rows came of at least ${passing}`);
  return page.rows.length === items.length && page.rows.length > 0
    ? said('right', `${items.length} rows that meet it`)
    : said('unknown', `${page.rows.length} rows came`);
}

function isEquality({ operator }: OperatorTest): boolean {
  return operator === 'eq' || operator === 'in';
}

/** The same but for case, accents and blanks. */
function isAlike(test: OperatorTest, item: Item): boolean {
  if (test.passes(item)) return true;
  if (test.condition.kind !== 'compare') return true;
  const fold = (value: unknown): string =>
    String(value)
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  const { value } = test.condition;
  const operands = Array.isArray(value) ? value : [value];
  return operands.some((operand) => fold(operand) === fold(item[test.field.key]));
}

function findingsOf(model: CollectionModel, tried: readonly Tried[]): readonly Finding[] {
  const bad = tried.filter(isBad);
  const refusedFields = new Set(keysOf(bad, ({ test }) => isWhollyRefused(tried, test.field.key)));
  const isOfTest = ({ test }: Tried): boolean =>
    isNullTest(test.operator) && !refusedFields.has(test.field.key);
  const nullTests = ofOneField(tried) ? [] : bad.filter(isOfTest);
  const findings: Finding[] = nullTests.length > 0 ? [...withoutNullTests(model, nullTests)] : [];
  const others = bad.filter((each) => !nullTests.includes(each));
  const losses = keysOf(others, () => true).map((key) =>
    lossOf(
      tried.filter(({ test }) => test.field.key === key),
      others.filter(({ test }) => test.field.key === key),
    ),
  );
  return [...findings, ...withoutOperators(model, losses)];
}

/** Whether the test for a value is refused for some fields, such as required columns, and right for others. */
function ofOneField(tried: readonly Tried[]): boolean {
  const nullTests = tried.filter(({ test }) => isNullTest(test.operator));
  return (
    nullTests.some(({ verdict }) => verdict === 'right') &&
    nullTests.every(({ verdict }) => verdict !== 'wrong')
  );
}

/** What a field loses of its filter, and why. */
interface Loss {
  readonly key: string;
  /** undefined: all of it. */
  readonly operators: readonly UpstreamOperator[] | undefined;
  readonly comment: string;
  readonly evidence: string;
}

/** Where an operator is bad, the field keeps only those that were seen to do what they mean. */
function lossOf(tried: readonly Tried[], bad: readonly Tried[]): Loss {
  const { test, evidence } = bad.find(({ verdict }) => verdict === 'wrong') ?? bad[0]!;
  const { key, filter } = test.field;
  const nullTests = [...filter!.operators.keys()].filter(isNullTest);
  if (bad.every((each) => isNullTest(each.test.operator)))
    return { key, operators: nullTests, comment: refusedNullTest, evidence };
  const offered = [...filter!.operators.keys()].filter((operator) => !isNullTest(operator));
  const operators = offered.filter((operator) => {
    const own = tried.filter((each) => each.test.operator === operator);
    return own.some(isBad) || !own.some(({ verdict }) => verdict === 'right');
  });
  const refused = bad.every(({ verdict }) => verdict === 'refused');
  if (operators.length === offered.length)
    return {
      key,
      operators: undefined,
      comment: `learned: ${refused ? refusedFilter : wordsFor(test.operator)}`,
      evidence,
    };
  const names = [...new Set(bad.map((each) => each.test.operator))].join(', ');
  const comment = refused ? `the API refuses the filter by ${names} on it` : wordsFor(test.operator);
  const badTests = bad.some((each) => isNullTest(each.test.operator)) ? nullTests : [];
  return { key, operators: [...operators, ...badTests], comment: `learned: ${comment}`, evidence };
}

/** An operator that no field of its kind keeps is taken out of the list's filter, the others out of their fields. */
function withoutOperators(model: CollectionModel, losses: readonly Loss[]): readonly Finding[] {
  const lossesBy = new Map(losses.map((loss) => [loss.key, loss]));
  const kindOf = (key: string): ValueKind => model.fields.get(key)!.filter!.field.kind;
  const isKept = (kind: ValueKind, operator: UpstreamOperator): boolean =>
    [...model.fields.values()].some(({ key, filter }) => {
      if (filter?.field.kind !== kind || !filter.operators.has(operator)) return false;
      const loss = lossesBy.get(key);
      return loss === undefined || (loss.operators !== undefined && !loss.operators.includes(operator));
    });
  const told = new Set<string>();
  return losses.flatMap(({ key, operators, comment, evidence }): readonly Finding[] => {
    if (operators === undefined) return [put(['fields', key, 'filter'], false, comment, evidence)];
    const kind = kindOf(key);
    const own = operators.filter((operator) => isKept(kind, operator));
    const shared = operators.filter(
      (operator) => !own.includes(operator) && !told.has(`${kind}.${operator}`),
    );
    for (const operator of shared) told.add(`${kind}.${operator}`);
    const value = Object.fromEntries(own.map((operator) => [operator, null]));
    return [
      ...shared.map((operator) =>
        put(
          ['list', 'filter', 'operators', kind, operator],
          null,
          `${comment} (${operator} of ${kind})`,
          evidence,
          { shared: true },
        ),
      ),
      ...(own.length === 0 ? [] : [put(['fields', key, 'operators'], value, comment, evidence)]),
    ];
  });
}

function isBad({ verdict }: Tried): boolean {
  return verdict === 'wrong' || verdict === 'refused';
}

export const refusedFilter = 'the API refuses filters on it that its schema offers';

function wordsFor(operator: UpstreamOperator): string {
  return operator === 'eq' || operator === 'in'
    ? 'the filter for a value gives other rows than those that have it'
    : `the filter gives other rows than ${operator} means`;
}

function isWhollyRefused(tried: readonly Tried[], key: string): boolean {
  const own = tried.filter(({ test, verdict }) => test.field.key === key && verdict !== 'untried');
  return own.length > 1 && own.every(({ verdict }) => verdict === 'refused');
}

function keysOf(list: readonly Tried[], wanted: (each: Tried) => boolean): readonly string[] {
  return [
    ...new Set(
      list.filter((each) => each.verdict !== 'untried' && wanted(each)).map(({ test }) => test.field.key),
    ),
  ];
}

const refusedNullTest = 'learned: the API refuses the test for a value';

function isNullTest(operator: UpstreamOperator): boolean {
  return operator === 'isNull' || operator === 'notNull';
}

/** One handler of an API mostly serves all its kinds of fields, and both forms of the test. */
function withoutNullTests(model: CollectionModel, bad: readonly Tried[]): readonly Finding[] {
  const refused = bad.every(({ verdict }) => verdict === 'refused');
  const kinds = new Set<ValueKind>();
  for (const { filter } of model.fields.values())
    if (filter && [...filter.operators.keys()].some(isNullTest)) kinds.add(filter.field.kind);
  const comment = refused ? refusedNullTest : 'learned: the test for a value is not heeded';
  return [...kinds].flatMap((kind, index) =>
    (['isNull', 'notNull'] as const).map((operator, second) =>
      put(
        ['list', 'filter', 'operators', kind, operator],
        null,
        index === 0 && second === 0 ? comment : undefined,
        bad[0]!.evidence,
        { shared: true },
      ),
    ),
  );
}

/** @param silent keys of fields for which there was nothing to ask */
function untriedNote(
  tried: readonly Tried[],
  planned: number,
  silent: readonly string[],
): readonly Finding[] {
  const untried = tried.flatMap(({ test, verdict }) => (verdict === 'untried' ? [test.field.key] : []));
  const keys = [...new Set([...untried, ...silent])];
  if (keys.length === 0 && planned <= mostTrials) return [];
  const more = keys.length > 6 ? ` and ${keys.length - 6} more` : '';
  const which = planned > mostTrials ? 'some of them' : `${keys.slice(0, 6).join(', ')}${more}`;
  const comment = `filters that could not be tried: ${which}`;
  return [say(['list'], comment, comment)];
}

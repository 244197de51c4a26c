/**
 * Filters that the schema offers: each operator on each field is asked for a few rows, and judged by the rows that come.
 * What a dialect says of its operators was tried before, so that of those only a few are.
 */

import type { Page } from '../../calls/list.js';
import { compileRows } from '../../model/bind/rows.js';
import type { CollectionModel } from '../../model/model.js';
import type { UpstreamOperator, ValueKind } from '../../styles/vocabulary.js';
import type { Item } from '../../wix/json.js';
import { type Finding, put, say } from './finding.js';
import { controlTrial, firstPage, isLast, itemsOf, type Look, plainFields } from './look.js';
import { type OperatorTest, testsOf } from './operator-tests.js';
import { pageTrial, runTrials } from './trials.js';

/** Trials of one collection at most. */
const mostTrials = 240;
/** Rows of one trial. */
const rowsLookedAt = 10;
/** What is tried of operators that a dialect vouches for: whether the API lets them be used on these fields. */
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
  const vouched = asker.dialect?.list?.filter !== undefined;
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
  return [...findingsOf(model, tried), ...untriedNote(tried, tests.length)];
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
  const bad = tried.filter(({ verdict }) => verdict === 'wrong' || verdict === 'refused');
  const refusedFields = new Set(keysOf(bad, ({ test }) => isWhollyRefused(tried, test.field.key)));
  const nullTests = bad.filter(({ test }) => isNullTest(test.operator) && !refusedFields.has(test.field.key));
  const findings: Finding[] = [];
  if (nullTests.length > 0) findings.push(...withoutNullTests(model, nullTests));
  const byField = new Map<string, Tried[]>();
  const whole = new Set<string>();
  for (const each of bad.filter(
    ({ test }) => !isNullTest(test.operator) || refusedFields.has(test.field.key),
  )) {
    const { operator, field } = each.test;
    const kind = field.filter!.field.kind;
    const name = `${kind}.${operator}`;
    const fields = keysOf(tried, (other) => isSame(other.test, operator, kind));
    const wrong = keysOf(bad, (other) => isSame(other.test, operator, kind));
    const others = tried.some(
      ({ test }) => test.field.filter!.field.kind === kind && test.operator !== operator,
    );
    // Wrong wherever it was tried it is the operator, else it is the field.
    if (
      each.verdict === 'wrong' &&
      others &&
      fields.length === wrong.length &&
      !isWholeField(tried, bad, field.key)
    ) {
      if (whole.has(name)) continue;
      whole.add(name);
      findings.push(
        put(
          ['list', 'filter', 'operators', kind, operator],
          null,
          `learned: ${wordsFor(operator)} (${operator} of ${kind})`,
          each.evidence,
          { shared: true },
        ),
      );
    } else byField.set(field.key, [...(byField.get(field.key) ?? []), each]);
  }
  for (const [key, list] of byField) {
    const first = list.find(({ verdict }) => verdict === 'wrong') ?? list[0]!;
    const refusedAll = list.every(({ verdict }) => verdict === 'refused');
    const comment = refusedAll ? refusedFilter : wordsFor(first.test.operator);
    findings.push(put(['fields', key, 'filter'], false, `learned: ${comment}`, first.evidence));
  }
  return findings;
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

/** Each operator that was tried on the field is bad. */
function isWholeField(tried: readonly Tried[], bad: readonly Tried[], key: string): boolean {
  const of = (list: readonly Tried[]): number =>
    new Set(
      list.flatMap(({ test }) =>
        test.field.key === key && !isNullTest(test.operator) ? [test.operator] : [],
      ),
    ).size;
  return of(tried) > 1 && of(tried) === of(bad);
}

function isSame(test: OperatorTest, operator: UpstreamOperator, kind: ValueKind): boolean {
  return test.operator === operator && test.field.filter!.field.kind === kind;
}

function keysOf(list: readonly Tried[], wanted: (each: Tried) => boolean): readonly string[] {
  return [
    ...new Set(
      list.filter((each) => each.verdict !== 'untried' && wanted(each)).map(({ test }) => test.field.key),
    ),
  ];
}

function isNullTest(operator: UpstreamOperator): boolean {
  return operator === 'isNull' || operator === 'notNull';
}

/** One handler of an API mostly serves all its kinds of fields, and both forms of the test. */
function withoutNullTests(model: CollectionModel, bad: readonly Tried[]): readonly Finding[] {
  const refused = bad.every(({ verdict }) => verdict === 'refused');
  const kinds = new Set<ValueKind>();
  for (const { filter } of model.fields.values())
    if (filter && [...filter.operators.keys()].some(isNullTest)) kinds.add(filter.field.kind);
  const comment = refused
    ? 'learned: the API refuses the test for a value'
    : 'learned: the test for a value is not heeded';
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

function untriedNote(tried: readonly Tried[], planned: number): readonly Finding[] {
  const keys = keysOf(
    tried.map((each) => ({ ...each, verdict: each.verdict === 'untried' ? 'unknown' : 'untried' })),
    () => true,
  );
  if (keys.length === 0 && planned <= mostTrials) return [];
  const which = planned > mostTrials ? 'some of them' : keys.slice(0, 6).join(', ');
  const comment = `filters that could not be tried: ${which}`;
  return [say(['list'], comment, comment)];
}

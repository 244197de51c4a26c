/** The rows of a list in two halves, each of which the API counts: their sum shows whether a total is one. */
import { isCountable } from '../../calls/count.js';
import { compileRows } from '../../model/bind/rows.js';
import type { UpstreamOperator } from '../../styles/vocabulary.js';
import { judgeRows } from './learn-filters.js';
import { controlTrial, firstPage, itemsOf, type Look, plainFields } from './look.js';
import { type OperatorTest, testsOf, wideConditions } from './operator-tests.js';
import { pageTrial, runTrials } from './trials.js';

/** Rows asked for where fewer are expected. */
const fewRows = 5;
/** Conditions that are counted at most to find a cap. */
const mostConditions = 8;

/** Two conditions of which each row meets just one. */
const complements: readonly (readonly [UpstreamOperator, UpstreamOperator])[] = [
  ['isNull', 'notNull'],
  ['gte', 'lt'],
  ['gt', 'lte'],
  ['eq', 'ne'],
];

export interface Split {
  readonly counts: readonly [number, number];
  readonly sum: number;
  /** Totals of conditions that nearly all rows meet. */
  readonly wide: readonly number[];
  readonly shown: string;
}

/** Of a cap two questions of more rows tell the same number; an estimate is told for one of them only. */
export function isCap({ counts, sum, wide }: Split, total: number): boolean {
  return sum > total && counts.every((count) => count <= total) && wide.includes(total);
}

/** undefined: there are no two halves, or they do not hold what they should. */
export async function splitOf(look: Look): Promise<Split | undefined> {
  const { model, sample, asker } = look;
  const fields = plainFields(model);
  const halves = fields
    .flatMap((field) =>
      complements.map(([one, other]) => {
        // Of rows without a value neither comparison says anything.
        if (field.nullable && one !== 'isNull') return [];
        return [...testsFor(look, field.key, [one]), ...testsFor(look, field.key, [other])];
      }),
    )
    .find((pair) => pair.length === 2 && pair.every((test) => !test.loose && isCountable(model, test)));
  if (!halves) return undefined;
  const conditions = [
    ...halves,
    ...fields
      .flatMap((field) => wideConditions(field, itemsOf(model, field.key, sample.rows)))
      .map((condition) => ({ condition, field: undefined })),
  ].slice(0, mostConditions);
  const trials = conditions.map(({ condition, field }, index) =>
    pageTrial(
      model,
      `part${index}`,
      { condition, sort: [], reader: compileRows(model, field === undefined ? [] : [field.key]) },
      firstPage(model, fewRows, true),
    ),
  );
  const { answers } = await runTrials(model, trials, controlTrial(model), asker);
  const pages = conditions.map((_, index) => answers.get(`part${index}`));
  const right = halves.every((test, index) => {
    const page = pages[index];
    return page !== undefined && judgeRows(model, test, page, fewRows).verdict !== 'wrong';
  });
  const [one, other, ...wide] = pages.map((page) => page?.count);
  if (!right || one === undefined || other === undefined) return undefined;
  return {
    counts: [one, other],
    sum: one + other,
    wide: wide.filter((count) => count !== undefined),
    shown: `${halves[0]!.shown} counts ${one}, ${halves[1]!.shown} counts ${other}`,
  };
}

/** What can be asked about a field with these operators, one question for each, as the rows of the sample tell. */
export function testsFor(
  { model, sample }: Pick<Look, 'model' | 'sample'>,
  key: string,
  operators: readonly UpstreamOperator[],
): readonly OperatorTest[] {
  const items = itemsOf(model, key, sample.rows);
  return operators.flatMap((operator) => testsOf(model.fields.get(key)!, operator, items).slice(0, 1));
}

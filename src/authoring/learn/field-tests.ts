/** Conditions on a field whose outcome the sample foretells: that there is a value, or a value that was seen. */

import type { Page } from '../../calls/list.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import { type Condition, compare } from '../../styles/condition.js';
import type { Json } from '../../styles/vocabulary.js';
import { AdapterError } from '../../wix/errors.js';

export interface FieldTest {
  readonly field: FieldModel;
  readonly operator: 'notNull' | 'eq';
  readonly condition: Condition;
  /** Rows of the sample that the condition lets through, and that it does not. */
  readonly passing: number;
  readonly failing: number;
  /** Whether no row that fails may come, as far as the mapping says. */
  readonly exact: boolean;
  passes(value: unknown): boolean;
}

export type Verdict = 'right' | 'wrong' | 'unknown';

export function fieldTests(model: CollectionModel, field: FieldModel, page: Page): readonly FieldTest[] {
  const { filter, source } = field;
  if (!filter || source.kind !== 'path') return [];
  const values = valuesOf(model, field.key, page);
  const tests: FieldTest[] = [];
  const add = (operator: FieldTest['operator'], operand: Json, passes: FieldTest['passes']): void => {
    const meaning = filter.operators.get(operator)?.meaning;
    if (!meaning) return;
    const passing = values.filter(passes).length;
    const blurred = operator === 'eq' && (filter.field.kind === 'text' || source.codec.precisionLoss);
    tests.push({
      field,
      operator,
      condition: compare(filter.field, operator, operand),
      passing,
      failing: values.length - passing,
      exact: meaning.match !== 'superset' && !blurred,
      passes,
    });
  };
  add('notNull', true, (value) => value !== null && value !== undefined);
  if (source.codec.element) return tests;
  // Servers that test operands for truth take 0 and false for none.
  const candidates = [...values.filter((value) => value === 0 || value === false), ...values];
  for (const seen of candidates.slice(0, 20)) {
    const constraint = seen === null || seen === undefined ? undefined : source.codec.equality(seen as Json);
    if (constraint?.kind !== 'compare' || constraint.operator !== 'eq') continue;
    const text = JSON.stringify(seen);
    add('eq', constraint.value, (value) => JSON.stringify(value) === text);
    break;
  }
  return tests;
}

/** What the rows that came say of the condition. */
export function judgeRows(model: CollectionModel, test: FieldTest, page: Page): Verdict {
  const { field, exact, passes, passing } = test;
  // An empty page that is not the last one says nothing.
  if (page.rows.length === 0)
    return passing > 0 && page.next === null && page.more !== true ? 'wrong' : 'unknown';
  const values = valuesOf(model, field.key, page);
  if (exact && values.some((value) => !passes(value))) return 'wrong';
  return values.length === page.rows.length ? 'right' : 'unknown';
}

/** Values that can be read. */
export function valuesOf(model: CollectionModel, key: string, page: Page): readonly unknown[] {
  const reader = model.rows([key]);
  return page.rows.flatMap((row) => {
    try {
      return [reader.read(row)[key]];
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      return [];
    }
  });
}

/**
 * Whether equality of texts is the equality of Wix: databases may heed neither case, accents, blanks at the end nor characters without
 * width. Each is asked for with a value that is there and one that differs in it alone. Only where no text field finds the other value
 * is equality exact, and its opposite misses no row.
 */

import type { Page } from '../../calls/list.js';
import { compileRows } from '../../model/bind/rows.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import { operatorsOf } from '../../styles/filter.js';
import { and, compare, type Predicate } from '../../styles/predicate.js';
import type { Json, OperatorSpec, UpstreamOperator } from '../../styles/vocabulary.js';
import { type Finding, put } from './finding.js';
import { controlTrial, firstPage, itemsOf, type Look, plainFields, valuesOf } from './look.js';
import { pageTrial, runTrials, type Trial } from './trials.js';

/** Rows of one trial. */
const rowsLookedAt = 10;
/** Trials of one collection at most: with more text fields nothing is asked. */
const mostTrials = 120;
const longestText = 60;
type Equality = 'eq' | 'in' | 'ne' | 'nin';

interface Question {
  readonly key: string;
  readonly operator: Equality;
  readonly condition: Predicate;
  /** Values that a row may have that comes; with `present`, one must come. */
  readonly may: readonly string[];
  readonly present: boolean;
}

export async function learnEquality(look: Look): Promise<readonly Finding[]> {
  const { model, asker, sample } = look;
  const open = looseOperators(model);
  const fields = plainFields(model).filter(({ filter }) => filter?.field.kind === 'text');
  if (open.size === 0 || fields.length === 0) return [];
  const questions: Question[] = [];
  for (const field of fields) {
    const value = valuesOf(model, field.key, sample.rows).find(isTelling);
    // One field that cannot be asked may have another collation than those that can.
    if (value === undefined) return [];
    questions.push(...questionsOf(field, value, [...open.keys()]));
  }
  if (questions.length > mostTrials) return [];
  const trials = questions.map(({ key, condition }, index): Trial<Page> => {
    const query = { condition, sort: [], reader: compileRows(model, [key]) };
    return pageTrial(model, `equal${index}`, query, firstPage(model, rowsLookedAt, false));
  });
  const { answers } = await runTrials(model, trials, controlTrial(model), asker);
  const holds = (operator: Equality): boolean => {
    const own = questions.flatMap((question, index) =>
      question.operator === operator ? [isMet(model, question, answers.get(`equal${index}`))] : [],
    );
    return own.length >= fields.length && own.every((met) => met);
  };
  if (!holds('eq') && !holds('in')) return [];
  return [...open]
    .filter(([operator]) => holds(operator))
    .map(([operator, spec], index) => exact(operator, spec, index === 0));
}

/** Operators of texts that are there and of which it is open whether they mean just the value. */
function looseOperators({ list: { filter } }: CollectionModel): ReadonlyMap<Equality, OperatorSpec> {
  const specs = filter ? operatorsOf(filter.style, 'text') : [];
  return new Map(
    specs.filter(
      (each): each is [Equality, OperatorSpec] =>
        isEquality(each[0]) && (each[1].match === 'superset' || each[1].case === 'unknown'),
    ),
  );
}

function isEquality(operator: UpstreamOperator): operator is Equality {
  return operator === 'eq' || operator === 'in' || operator === 'ne' || operator === 'nin';
}

function questionsOf(field: FieldModel, value: string, operators: readonly Equality[]): readonly Question[] {
  const { field: filtered, operators: own } = field.filter!;
  const others = alike(value);
  const say = (operator: Equality, operand: Json): Predicate => compare(filtered, operator, operand);
  const itself = own.has('eq') ? say('eq', value) : say('in', [value]);
  const conditions = (operator: Equality): readonly Omit<Question, 'key' | 'operator'>[] => {
    switch (operator) {
      case 'eq':
        return [
          { condition: say(operator, value), may: [value], present: true },
          ...others.map((other) => ({ condition: say(operator, other), may: [other], present: false })),
        ];
      case 'in':
        return [
          { condition: say(operator, [value]), may: [value], present: true },
          { condition: say(operator, others), may: others, present: false },
        ];
      // What differs in so little is another value: rows with the value must come.
      case 'ne':
        return others.map((other) => ({
          condition: and([itself, say(operator, other)]),
          may: [value],
          present: true,
        }));
      case 'nin':
        return [{ condition: and([itself, say(operator, others)]), may: [value], present: true }];
    }
  };
  return operators
    .filter((operator) => own.has(operator))
    .flatMap((operator) => conditions(operator).map((each) => ({ key: field.key, operator, ...each })));
}

function isMet(model: CollectionModel, { key, may, present }: Question, page: Page | undefined): boolean {
  if (!page) return false;
  const items = itemsOf(model, key, page.rows);
  if (items.length !== page.rows.length || (present && items.length === 0)) return false;
  return items.every((item) => may.includes(String(item[key])));
}

/** A text in which case and an accent can be changed, without characters that an API may read otherwise. */
function isTelling(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= longestText &&
    /[aeiou]/i.test(value) &&
    /^[\p{L}\p{N}][\p{L}\p{N} .,-]*[\p{L}\p{N}]$/u.test(value)
  );
}

/** The value in the other case, with an accent, with a blank at its end, with a soft hyphen. */
function alike(value: string): readonly string[] {
  const swapped = value.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  const accented = value.replace(/[aeiou]/i, (letter) => `${letter}\u0301`.normalize('NFC'));
  return [swapped, accented, `${value} `, `${value.slice(0, 1)}\u00ad${value.slice(1)}`];
}

function exact(
  operator: Equality,
  { match: _match, case: _case, ...rest }: OperatorSpec,
  first: boolean,
): Finding {
  const { send, ...meaning } = rest;
  const evidence = `texts that differ in case, an accent, a blank or a soft hyphen are others to ${operator}`;
  return put(
    ['list', 'filter', 'operators', 'text', operator],
    Object.keys(meaning).length === 0 ? send : (rest as Json),
    first ? 'learned: equality of texts heeds case, accents and blanks' : undefined,
    evidence,
    { shared: true },
  );
}

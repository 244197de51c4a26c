/**
 * Filters and sorts that the schema offers and the API refuses (computed fields, mostly), and filters that give other
 * rows than they say. One document asks for a few rows of each under an alias of its own; what is refused is taken
 * out, and what is left asked again.
 */

import type { Page } from '../../calls/list.js';
import type { CollectionModel } from '../../model/model.js';
import type { ValueKind } from '../../styles/vocabulary.js';
import { type FieldTest, fieldTests, judgeRows } from './field-tests.js';
import { firstPage } from './learn-pages.js';
import type { Learned } from './learned.js';
import { type Asking, askTogether, createTrial, type Trial } from './trials.js';

type Findings = Pick<Learned, 'refusedFilters' | 'refusedSorts' | 'wrongFilters' | 'wrongNullTests'>;

const mostDocuments = 2;
/** Lists in one document at most, for APIs that limit what one may ask at once. */
const mostLists = 40;
/** Rows in one document at most. */
const mostRows = 200;

interface FilterTrial {
  readonly trial: Trial;
  readonly test: FieldTest;
}

export async function learnFilters(
  model: CollectionModel,
  page: Page,
  base: Learned['pageBase'],
  asking: Asking,
): Promise<Findings> {
  const { filters, sorts } = trialsOf(model, page, base);
  const trials = [...filters.map((each) => each.trial), ...sorts.map((each) => each.trial)];
  const { pages, refused } = await askTogether(model, trials, mostDocuments, asking);
  const refusedFilters = filters.filter((each) => refused.has(each.trial.alias));
  const wrong = filters.filter(({ trial, test }) => {
    const came = pages.get(trial.alias);
    return came !== undefined && judgeRows(model, test, came) === 'wrong';
  });
  const of = (operator: FieldTest['operator']) => wrong.filter((each) => each.test.operator === operator);
  return {
    refusedFilters: keysOf(refusedFilters),
    refusedSorts: sorts.filter((each) => refused.has(each.trial.alias)).map((each) => each.key),
    wrongFilters: keysOf(of('eq')),
    wrongNullTests: of('notNull').length === 0 ? [] : kindsWithNullTest(model),
  };
}

function keysOf(trials: readonly FilterTrial[]): readonly string[] {
  return [...new Set(trials.map((each) => each.test.field.key))];
}

/** One handler of an API mostly serves all its kinds of fields, and not each has rows in the sample that show it. */
function kindsWithNullTest(model: CollectionModel): readonly ValueKind[] {
  const kinds = [...model.fields.values()].flatMap(({ filter }) =>
    filter?.operators.has('notNull') ? [filter.field.kind] : [],
  );
  return [...new Set(kinds)];
}

function trialsOf(model: CollectionModel, page: Page, base: Learned['pageBase']) {
  const fields = [...model.fields.values()].filter((field) => field.key !== '_id');
  const tests = fields.map((field) => fieldTests(model, field, page));
  const sortable = fields.filter((field) => field.sortPath && field.sortable.ascending);
  // One test and one sort of each field before another test of any.
  const chosen = tests.flatMap((each) => each.slice(0, 1)).slice(0, mostLists);
  const sorted = sortable.slice(0, mostLists - chosen.length);
  chosen.push(...tests.flatMap((each) => each.slice(1)).slice(0, mostLists - chosen.length - sorted.length));
  // What a dialect says of its filters was tried before.
  const vouched = model.upstream.dialect?.list?.filter !== undefined;
  const size = vouched ? 1 : Math.max(1, Math.min(10, Math.floor(mostRows / chosen.length)));
  const filters = chosen.map((test, index): FilterTrial => {
    const query = { condition: test.condition, sort: [], reader: model.rows([test.field.key]) };
    const alias = `filter${index}`;
    return {
      test,
      trial: createTrial(
        model,
        alias,
        query,
        firstPage(model, size, false, base),
        `filter ${test.field.key}`,
      ),
    };
  });
  const sorts = sorted.map((field, index) => {
    const sort = [{ path: field.sortPath!, descending: false }];
    const query = { condition: undefined, sort, reader: model.rows([]) };
    return {
      key: field.key,
      trial: createTrial(model, `sort${index}`, query, firstPage(model, 1, false, base)),
    };
  });
  return { filters, sorts };
}

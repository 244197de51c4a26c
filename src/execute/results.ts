/** Aggregations and distinct values: by the upstream where it means the same, else over the rows of a source. */
import type { CollectionModel } from '../model/model.js';
import type { AggregatePlan, DistinctPlan, Results } from '../plan/nodes.js';
import { createAggregator } from '../wix/aggregate.js';
import { compareDistinct, createDistinct } from '../wix/distinct.js';
import { compileFilter } from '../wix/filter/evaluate.js';
import type { Item, Json } from '../wix/json.js';
import { compileSort } from '../wix/sort.js';
import type { Execution } from './execution.js';
import { measured } from './measured.js';
import { readPages } from './pages.js';
import { send } from './send.js';
import { sortInPieces } from './sort-in-pieces.js';
import { createWork, filterSteps } from './work.js';

/** Steps that the books of one result of a new group stand for: they are memory that stays. */
const groupSteps = 80;

/** Groups with their results, filtered and sorted; all of them. */
export async function aggregateItems(execution: Execution, plan: AggregatePlan): Promise<readonly Item[]> {
  const groups = await resultsOf(execution, plan.model, plan.results);
  const work = createWork(execution);
  const matches = compileFilter(plan.finalFilter);
  const steps = filterSteps(plan.finalFilter);
  const kept: Item[] = [];
  for (const group of groups) {
    if (work.pay(steps)) await work.rest();
    if (matches(group)) kept.push(group);
  }
  return plan.sort.length === 0 ? kept : sortInPieces(kept, compileSort(plan.sort), work, plan.sort.length);
}

/**
 * All distinct values of the plan's field, sorted; paging is done by the caller.
 * @throws AdapterError when the budget is not enough
 */
export async function distinctValues(execution: Execution, plan: DistinctPlan): Promise<readonly Json[]> {
  const distinct = createDistinct(plan.path);
  const { results } = plan;
  const work = createWork(execution);
  const sorted = () => sortInPieces(distinct.unsorted(), compareDistinct(plan.order), work, 1);
  const pushed = results.kind === 'call' ? await send(execution, results.call) : undefined;
  if (pushed) {
    execution.budget.rows(pushed.length);
    for (const group of pushed) {
      if (work.tick(1)) await work.rest();
      distinct.add(group);
    }
    return sorted();
  }
  const { input } = results.kind === 'rows' ? results : results.otherwise;
  for await (const page of readPages(execution, plan.model, input))
    for (const item of page) {
      if (work.pay(1)) await work.rest();
      distinct.add(item);
    }
  return sorted();
}

/** Groups before the final filter. */
function resultsOf(execution: Execution, model: CollectionModel, results: Results): Promise<readonly Item[]> {
  return measured(
    execution,
    results,
    (each) => findResults(each, model, results),
    (groups) => groups.length,
  );
}

async function findResults(
  execution: Execution,
  model: CollectionModel,
  results: Results,
): Promise<readonly Item[]> {
  if (results.kind === 'call') {
    const groups = await send(execution, results.call);
    if (groups === undefined) return resultsOf(execution, model, results.otherwise);
    execution.budget.rows(groups.length);
    return groups;
  }
  const { input, aggregation } = results;
  const aggregator = createAggregator(aggregation);
  const work = createWork(execution);
  const keys = aggregation.groupingFields.length;
  const each = 4 * keys + aggregation.operations.length;
  const perGroup = keys + aggregation.operations.length;
  for await (const page of readPages(execution, model, input)) {
    work.reserve(each * page.length);
    for (const item of page) {
      if (work.pay(each)) await work.rest();
      const before = aggregator.size();
      aggregator.add(item);
      if (aggregator.size() > before && work.pay(groupSteps * perGroup)) await work.rest();
    }
  }
  const items: Item[] = [];
  for (const item of aggregator.groups()) {
    items.push(item);
    if (work.tick(4 * perGroup)) await work.rest();
  }
  return items;
}

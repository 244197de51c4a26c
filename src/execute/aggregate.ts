/** Aggregations and distinct values: by the upstream where it means the same, else over a scan of the fields needed. */

import { runPushedAggregate } from '../calls/aggregate-push.js';
import { planAggregate } from '../plan/aggregate-plan.js';
import { readPaths } from '../plan/aggregation.js';
import { fieldKey, type Plan, residualFields } from '../plan/plan.js';
import { type Aggregation, createAggregator } from '../wix/aggregate.js';
import { createDistinct } from '../wix/distinct.js';
import { compileFilter } from '../wix/filter/evaluate.js';
import type { Item, Json } from '../wix/json.js';
import type { SortOrder } from '../wix/protocol.js';
import { scanItems } from './execute.js';
import { fetchByIds } from './ids.js';
import type { Run } from './run.js';

/** Groups with their results, before the final filter. */
export async function aggregateItems(
  run: Run,
  plan: Plan,
  aggregation: Aggregation,
): Promise<readonly Item[]> {
  const pushed = planAggregate(plan, aggregation);
  const answered = pushed.kind === 'pushed' && (await runPushedAggregate(run, plan, pushed));
  if (answered) return answered;
  const aggregator = createAggregator(aggregation);
  for await (const item of matchingItems(run, plan, readPaths(aggregation))) aggregator.add(item);
  return aggregator.results();
}

/** All distinct values of a field, sorted. */
export async function distinctValues(
  run: Run,
  plan: Plan,
  path: string,
  order: SortOrder,
): Promise<readonly Json[]> {
  const distinct = createDistinct(path);
  const pushed = planAggregate(plan, { groupingFields: [path], operations: [] });
  const answered = pushed.kind === 'pushed' && (await runPushedAggregate(run, plan, pushed));
  if (answered) {
    for (const group of answered) distinct.add(group);
    return distinct.values(order);
  }
  for await (const item of matchingItems(run, plan, [path])) distinct.add(item);
  return distinct.values(order);
}

/** Every matching item, with only the fields that are asked for. */
async function* matchingItems(run: Run, plan: Plan, paths: readonly string[]): AsyncGenerator<Item, void> {
  const keys = [...paths.map((path) => fieldKey(path, run.model)), ...residualFields(plan)];
  const reader = run.model.rows(keys);
  if (plan.access.kind === 'empty') return;
  if (plan.access.kind === 'ids') {
    const matches = compileFilter(plan.wanted.filter);
    for (const item of await fetchByIds(run, plan.access.ids, reader, keys)) if (matches(item)) yield item;
    return;
  }
  const matches = compileFilter(plan.translation.residual);
  for await (const item of scanItems(run, plan, reader, keys, { whole: true, first: 0 }))
    if (matches(item)) yield item;
}

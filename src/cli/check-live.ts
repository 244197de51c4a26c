/** `check --live`: reads one page of each collection and looks whether what comes is what the mapping promises. */
import type { App } from '../app.js';
import type { CollectionModel } from '../mapping/model.js';
import type { Problem } from '../mapping/problem.js';
import { neededFacts } from '../planner/arguments.js';
import type { Engine } from '../planner/engine.js';
import { AdapterError } from '../wix/errors.js';
import type { Item } from '../wix/json.js';
import { parseCount, parseQuery } from '../wix/requests.js';

const pageSize = 50;

export async function checkLive(app: App, engine: Engine): Promise<readonly Problem[]> {
  const found: Problem[] = [];
  for (const model of app.collections.values()) found.push(...(await checkCollection(app, model, engine)));
  return found;
}

async function checkCollection(
  app: App,
  model: CollectionModel,
  engine: Engine,
): Promise<readonly Problem[]> {
  const { source } = app.mappings.collections.find((each) => each.value.collection === model.id)!;
  const context = () => ({
    requestId: undefined,
    scope: {},
    signal: new AbortController().signal,
    deadline: Date.now() + model.limits.deadline,
    log: undefined,
  });
  const problem = (at: readonly string[], message: string): Problem =>
    source.problemAt(at, message, { at: 'key' });
  const facts = neededFacts(model);
  if (facts.length > 0) {
    const message = `not read: it needs ${facts.join(' and ')}, which only requests from Wix have`;
    return [source.problemAt(['list', 'arguments'], message, { at: 'key', severity: 'warning' })];
  }
  try {
    const request = parseQuery({
      collectionId: model.id,
      query: { paging: { limit: pageSize, offset: 0 } },
      returnTotalCount: true,
    });
    const { items, pagingMetadata } = await engine.query(model, request, context());
    const { totalCount } = await engine.count(model, parseCount({ collectionId: model.id }), context());
    const total = pagingMetadata.total ?? totalCount;
    return [
      ...idProblems(items).map((message) => problem(['id'], message)),
      ...(items.length === Math.min(pageSize, total)
        ? []
        : [
            problem(
              ['list'],
              `the total says ${total}, but the first page of ${pageSize} has ${items.length} items`,
            ),
          ]),
      ...(total === totalCount
        ? []
        : [problem(['list'], `the total beside the items says ${total}, the count ${totalCount}`)]),
    ];
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    const reason = error.reason === undefined ? '' : ` (${error.reason})`;
    return [problem(['list'], `the first page cannot be read: ${error.message}${reason}`)];
  }
}

function idProblems(items: readonly Item[]): readonly string[] {
  const ids = items.map((item) => item._id);
  const missing = ids.filter((id) => typeof id !== 'string' || id === '').length;
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  return [
    ...(missing === 0 ? [] : [`${missing} of ${items.length} items have no id`]),
    ...(twice === undefined ? [] : [`the id ${JSON.stringify(twice)} comes more than once`]),
  ];
}

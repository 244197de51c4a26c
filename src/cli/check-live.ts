/**
 * `check --live`: reads one page of each collection, and an item by its id, and tries what the mapping claims of its list:
 * places, totals, filters and sorts. What comes is compared with what the mapping promises.
 */
import type { App } from '../app/app.js';
import { type Asker, createAsker, createWaitBudget } from '../authoring/learn/asker.js';
import type { Finding } from '../authoring/learn/finding.js';
import { recheck } from '../authoring/learn/recheck.js';
import { neededFacts } from '../calls/arguments.js';
import { usesFilter } from '../calls/ids.js';
import type { RequestContext } from '../execute/execution.js';
import { rereadById } from '../execute/get.js';
import { inParallel } from '../execute/parallel.js';
import type { Problem } from '../mapping/problem.js';
import type { Path, SourceFile } from '../mapping/source.js';
import type { CollectionModel } from '../model/model.js';
import type { Engine } from '../service/engine.js';
import { AdapterError } from '../wix/errors.js';
import type { Item } from '../wix/json.js';
import { parseCount, parseQuery } from '../wix/requests.js';
import type { World } from '../world/world.js';
import { checkReferences } from './check-references.js';
import type { CliContext } from './context.js';
import { ownRequest } from './own-request.js';
import { unusedArguments } from './unused-arguments.js';

const pageSize = 50;

/** Collections that are read at the same time. */
const together = 4;

export interface Checked {
  /** In the order of the collections. */
  readonly problems: readonly Problem[];
  /** By collection; those that could not be read are not among them. */
  readonly rows: ReadonlyMap<string, RowsRead>;
}

export interface RowsRead {
  /** Items of the first page. */
  readonly read: number;
  /** All items, as the API or the adapter counts them. */
  readonly total: number;
}

export async function checkLive(
  { world, progress }: Pick<CliContext, 'world' | 'progress'>,
  app: App,
  engine: Engine,
): Promise<Checked> {
  const rows = new Map<string, RowsRead>();
  let done = 0;
  const { signal } = new AbortController();
  const waiting = createWaitBudget({ world, signal });
  const models = [...app.collections.values()];
  const problems = await inParallel(together, models, async (model) => {
    progress(`reading ${model.id}, ${done} of ${models.length} done`);
    const upstream = engine.execution(model, ownRequest(world, model)).runtime.upstream(model);
    const dialect = app.upstreams.find(({ name }) => name === model.upstream)?.dialect;
    const asker = createAsker(waiting, { world, signal }, upstream, dialect);
    const found = await checkCollection({ world, app, model, engine, asker, rows });
    done += 1;
    return found;
  });
  return { problems: problems.flat(), rows };
}

interface Check {
  readonly world: World;
  readonly app: App;
  readonly model: CollectionModel;
  readonly engine: Engine;
  readonly asker: Asker;
  readonly rows: Map<string, RowsRead>;
}

async function checkCollection({
  world,
  app,
  model,
  engine,
  asker,
  rows,
}: Check): Promise<readonly Problem[]> {
  const { source } = app.mappings.collections.find((each) => each.value.collection === model.id)!;
  const context = (): RequestContext => ownRequest(world, model);
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
    rows.set(model.id, { read: items.length, total });
    const getter = await getterProblem(app, engine, model, items[0], context());
    const claims = await recheck(model, asker);
    const served = new Set(app.collections.keys());
    const references = await checkReferences(engine, model, served, context);
    const warnings = [...emptyWarnings(model, items.length), ...rawIdWarnings(items)];
    return [
      ...warnings.map(({ at, message }) => source.problemAt(at, message, { at: 'key', severity: 'warning' })),
      ...references.map(({ key, message, severity }) =>
        source.problemAt(['fields', key], message, { at: 'key', severity }),
      ),
      ...claims.map((finding) => claimProblem(finding, source)),
      ...(getter === undefined ? [] : [problem(['get'], getter)]),
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
    // What the mapping claims wrongly may be the reason.
    const claims = await recheck(model, asker);
    return [
      problem(['list'], `the first page cannot be read: ${error.message}${reasonOf(error)}`),
      ...claims.map((finding) => claimProblem(finding, source)),
    ];
  }
}

/** What is not so, with the line that mends it. */
function claimProblem({ line, change, comment, evidence }: Finding, source: SourceFile): Problem {
  const value = typeof change === 'object' ? JSON.stringify(change.put) : '';
  const what = (comment ?? evidence).replace(/^learned: /, '');
  const help = `write ${line.join('.')}: ${value}${comment === undefined || what === evidence ? '' : ` (${evidence})`}`;
  return source.problemAt(line, what, { at: 'key', help });
}

interface Warning {
  readonly at: Path;
  readonly message: string;
}

function emptyWarnings(model: CollectionModel, rows: number): readonly Warning[] {
  if (rows > 0) return [];
  const unused = unusedArguments(model);
  const why =
    unused.length === 0 ? '' : `; arguments of the list field that are not used: ${unused.join(', ')}`;
  return [{ at: ['list'], message: `no row came, so nothing of the collection could be tried${why}` }];
}

/** Clients put ids raw into an address, where these characters end its path. */
function rawIdWarnings(items: readonly Item[]): readonly Warning[] {
  const raw = items.find(({ _id }) => typeof _id === 'string' && /[/?#%]/.test(_id));
  if (raw === undefined) return [];
  const message = `the id ${JSON.stringify(raw._id)} holds one of / ? # %, and a site's get() puts ids into an address as they are: such an item cannot be fetched by its id. An id codec gives other ids (id: { path, codec })`;
  return [{ at: ['id'], message }];
}

/** What is wrong with the getter, by one request for an item that is there. */
async function getterProblem(
  app: App,
  engine: Engine,
  model: CollectionModel,
  first: Item | undefined,
  context: RequestContext,
): Promise<string | undefined> {
  const { collections, upstreams } = app.mappings;
  const own = collections.find((each) => each.value.collection === model.id)?.value.get;
  const written = own !== undefined || upstreams.get(model.upstream)?.value.get !== undefined;
  // What only a dialect says and this mapping does not use is no fault of the mapping.
  if (typeof first?._id !== 'string' || (!written && usesFilter(model))) return undefined;
  const id = JSON.stringify(first._id);
  try {
    const found = await rereadById(engine.execution(model, context), model, first._id);
    if (found === undefined || (found.length === 1 && found[0] === first._id)) return undefined;
    const instead = found.length === 0 ? 'nothing' : `the item ${found.map((each) => JSON.stringify(each))}`;
    return `get gives ${instead} for the id ${id}, which the list has`;
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return `the item ${id} of the list cannot be read by get: ${error.message}${reasonOf(error)}`;
  }
}

function reasonOf(error: AdapterError): string {
  return error.reason === undefined ? '' : ` (${error.reason})`;
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

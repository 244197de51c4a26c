/**
 * The composition root: mapping files → upstream clients → schemas → bound collections. An upstream that is out of
 * reach is asked again in the background; a broken file takes away only itself (law 7).
 */
import type { Environment } from '../mapping/environment.js';
import { type Problem, sortProblems } from '../mapping/problem.js';
import { defaultUpstream, type Located, type Mappings, readMappings } from '../mapping/read.js';
import type { CollectionMapping } from '../mapping/schema.js';
import { didYouMean } from '../mapping/suggest.js';
import { type BoundCollection, bindCollection } from '../model/bind/collection.js';
import { judgeDefaults } from '../model/bind/defaults.js';
import type { CollectionModel, UpstreamModel } from '../model/model.js';
import type { Catalog } from '../service/catalog.js';
import { createOperationBuilder } from '../upstream/document/operation.js';
import { createAnswerAccount } from '../upstream/transport/account.js';
import type { Observe } from '../world/observation.js';
import type { World } from '../world/world.js';
import { NoSchemaError, type ObtainedSchema, obtainSchema, type SchemaFault } from './obtain-schema.js';
import { type OpenUpstream, openUpstream } from './open-upstream.js';

export interface AppOptions {
  readonly world: World;
  readonly mappingsDirectory: string;
  readonly environment: Environment;
  readonly observe: Observe;
  /** Which schema to use where there are both. Default live. */
  readonly prefer?: 'live' | 'saved';
  /** Milliseconds before an upstream is asked again: the first time, doubled each time, and at most. */
  readonly retry?: { readonly first: number; readonly most: number } | 'never';
}

export interface App extends Catalog {
  /** The files as read; collections of broken ones are absent. */
  readonly mappings: Mappings;
  /** Upstreams whose file is sound, whether they answer or not. */
  readonly upstreams: readonly OpenUpstream[];
  /** Where each bound upstream's schema came from, by name. */
  readonly schemas: ReadonlyMap<string, ObtainedSchema>;
  /** Why upstreams have no schema at all, by name. */
  readonly schemaFaults: ReadonlyMap<string, readonly SchemaFault[]>;
  /** Ends retries, then closes all connections. */
  close(): Promise<void>;
}

const usualRetry = { first: 500, most: 30_000 };

export function createApp(options: AppOptions): App {
  const { world, environment, observe, prefer = 'live', retry = usualRetry } = options;
  const mappings = readMappings(options.mappingsDirectory, environment);
  const problems: Problem[] = [...mappings.problems];
  const models = new Map<string, CollectionModel>();
  let collections: ReadonlyMap<string, CollectionModel> = new Map();
  const pending = new Set<string>();
  const unreached = new Map<string, string>();
  const schemas = new Map<string, ObtainedSchema>();
  const schemaFaults = new Map<string, readonly SchemaFault[]>();
  const closing = new AbortController();

  const collectionsOf = (name: string): readonly Located<CollectionMapping>[] =>
    mappings.collections.filter((each) => (each.value.upstream ?? defaultUpstream) === name);

  const upstreams: OpenUpstream[] = [];
  const account = createAnswerAccount();
  for (const [name, located] of mappings.upstreams) {
    const { opened, problems: own } = openUpstream(name, located, environment, {
      world,
      account,
      secrets: collectionsOf(name).flatMap((each) => each.filled ?? []),
    });
    problems.push(...own);
    if (opened) upstreams.push(opened);
  }
  // A file that cannot be read may be the one that is referred to.
  if (mappings.problems.length === 0) problems.push(...referenceProblems(mappings.collections));

  const bindAll = (upstream: OpenUpstream, obtained: ObtainedSchema): void => {
    const model: UpstreamModel = {
      name: upstream.name,
      url: upstream.client.shown,
      schema: obtained.schema,
      mapping: upstream.located.value,
      dialect: upstream.dialect,
      client: upstream.client,
      operations: createOperationBuilder(),
    };
    const note = (found: readonly Problem[]): void => {
      problems.push(...found);
      for (const problem of found) observe({ kind: 'problem found', problem });
    };
    const judged = judgeDefaults(upstream.located, model, collectionsOf(upstream.name));
    note(judged.problems);
    for (const located of collectionsOf(upstream.name)) {
      pending.delete(located.value.collection);
      if (judged.spoiled.has(located.value.collection)) continue;
      const bound = bindOne(located, model, observe);
      note(bound.problems);
      if (bound.model) models.set(bound.model.id, bound.model);
    }
    const ids = mappings.collections.map((each) => each.value.collection);
    collections = new Map(ids.flatMap((id) => (models.has(id) ? [[id, models.get(id)!]] : [])));
  };

  /** One attempt. @returns whether it need not be tried again */
  const reach = async (upstream: OpenUpstream): Promise<boolean> => {
    try {
      const obtained = await obtainSchema(world, upstream, prefer, closing.signal);
      schemas.set(upstream.name, obtained);
      unreached.delete(upstream.name);
      schemaFaults.delete(upstream.name);
      bindAll(upstream, obtained);
      const bound = collectionsOf(upstream.name).filter((each) => models.has(each.value.collection)).length;
      const { origin, instead } = obtained;
      observe({
        kind: 'upstream bound',
        upstream: upstream.name,
        address: upstream.client.shown,
        schema: origin,
        instead,
        collections: bound,
      });
      return true;
    } catch (error) {
      const known = error instanceof NoSchemaError;
      // A defect must not end a service whose other upstreams work (law 7).
      if (!known)
        observe({ kind: 'defect', during: 'while an upstream was bound', at: upstream.client.shown, error });
      if (known) schemaFaults.set(upstream.name, error.faults);
      unreached.set(upstream.name, `upstream ${upstream.name}: ${known ? error.message : 'internal error'}`);
      return false;
    }
  };
  const keepTrying = async (upstream: OpenUpstream): Promise<void> => {
    if (retry === 'never') return;
    for (let wait = retry.first; !closing.signal.aborted; wait = Math.min(wait * 2, retry.most)) {
      const reason = unreached.get(upstream.name) ?? '';
      observe({ kind: 'upstream unreachable', upstream: upstream.name, reason, retryMilliseconds: wait });
      const waited = world.sleep(wait, closing.signal).then(
        () => true,
        () => false,
      );
      if (!(await waited) || (await reach(upstream))) return;
    }
  };

  for (const problem of problems) observe({ kind: 'problem found', problem });
  for (const file of replacedAddresses(mappings)) observe({ kind: 'address replaced', file });
  const used = upstreams.filter((each) => collectionsOf(each.name).length > 0);
  for (const { name } of used) for (const each of collectionsOf(name)) pending.add(each.value.collection);
  const first = used.map(async (upstream) => ({ upstream, bound: await reach(upstream) }));
  const started = Promise.all(first).then((attempts) => {
    for (const { upstream, bound } of attempts) if (!bound) void keepTrying(upstream);
  });

  return {
    mappings,
    upstreams,
    schemas,
    schemaFaults,
    started,
    pending,
    get collections() {
      return collections;
    },
    get problems() {
      return sortProblems(problems);
    },
    get ready() {
      return pending.size === 0 && collections.size > 0;
    },
    get reasons() {
      const waiting = [...pending].sort();
      if (waiting.length > 0) {
        const said = [...unreached.values()];
        return said.length > 0 ? said : [`not bound yet: ${waiting.join(', ')}`];
      }
      return collections.size > 0 ? [] : ['no collection could be bound; see problems'];
    },
    async close() {
      closing.abort();
      await Promise.all(upstreams.map((each) => each.close()));
    },
  };
}

/** Files whose address the environment's stands in for: nobody looks for a cause there. */
export function replacedAddresses({ upstreams }: Mappings): readonly string[] {
  return [...upstreams.values()].filter((each) => each.replaced).map((each) => each.file);
}

/** Binds a collection; a defect of the adapter that its file provokes becomes a problem of that file alone (law 7). */
function bindOne(
  located: Located<CollectionMapping>,
  model: UpstreamModel,
  observe: Observe,
): BoundCollection {
  try {
    return bindCollection(located, model);
  } catch (error) {
    observe({ kind: 'defect', during: 'while a collection was bound', at: located.file, error });
    const help = 'this is a defect of the adapter, not of the file; please report it';
    const problem = located.source.problemAt([], `internal error: ${(error as Error).message}`, { help });
    return { model: undefined, problems: [problem] };
  }
}

/** References lead nowhere in Wix when their collection does not exist; it may be one of Wix's own, so this is a warning. */
function referenceProblems(collections: readonly Located<CollectionMapping>[]): readonly Problem[] {
  const ids = collections.map((each) => each.value.collection);
  return collections.flatMap(({ source, value }) =>
    Object.entries(value.fields).flatMap(([key, field]) => {
      const to = typeof field === 'string' ? undefined : field.collection;
      if (to === undefined || ids.includes(to)) return [];
      const help =
        didYouMean(to, ids) ?? 'write its file, or ignore this if it is a collection of Wix itself';
      const message = `no file of this directory has the collection "${to}"`;
      return [source.problemAt(['fields', key, 'collection'], message, { help, severity: 'warning' })];
    }),
  );
}

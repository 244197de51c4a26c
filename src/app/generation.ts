/**
 * A generation: one immutable state of the whole configuration. A reload makes the next one; an upstream that comes up replaces
 * the value by one that has more, under the same number. Each request holds the value that it began with.
 */

import { errorsOf, type Problem, sortProblems } from '../mapping/problem.js';
import { namedFacts } from '../model/bind/named-facts.js';
import type { CollectionModel } from '../model/model.js';
import type { Catalog } from '../service/catalog.js';
import type { Engine } from '../service/engine.js';
import { type Configuration, collectionsOf, usedUpstreams } from './configuration.js';
import type { ObtainedSchema, SchemaFault } from './obtain-schema.js';
import type { OpenUpstream } from './open-upstream.js';
import type { Attempt } from './reach-upstream.js';
import { argumentProblems, unseenReferences } from './reference-problems.js';

export interface Generation extends Pick<Configuration, 'mappings' | 'upstreams' | 'fingerprint'> {
  /** From 1; one more with each reload. */
  readonly number: number;
  /** By id, in the order of their files. */
  readonly collections: ReadonlyMap<string, CollectionModel>;
  /** What the upstream of each collection is asked through, by the collection's id. */
  readonly gateways: ReadonlyMap<string, OpenUpstream>;
  /** Path of each collection's file, by its id. */
  readonly files: ReadonlyMap<string, string>;
  /** Ids whose file or upstream broke: the last good model serves on, with the gateway that it was bound to. */
  readonly kept: ReadonlySet<string>;
  /** Collections whose upstream has not told its schema yet. */
  readonly pending: ReadonlySet<string>;
  /** Ids of files that cannot be used, where they have rules or cannot be read at all. */
  readonly rulesUnknown: ReadonlySet<string>;
  /** Sorted by place. */
  readonly problems: readonly Problem[];
  /** Where each bound upstream's schema came from, by name. */
  readonly schemas: ReadonlyMap<string, ObtainedSchema>;
  /** Why upstreams have no schema at all, by name. */
  readonly schemaFaults: ReadonlyMap<string, readonly SchemaFault[]>;
  /** Everything that can be bound is bound, and that is at least one collection. */
  readonly ready: boolean;
  /** Why it is not ready; empty when it is. */
  readonly reasons: readonly string[];
  /** Answers requests, and holds what it learned of pages, bookmarks and document texts while doing so. */
  readonly engine: Engine;
}

export interface Assembly {
  readonly number: number;
  readonly configuration: Configuration;
  /** The last attempt at each upstream that was tried, by name. */
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly engine: Engine;
  /** With problems it does not become ready; what is ready stays so. */
  readonly strict: boolean;
  /** What is wrong with upstreams that are bound. */
  readonly troubles: ReadonlyMap<string, Problem>;
  /** What served before: good models are taken from here where there is no new one. */
  readonly before: Generation | undefined;
}

/** Pure: the same parts give the same generation. */
export function assemble(assembly: Assembly): Generation {
  const { number, configuration, attempts, engine, strict, before } = assembly;
  const { mappings, upstreams, fingerprint } = configuration;
  const bound = new Map<string, CollectionModel>();
  const gateways = new Map<string, OpenUpstream>();
  const files = new Map(mappings.collections.map((each) => [each.value.collection, each.file]));
  const pending = new Set<string>();
  const problems = [...configuration.problems];
  const schemas = new Map<string, ObtainedSchema>();
  const schemaFaults = new Map<string, readonly SchemaFault[]>();
  const unreached: string[] = [];
  for (const upstream of usedUpstreams(configuration)) {
    const attempt = attempts.get(upstream.name);
    if (attempt?.kind === 'bound') {
      schemas.set(upstream.name, attempt.obtained);
      problems.push(...attempt.problems);
      for (const model of attempt.models) {
        bound.set(model.id, model);
        gateways.set(model.id, upstream);
      }
      continue;
    }
    for (const each of collectionsOf(mappings, upstream.name)) pending.add(each.value.collection);
    if (!attempt) continue;
    unreached.push(attempt.reason);
    if (attempt.faults.length > 0) schemaFaults.set(upstream.name, attempt.faults);
  }

  problems.push(
    ...assembly.troubles.values(),
    ...argumentProblems(mappings.collections, bound),
    ...unseenReferences(mappings.collections, bound),
  );
  const kept = new Set<string>();
  for (const [id, model] of before?.collections ?? []) {
    const file = files.get(id) ?? before!.files.get(id)!;
    // A file that was taken away takes its collection away; one that cannot be used does not.
    const meant = files.has(id) || errorsOf(problems).some((each) => each.file === file);
    if (bound.has(id) || !meant) continue;
    bound.set(id, model);
    files.set(id, file);
    gateways.set(id, before!.gateways.get(id)!);
    pending.delete(id);
    kept.add(id);
  }
  const collections = new Map(
    [...bound].sort(([, a], [, b]) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
  );
  const isServed = (id: string): boolean => collections.has(id) || pending.has(id);
  const refused = strict && !before?.ready && errorsOf(problems).length > 0;
  return Object.freeze({
    number,
    fingerprint,
    mappings,
    upstreams,
    collections,
    gateways,
    files,
    kept,
    pending,
    rulesUnknown: new Set([...ruledIds(mappings), ...unreadIds(mappings)].filter((id) => !isServed(id))),
    problems: sortProblems(problems),
    schemas,
    schemaFaults,
    ready: pending.size === 0 && collections.size > 0 && !refused,
    reasons: reasonsOf(pending, collections.size, unreached, refused),
    engine,
  });
}

/** Collections that may have other items for each who asks. */
function ruledIds({ collections }: Configuration['mappings']): readonly string[] {
  return collections
    .map(({ value }) => value)
    .filter(({ allow, where, whereFor }) => allow || whereFor || namedFacts(where).size > 0)
    .map(({ collection }) => collection);
}

/** Files that say nothing of their collections are named after them, as `init` writes them. */
function unreadIds({ collections, problems }: Configuration['mappings']): readonly string[] {
  const read = new Set(collections.map(({ file }) => file));
  const unread = errorsOf(problems).filter(({ file }) => !read.has(file));
  return unread.map(({ file }) =>
    file
      .split(/[\\/]/)
      .at(-1)!
      .replace(/\.ya?ml$/, ''),
  );
}

function reasonsOf(
  pending: ReadonlySet<string>,
  collections: number,
  unreached: readonly string[],
  refused: boolean,
): readonly string[] {
  if (pending.size > 0)
    return unreached.length > 0 ? unreached : [`not bound yet: ${[...pending].sort().join(', ')}`];
  if (refused) return ['there are problems, and a strict service takes none; see problems'];
  return collections > 0 ? [] : ['no collection could be bound; see problems'];
}

/** What the service sees of a generation. @param generation the one of now, where it is replaced */
export function catalogOf({ started }: Pick<Catalog, 'started'>, generation: () => Generation): Catalog {
  return {
    get generationNumber() {
      return generation().number;
    },
    get kept() {
      return generation().kept;
    },
    get collections() {
      return generation().collections;
    },
    get pending() {
      return generation().pending;
    },
    get rulesUnknown() {
      return generation().rulesUnknown;
    },
    get problems() {
      return generation().problems;
    },
    get withdrawn() {
      return generation()
        .engine.withdrawals()
        .map(({ message }) => message);
    },
    get gateways() {
      return generation().upstreams.map((each) => ({ upstream: each.name, ...each.state() }));
    },
    get ready() {
      return generation().ready;
    },
    get reasons() {
      return generation().reasons;
    },
    started,
  };
}

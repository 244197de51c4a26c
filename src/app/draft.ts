/** A generation in the making: its files are read, and its upstreams are being tried. */
import { createHash } from 'node:crypto';
import { createAnswerCache } from '../gateway/cache.js';
import { type CacheStore, createMemoryStore } from '../gateway/cache-store.js';
import type { Environment } from '../mapping/environment.js';
import type { Problem } from '../mapping/problem.js';
import { idCodecsOf } from '../model/bind/ids.js';
import type { CollectionModel } from '../model/model.js';
import { createBases } from '../service/answer-basis.js';
import { createEngine, type Engine } from '../service/engine.js';
import type { Keeping } from '../service/keeping.js';
import { isOutage, isTimeout } from '../service/kept.js';
import { createSiteNotices, type SendNotice } from '../service/site-notice.js';
import { postMessage } from '../upstream/hooks/post.js';
import { createAnswerAccount } from '../upstream/transport/account.js';
import type { Observe } from '../world/observation.js';
import type { Cancel, World } from '../world/world.js';
import { type Configuration, collectionsOf, readConfiguration } from './configuration.js';
import { fileState, placesOf } from './file-state.js';
import { assemble, type Generation } from './generation.js';
import type { OpenUpstream, UpstreamOptions } from './open-upstream.js';
import { type Attempt, lookAgain, reachUpstream, type SchemaLook } from './reach-upstream.js';
import type { LastReading } from './watch.js';

export interface DraftOptions {
  readonly world: World;
  readonly mappingsDirectory: string;
  readonly environment: Environment;
  readonly observe: Observe;
  /** Which schema to use where there are both. Default live. */
  readonly prefer?: 'live' | 'saved';
  /** What asks the upstreams. Default: HTTP. */
  readonly connect?: UpstreamOptions['connect'];
  /** Signs cursors; give all replicas the same. Without it cursors end with the process. */
  readonly cursorSecret?: string | undefined;
  /** What tells a site of changes. Default: HTTP. */
  readonly notify?: SendNotice | undefined;
  /** With problems it does not become ready, and takes no reload. */
  readonly strict?: boolean | undefined;
  /** Where kept answers are. Default: the memory of this process. */
  readonly store?: CacheStore | undefined;
}

export interface Draft {
  readonly number: number;
  /** Which files were read, and how they looked just before. */
  readonly read: LastReading;
  readonly strict: boolean;
  readonly configuration: Configuration;
  /** The last attempt at each upstream, by name. */
  readonly attempts: Map<string, Attempt>;
  readonly engine: Engine;
  /** Aborted when it serves no longer, or never will. */
  readonly over: AbortController;
  /** What its references lead to: the collections of the generation that was last made of it. */
  readonly serves: { collections: Generation['collections'] };
  /** What is wrong with upstreams that are bound, by name. */
  readonly troubles: Map<string, Problem>;
  /** Attempts that wait for their time. */
  readonly timers: Set<Cancel>;
}

export interface Drafts {
  /** Kept answers are those of all generations: what one writes ends those of the others. */
  readonly keeping: Omit<Keeping, 'background'>;
  /** Tells what is to be told still, and lets the store go. */
  close(): Promise<void>;
  /** Reads the files. Nothing is sent yet. */
  open(number: number, heard?: UpstreamOptions['heard']): Draft;
  /** Never rejects. */
  tryUpstream(draft: Draft, upstream: OpenUpstream): Promise<Attempt>;
  /** Looks at its schema again, and binds what it finds. Never rejects. */
  look(draft: Draft, upstream: OpenUpstream): Promise<SchemaLook>;
}

export function createDrafts(options: DraftOptions): Drafts {
  const { world, observe, prefer = 'live', connect } = options;
  // These are for all generations together: a reload must not end cursors, and memory is one.
  const cursorSecret = options.cursorSecret ?? Buffer.from(world.bytes(32)).toString('base64');
  const account = createAnswerAccount();
  // A model that is kept through a reload is asked through the gateway that it was bound to.
  const gateways = new WeakMap<CollectionModel, OpenUpstream>();
  const upstream = (model: CollectionModel): OpenUpstream => gateways.get(model)!;
  const store = options.store ?? createMemoryStore(world);
  const cache = createAnswerCache(world, store, isOutage, isTimeout, (error) =>
    observe({ kind: 'store failed', reason: (error as Error).message }),
  );
  const { notify = (request) => postMessage(world, request) } = options;
  const notices = createSiteNotices(world, notify, observe);
  const note = (draft: Draft, tried: OpenUpstream, attempt: Attempt): Attempt => {
    if (attempt.kind === 'bound') for (const model of attempt.models) gateways.set(model, tried);
    draft.attempts.set(tried.name, attempt);
    return attempt;
  };
  return {
    keeping: {
      cache,
      // An answer depends on the file of the upstream too, with what the environment filled in.
      basis: createBases((model) => originOf(upstream(model), cursorSecret)),
      changed(models) {
        for (const model of models) {
          const { site } = upstream(model).located.value;
          if (site) notices.changed(site, [model.id]);
        }
      },
    },
    async close() {
      await notices.close();
      await cache.close();
    },
    open(number, heard) {
      const serves: Draft['serves'] = { collections: new Map() };
      const collection = (id: string): CollectionModel | undefined => serves.collections.get(id);
      const { folders } = placesOf(options.mappingsDirectory, []);
      const folderState = fileState({ folders, files: [] });
      const configuration = readConfiguration(options.mappingsDirectory, options.environment, {
        world,
        account,
        connect,
        observe,
        heard,
      });
      // These are read later.
      const files = configuration.upstreams.flatMap(({ located }) => located.schemaPath ?? []);
      const schemaState = fileState({ folders: [], files });
      return {
        number,
        strict: options.strict ?? false,
        serves,
        read: {
          places: { folders, files },
          state: files.length === 0 ? folderState : `${folderState}\n${schemaState}`,
        },
        configuration,
        attempts: new Map(),
        engine: createEngine({
          world,
          cursorSecret,
          upstream,
          collection,
          collections: () => serves.collections.values(),
        }),
        over: new AbortController(),
        troubles: new Map(),
        timers: new Set(),
      };
    },
    async tryUpstream(draft, tried) {
      const { collections, idCodecs } = boundTo(draft, tried);
      const { signal } = draft.over;
      const attempt = await reachUpstream(tried, collections, idCodecs, { world, observe, prefer, signal });
      return note(draft, tried, attempt);
    },
    async look(draft, tried) {
      const { collections, idCodecs } = boundTo(draft, tried);
      const { signal } = draft.over;
      const before = draft.attempts.get(tried.name);
      const look = await lookAgain(tried, before, collections, idCodecs, { world, observe, signal });
      if (look.kind === 'changed' && !signal.aborted) note(draft, tried, look.attempt);
      return look;
    },
  };
}

function boundTo({ configuration: { mappings } }: Draft, { name }: OpenUpstream) {
  return {
    collections: collectionsOf(mappings, name),
    idCodecs: idCodecsOf(mappings.collections.map((each) => each.value)),
  };
}

/** Digest of what is asked there, and by whom; answers hold cursors that one secret signs. */
export function originOf({ located, client }: OpenUpstream, cursorSecret: string): string {
  const parts = JSON.stringify([located.value, client.shown, cursorSecret]);
  return createHash('sha256').update(parts).digest('base64').slice(0, 22);
}

/** What the draft is by now. @param before where good models are taken from that the draft has not got */
export function generationOf(draft: Draft, before: Generation | undefined): Generation {
  const generation = assemble({ ...draft, before });
  draft.serves.collections = generation.collections;
  return generation;
}

/** Nothing is tried for it any more. */
export function endDraft({ over, timers }: Draft): void {
  over.abort();
  for (const cancel of timers) cancel();
  timers.clear();
}

/** A generation in the making: its files are read, and its upstreams are being tried. */
import { createEngine, type Engine } from '../execute/engine.js';
import type { Environment } from '../mapping/environment.js';
import { createAnswerAccount } from '../upstream/transport/account.js';
import type { Observe } from '../world/observation.js';
import type { Cancel, World } from '../world/world.js';
import { type Configuration, collectionsOf, readConfiguration } from './configuration.js';
import { assemble, type Generation } from './generation.js';
import type { OpenUpstream, UpstreamOptions } from './open-upstream.js';
import { type Attempt, reachUpstream } from './reach-upstream.js';

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
}

export interface Draft {
  readonly number: number;
  readonly configuration: Configuration;
  /** The last attempt at each upstream, by name. */
  readonly attempts: Map<string, Attempt>;
  readonly engine: Engine;
  /** Aborted when it serves no longer, or never will. */
  readonly over: AbortController;
  /** Attempts that wait for their time. */
  readonly timers: Set<Cancel>;
}

export interface Drafts {
  /** Reads the files. Nothing is sent yet. */
  open(number: number): Draft;
  /** Never rejects. */
  tryUpstream(draft: Draft, upstream: OpenUpstream): Promise<Attempt>;
}

export function createDrafts(options: DraftOptions): Drafts {
  const { world, observe, prefer = 'live', connect } = options;
  // These are for all generations together: a reload must not end cursors, and memory is one.
  const cursorSecret = options.cursorSecret ?? Buffer.from(world.bytes(32)).toString('base64');
  const account = createAnswerAccount();
  return {
    open: (number) => ({
      number,
      configuration: readConfiguration(options.mappingsDirectory, options.environment, {
        world,
        account,
        connect,
      }),
      attempts: new Map(),
      engine: createEngine({ world, cursorSecret }),
      over: new AbortController(),
      timers: new Set(),
    }),
    async tryUpstream(draft, upstream) {
      const collections = collectionsOf(draft.configuration.mappings, upstream.name);
      const { signal } = draft.over;
      const attempt = await reachUpstream(upstream, collections, { world, observe, prefer, signal });
      draft.attempts.set(upstream.name, attempt);
      return attempt;
    },
  };
}

/** What the draft is by now. @param before where good models are taken from that the draft has not got */
export function generationOf(draft: Draft, before: Generation | undefined): Generation {
  const { number, configuration, attempts, engine } = draft;
  return assemble({ number, configuration, attempts, engine, before });
}

/** Nothing is tried for it any more. */
export function endDraft({ over, timers }: Draft): void {
  over.abort();
  for (const cancel of timers) cancel();
  timers.clear();
}

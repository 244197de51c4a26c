/**
 * Looks at the schemas of upstreams again, from time to time and when an answer raises a doubt, and hears whether the credentials are
 * accepted. What is found becomes part of the generation that serves: its problems, and models that are bound anew.
 */
import { millisecondsOf } from '../mapping/duration.js';
import type { Problem } from '../mapping/problem.js';
import type { DocumentKind } from '../upstream/document/operation.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import type { Observe } from '../world/observation.js';
import type { World } from '../world/world.js';
import type { Draft, Drafts } from './draft.js';
import { refusedWhole } from './drift.js';
import type { OpenUpstream } from './open-upstream.js';
import { tellAttempt } from './tell.js';

export interface Looks {
  /** Plans the next look at an upstream of the draft. */
  plan(draft: Draft, name: string): void;
  /** Looks now, unless that was done a moment ago. Settles when the look is over. Never rejects. */
  doubt(draft: Draft, name: string): Promise<void>;
  /** How a request to the upstream ended; undefined: it was answered. */
  heard(draft: Draft, name: string, failure: UpstreamFailure | undefined, kind: DocumentKind): void;
}

export interface LooksOptions {
  readonly world: World;
  readonly observe: Observe;
  readonly drafts: Pick<Drafts, 'look'>;
  /** Collections of an upstream whose last good state serves on. */
  readonly kept: (name: string) => readonly string[];
  /** The draft has other models or problems than before. */
  readonly changed: (draft: Draft) => void;
  /** A look is over, whatever it found. */
  readonly over: (draft: Draft, name: string) => void;
}

const usualEvery = '1h';
/** Milliseconds until the next look while something is amiss, and between two looks for a doubt. */
const soon = 60_000;
/** Refusals in a row that speak of the credentials, where a single one may be about what was asked for. */
const refusalsInARow = 3;

export function createLooks({ world, observe, drafts, kept, changed, over }: LooksOptions): Looks {
  interface Watch {
    cancel: () => void;
    underWay: Promise<void> | undefined;
    /** Of the clock that never goes back; undefined: there was none. */
    lastLook: number | undefined;
    refusals: number;
    said: string;
  }
  const watches = new WeakMap<OpenUpstream, Watch>();
  const watchOf = (upstream: OpenUpstream): Watch => {
    const known = watches.get(upstream);
    if (known) return known;
    const made: Watch = {
      cancel: () => undefined,
      underWay: undefined,
      lastLook: undefined,
      refusals: 0,
      said: '',
    };
    watches.set(upstream, made);
    return made;
  };
  const find = (draft: Draft, name: string): OpenUpstream | undefined =>
    draft.configuration.upstreams.find((each) => each.name === name);

  const look = async (draft: Draft, upstream: OpenUpstream): Promise<void> => {
    const watch = watchOf(upstream);
    watch.cancel();
    watch.lastLook = world.monotonic();
    const before = draft.attempts.get(upstream.name);
    const result = await drafts.look(draft, upstream);
    watch.underWay = undefined;
    if (draft.over.signal.aborted) return;
    // Credentials of its own say nothing of those that requests are sent with.
    const same = !upstream.located.value.introspection?.headers;
    if (result.kind !== 'failed' && same) heard(draft, upstream.name, undefined, 'query');
    if (result.kind === 'failed') {
      // Said once for each reason.
      if (result.reason !== watch.said)
        observe({ kind: 'look failed', upstream: upstream.name, reason: result.reason });
      if (result.error instanceof UpstreamFailure && same) heard(draft, upstream.name, result.error, 'query');
    }
    watch.said = result.kind === 'failed' ? result.reason : '';
    if (result.kind === 'changed') {
      changed(draft);
      if (before?.kind === 'bound' && before.obtained.origin === 'live')
        observe({ kind: 'schema changed', upstream: upstream.name, kept: kept(upstream.name) });
      else tellAttempt(observe, upstream, result.attempt);
    }
    over(draft, upstream.name);
  };
  const begin = (draft: Draft, upstream: OpenUpstream): Promise<void> => {
    const watch = watchOf(upstream);
    watch.underWay ??= look(draft, upstream);
    return watch.underWay;
  };
  const doubt: Looks['doubt'] = async (draft, name) => {
    const upstream = find(draft, name);
    if (!upstream || draft.over.signal.aborted || upstream.located.value.introspection?.enabled === false)
      return;
    const { underWay, lastLook } = watchOf(upstream);
    if (underWay) return underWay;
    if (lastLook !== undefined && world.monotonic() - lastLook < soon) return;
    await begin(draft, upstream);
  };
  const heard: Looks['heard'] = (draft, name, failure, kind) => {
    const upstream = find(draft, name);
    if (!upstream || draft.over.signal.aborted) return;
    const watch = watchOf(upstream);
    if (failure === undefined) {
      watch.refusals = 0;
      if (draft.troubles.delete(name)) changed(draft);
      return;
    }
    // What is refused of a write is told item by item, and raises no doubt further up.
    if (kind === 'mutation' && refusedWhole(failure)) void doubt(draft, name);
    if (failure.kind !== 'unauthorized' || upstream.personal) return;
    watch.refusals += 1;
    const sure = failure.status === 401 || watch.refusals >= refusalsInARow;
    if (!sure || draft.troubles.has(name)) return;
    draft.troubles.set(name, refusedCredentials(upstream, failure));
    changed(draft);
  };
  return {
    plan(draft, name) {
      const upstream = find(draft, name);
      if (!upstream || upstream.located.value.introspection?.enabled === false) return;
      const watch = watchOf(upstream);
      const every = millisecondsOf(upstream.located.value.introspection?.every ?? usualEvery);
      const attempt = draft.attempts.get(name);
      const amiss =
        draft.troubles.has(name) ||
        kept(name).length > 0 ||
        (attempt?.kind === 'bound' && attempt.obtained.instead !== undefined);
      const milliseconds = amiss ? Math.min(every, soon) : every;
      // Replicas that were started together are not to ask together.
      const jittered = milliseconds * (0.9 + 0.2 * world.random('time of the next look'));
      draft.timers.delete(watch.cancel);
      watch.cancel();
      const cancel = world.timer(jittered, () => {
        draft.timers.delete(cancel);
        void begin(draft, upstream);
      });
      watch.cancel = cancel;
      draft.timers.add(cancel);
    },
    doubt,
    heard,
  };
}

/** At the line that gives the credentials. */
function refusedCredentials({ located }: OpenUpstream, failure: UpstreamFailure): Problem {
  const { source, value, hide = (text: string) => text } = located;
  const key = (['oauth2', 'request', 'headers'] as const).find((each) => value[each] !== undefined) ?? 'url';
  const names = Object.keys(value.headers ?? {});
  const header =
    names.find((each) => /^authorization$/i.test(each)) ?? (names.length === 1 ? names[0] : undefined);
  const help = 'give it others that the API accepts, and start the service anew with them';
  return source.problemAt(key === 'headers' && header ? [key, header] : [key], hide(failure.message), {
    help,
  });
}

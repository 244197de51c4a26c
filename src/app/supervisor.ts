/**
 * Starts the first generation, tries upstreams out of reach again, swaps generations at a reload, and closes. What comes next is
 * decided in supervisor-state.ts; here it is carried out.
 */
import { errorsOf, formatProblem, type Problem } from '../mapping/problem.js';
import { replacedAddresses, usedUpstreams } from './configuration.js';
import { createDrafts, type Draft, type DraftOptions, type Drafts, endDraft, generationOf } from './draft.js';
import type { Generation } from './generation.js';
import { createLeases } from './leases.js';
import { createLooks } from './looks.js';
import type { OpenUpstream, UpstreamOptions } from './open-upstream.js';
import {
  type RetryTimes,
  type SupervisorEffect,
  type SupervisorEvent,
  startingState,
  step,
} from './supervisor-state.js';
import { tellAttempt, tellProblems, tellSwap } from './tell.js';
import { type Watching, watchFiles } from './watch.js';

export interface SupervisorOptions extends DraftOptions {
  /** Default: 0.5 s, doubled up to 30 s. */
  readonly retry?: RetryTimes | 'never';
  /** Reloads when files change. Default: only when it is asked to. */
  readonly watch?: Watching | undefined;
}

export interface ReloadResult {
  /** Number of the generation that serves after it. */
  readonly generation: number;
  readonly reloaded: boolean;
  /** Why not. */
  readonly reason?: string;
}

export interface Lease {
  readonly generation: Generation;
  /** Goes on with the generation of now: for a request that waited for the start. */
  renew(): void;
  release(): void;
}

export interface Supervisor {
  readonly keeping: Drafts['keeping'];
  readonly generation: Generation;
  /** Settles when every upstream has been tried once, with whatever result, or at the stop. Never rejects. */
  readonly started: Promise<void>;
  /** To be released when the work is done: the gateways of the generation stay open until then. */
  hold(): Lease;
  /**
   * Reads the files again and builds a new generation beside the serving one. What was asked for while another reload is under
   * way reads the files once more after it. Never rejects.
   */
  reload(): Promise<ReloadResult>;
  /** An answer raises a doubt about the schema of an upstream: looks at it again. Never rejects. */
  doubt(upstream: string): Promise<void>;
  /** Ends retries and a reload under way, then closes all connections. */
  close(): Promise<void>;
}

const usualRetry: RetryTimes = { first: 500, most: 30_000 };

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { world, observe, retry = usualRetry } = options;
  const drafts = createDrafts(options);
  const leases = createLeases();
  let endStart: () => void = () => undefined;
  const started = new Promise<void>((resolve) => {
    endStart = resolve;
  });

  const hear = (number: number): UpstreamOptions['heard'] => {
    // Before it serves, and after it, nobody wants to know.
    return (name, failure, kind) => {
      if (serving.number === number) looks.heard(serving, name, failure, kind);
    };
  };
  let serving = drafts.open(1, hear(1));
  let lastRead = serving.read;
  let generation = generationOf(serving, undefined);
  let built: { readonly draft: Draft; readonly generation: Generation } | undefined;
  let building: Draft | undefined;
  let underWay: Promise<void> = Promise.resolve();
  const discarded: Promise<void>[] = [];
  let fault = '';
  let waiting: ((result: ReloadResult) => void)[] = [];
  let waitingLonger: ((result: ReloadResult) => void)[] = [];
  let state = startingState(usedUpstreams(serving.configuration).map((each) => each.name));

  /** Makes the next value the one that serves, and tells what changed. */
  const serve = (next: Generation): void => {
    const before = generation;
    generation = next;
    leases.serve(next);
    tellProblems(observe, before.problems, next.problems);
  };
  const tryUpstream = async (draft: Draft, upstream: OpenUpstream): Promise<void> => {
    const result = await drafts.tryUpstream(draft, upstream);
    if (draft === serving && !draft.over.signal.aborted) {
      serve(generationOf(draft, generation));
      tellAttempt(observe, upstream, result);
    }
    const reached = result.kind === 'bound';
    dispatch({ kind: 'upstream tried', generation: draft.number, upstream: upstream.name, reached });
  };
  const looks = createLooks({
    world,
    observe,
    drafts,
    kept: (name) => [...generation.kept].filter((id) => generation.gateways.get(id)?.name === name),
    changed: (draft) => {
      if (draft === serving) serve(generationOf(draft, generation));
    },
    over: (draft, upstream) => dispatch({ kind: 'schema looked at', generation: draft.number, upstream }),
  });
  const tryAgain = (name: string, after: number): void => {
    const draft = serving;
    const upstream = draft.configuration.upstreams.find((each) => each.name === name)!;
    const last = draft.attempts.get(name);
    const reason = last?.kind === 'unreached' ? last.reason : '';
    // Replicas that lost it together are not to ask together.
    const retryMilliseconds = Math.round(after * (0.75 + 0.5 * world.random('time of the next attempt')));
    observe({ kind: 'upstream unreachable', upstream: name, reason, retryMilliseconds });
    const cancel = world.timer(retryMilliseconds, () => {
      draft.timers.delete(cancel);
      void tryUpstream(draft, upstream);
    });
    draft.timers.add(cancel);
  };
  /** The next generation, as an event. */
  const build = async (): Promise<SupervisorEvent> => {
    fault = '';
    try {
      const draft = drafts.open(generation.number + 1, hear(generation.number + 1));
      building = draft;
      lastRead = draft.read;
      const used = usedUpstreams(draft.configuration);
      await Promise.all(used.map((upstream) => drafts.tryUpstream(draft, upstream)));
      const next = generationOf(draft, generation);
      if (next.collections.size === 0 && generation.collections.size > 0) {
        fault = nothingLeft(next.problems);
        return { kind: 'build failed' };
      }
      const [first, ...more] = options.strict ? errorsOf(next.problems) : [];
      if (first) {
        const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
        fault = `a strict service takes no problems: ${formatProblem(first)}${others}`;
        return { kind: 'build failed' };
      }
      built = { draft, generation: next };
      const names = used.map((each) => each.name);
      const isReached = (name: string): boolean => draft.attempts.get(name)?.kind === 'bound';
      return {
        kind: 'generation built',
        unreached: names.filter((name) => !isReached(name)),
        reached: names.filter(isReached),
      };
    } catch (error) {
      observe({
        kind: 'defect',
        during: 'while a generation was built',
        at: options.mappingsDirectory,
        error,
      });
      fault = `internal error: ${(error as Error).message}`;
      return { kind: 'build failed' };
    }
  };
  const answerReload = (result: ReloadResult): void => {
    const answered = waiting;
    waiting = waitingLonger;
    waitingLonger = [];
    for (const each of answered) each(result);
  };
  const swap = (): void => {
    const { draft, generation: next } = built!;
    built = undefined;
    building = undefined;
    endDraft(serving);
    serving = draft;
    serve(next);
    for (const each of usedUpstreams(draft.configuration))
      tellAttempt(observe, each, draft.attempts.get(each.name)!);
    tellSwap(observe, next);
    answerReload({ generation: next.number, reloaded: true });
  };
  const discard = (): void => {
    if (building) {
      endDraft(building);
      for (const each of building.configuration.upstreams) discarded.push(each.close());
    }
    building = undefined;
    built = undefined;
    const reason = state.phase === 'stopped' ? stopped : fault;
    if (state.phase !== 'stopped') observe({ kind: 'reload failed', generation: generation.number, reason });
    answerReload({ generation: generation.number, reloaded: false, reason });
  };

  const run = (effect: SupervisorEffect): void => {
    switch (effect.kind) {
      case 'try again':
        tryAgain(effect.upstream, effect.after);
        break;
      case 'look again':
        looks.plan(serving, effect.upstream);
        break;
      case 'end start':
        endStart();
        break;
      case 'build':
        underWay = build().then(dispatch);
        break;
      case 'swap':
        swap();
        break;
      case 'discard':
        discard();
        break;
      case 'close':
        endDraft(serving);
        if (building) endDraft(building);
        break;
    }
  };
  function dispatch(event: SupervisorEvent): void {
    const next = step(state, event, retry);
    state = next.state;
    for (const effect of next.effects) run(effect);
  }

  const reload: Supervisor['reload'] = () =>
    new Promise((resolve) => {
      if (state.phase === 'stopped')
        return resolve({ generation: generation.number, reloaded: false, reason: stopped });
      (state.reload === 'none' ? waiting : waitingLonger).push(resolve);
      dispatch({ kind: 'reload asked' });
    });
  const filesChanged = (): void => {
    observe({ kind: 'files changed' });
    void reload();
  };

  leases.serve(generation);
  tellProblems(observe, [], generation.problems);
  for (const file of replacedAddresses(generation.mappings)) observe({ kind: 'address replaced', file });
  if (state.phase === 'serving') endStart();
  for (const upstream of usedUpstreams(serving.configuration)) void tryUpstream(serving, upstream);
  const endWatch = options.watch && watchFiles(world, options.watch, () => lastRead, filesChanged);

  return {
    keeping: drafts.keeping,
    get generation() {
      return generation;
    },
    started,
    hold() {
      let release = leases.hold(generation);
      let over = false;
      const lease = {
        generation,
        renew() {
          if (over) return;
          release();
          lease.generation = generation;
          release = leases.hold(generation);
        },
        release() {
          over = true;
          release();
        },
      };
      return lease;
    },
    reload,
    doubt: (upstream) => looks.doubt(serving, upstream),
    async close() {
      endWatch?.();
      dispatch({ kind: 'stop asked' });
      await Promise.all([underWay, leases.close()]);
      await Promise.all(discarded);
      await drafts.close();
    },
  };
}

const stopped = 'the service is stopping';

function nothingLeft(problems: readonly Problem[]): string {
  const [first] = errorsOf(problems);
  return first ? `nothing could be served: ${formatProblem(first)}` : 'there are no collections to serve';
}

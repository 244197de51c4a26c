/**
 * What the supervisor does next, as a pure function: state and event in, state and effects out. The runner (supervisor.ts) carries
 * the effects out and tells what came of them.
 */
export interface SupervisorState {
  readonly phase: 'starting' | 'serving' | 'stopped';
  /** Number of the generation that serves. */
  readonly generation: number;
  readonly reload: 'none' | 'under way' | 'wanted again';
  /** Upstreams of the serving generation that have not been tried yet. */
  readonly untried: ReadonlySet<string>;
  /** How long to wait before an upstream out of reach is tried again, by name; milliseconds. */
  readonly waits: ReadonlyMap<string, number>;
}

export type SupervisorEvent =
  | {
      readonly kind: 'upstream tried';
      readonly generation: number;
      readonly upstream: string;
      readonly reached: boolean;
    }
  | { readonly kind: 'reload asked' }
  /** The next generation is ready; all of its upstreams have been tried. */
  | {
      readonly kind: 'generation built';
      readonly unreached: readonly string[];
      readonly reached?: readonly string[];
    }
  /** The schema of an upstream that is bound was asked for again. */
  | { readonly kind: 'schema looked at'; readonly generation: number; readonly upstream: string }
  | { readonly kind: 'build failed' }
  | { readonly kind: 'stop asked' };

export type SupervisorEffect =
  | { readonly kind: 'try again'; readonly upstream: string; readonly after: number }
  /** It is bound; its schema may change. */
  | { readonly kind: 'look again'; readonly upstream: string }
  /** Everybody who waits for the start may go on. */
  | { readonly kind: 'end start' }
  | { readonly kind: 'build' }
  /** The generation that was built serves from now on. */
  | { readonly kind: 'swap' }
  /** The generation that was built, if any, is not needed. */
  | { readonly kind: 'discard' }
  | { readonly kind: 'close' };

/** Milliseconds before an upstream is tried again: the first time, doubled each time, and at most. */
export interface RetryTimes {
  readonly first: number;
  readonly most: number;
}

export interface SupervisorStep {
  readonly state: SupervisorState;
  readonly effects: readonly SupervisorEffect[];
}

/** @param upstreams names of those that the first generation uses */
export function startingState(upstreams: readonly string[]): SupervisorState {
  return {
    phase: upstreams.length === 0 ? 'serving' : 'starting',
    generation: 1,
    reload: 'none',
    untried: new Set(upstreams),
    waits: new Map(),
  };
}

export function step(
  state: SupervisorState,
  event: SupervisorEvent,
  retry: RetryTimes | 'never',
): SupervisorStep {
  if (state.phase === 'stopped') {
    // What was under way comes too late.
    const late = event.kind === 'generation built' || event.kind === 'build failed';
    return { state, effects: late ? [{ kind: 'discard' }] : [] };
  }
  switch (event.kind) {
    case 'upstream tried':
      return event.generation === state.generation ? tried(state, event, retry) : { state, effects: [] };
    case 'schema looked at':
      return event.generation === state.generation
        ? { state, effects: lookAgain([event.upstream], retry) }
        : { state, effects: [] };
    case 'reload asked':
      return state.reload === 'none'
        ? { state: { ...state, reload: 'under way' }, effects: [{ kind: 'build' }] }
        : { state: { ...state, reload: 'wanted again' }, effects: [] };
    case 'generation built':
      return swapped(state, event, retry);
    case 'build failed':
      return afterReload(state, [{ kind: 'discard' }]);
    case 'stop asked':
      return {
        state: { ...state, phase: 'stopped' },
        effects: [...endOfStart(state), { kind: 'close' }],
      };
  }
}

function tried(
  state: SupervisorState,
  { upstream, reached }: SupervisorEvent & { readonly kind: 'upstream tried' },
  retry: RetryTimes | 'never',
): SupervisorStep {
  const untried = new Set(state.untried);
  untried.delete(upstream);
  const waits = new Map(state.waits);
  const effects: SupervisorEffect[] = [];
  if (reached) {
    waits.delete(upstream);
    effects.push(...lookAgain([upstream], retry));
  }
  if (!reached && retry !== 'never') {
    const after = waits.get(upstream) ?? retry.first;
    waits.set(upstream, Math.min(2 * after, retry.most));
    effects.push({ kind: 'try again', upstream, after });
  }
  if (untried.size > 0) return { state: { ...state, untried, waits }, effects };
  return {
    state: { ...state, phase: 'serving', untried, waits },
    effects: [...effects, ...endOfStart(state)],
  };
}

function swapped(
  state: SupervisorState,
  { unreached, reached = [] }: SupervisorEvent & { readonly kind: 'generation built' },
  retry: RetryTimes | 'never',
): SupervisorStep {
  const next: SupervisorState = {
    phase: 'serving',
    generation: state.generation + 1,
    reload: state.reload,
    untried: new Set(),
    waits: new Map(
      retry === 'never' ? [] : unreached.map((name) => [name, Math.min(2 * retry.first, retry.most)]),
    ),
  };
  const again = retry === 'never' ? [] : unreached.map((upstream) => ({ upstream, after: retry.first }));
  return afterReload(next, [
    { kind: 'swap' },
    ...endOfStart(state),
    ...again.map((each) => ({ kind: 'try again' as const, ...each })),
    ...lookAgain(reached, retry),
  ]);
}

/** Whoever does not try again does not stay for the next look either. */
function lookAgain(upstreams: readonly string[], retry: RetryTimes | 'never'): readonly SupervisorEffect[] {
  return retry === 'never' ? [] : upstreams.map((upstream) => ({ kind: 'look again', upstream }));
}

function afterReload(state: SupervisorState, effects: readonly SupervisorEffect[]): SupervisorStep {
  // Files may have changed after the reload under way had read them.
  return state.reload === 'wanted again'
    ? { state: { ...state, reload: 'under way' }, effects: [...effects, { kind: 'build' }] }
    : { state: { ...state, reload: 'none' }, effects };
}

function endOfStart({ phase }: SupervisorState): readonly SupervisorEffect[] {
  return phase === 'starting' ? [{ kind: 'end start' }] : [];
}

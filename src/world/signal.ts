/**
 * Giving up, as an object: the part of the DOM's AbortSignal that is used here, so that a real one can stand for it. One of our own
 * costs a fiftieth of it (Node 20: an AbortController is an EventTarget, about 5 microseconds), and each request has one.
 */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface SignalController {
  readonly signal: Signal;
  /** Calls the listeners, once, in the order in which they came. Further calls have no effect. */
  abort(reason?: unknown): void;
}

/** A signal may have any number of listeners; each is called at most once, whatever `once` says. */
export function createSignal(): SignalController {
  // Few each, and one signal may live as long as the process: see roster.ts.
  let listeners: (() => void)[] | undefined;
  const signal = {
    aborted: false,
    reason: undefined as unknown,
    addEventListener(_type: 'abort', listener: () => void): void {
      if (signal.aborted) return;
      listeners ??= [];
      if (!listeners.includes(listener)) listeners.push(listener);
    },
    removeEventListener(_type: 'abort', listener: () => void): void {
      const index = listeners?.indexOf(listener) ?? -1;
      if (index >= 0) listeners!.splice(index, 1);
    },
  };
  return {
    signal,
    abort(reason = new Error('given up')) {
      if (signal.aborted) return;
      signal.aborted = true;
      signal.reason = reason;
      // One that is taken away by another before its turn is not called.
      while (listeners?.length) listeners.shift()!();
      listeners = undefined;
    },
  };
}

/** One that is never aborted. */
export const neverAborted: Signal = Object.freeze({
  aborted: false,
  reason: undefined,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
});

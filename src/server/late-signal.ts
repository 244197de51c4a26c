/** An abort signal that is made when somebody asks for it: most kept answers are given before anybody does, and making one takes long. */
export interface LateSignal {
  readonly signal: AbortSignal;
  abort(reason: Error): void;
}

export function lateSignal(): LateSignal {
  let controller: AbortController | undefined;
  let aborted: Error | undefined;
  return {
    get signal() {
      controller ??= new AbortController();
      if (aborted) controller.abort(aborted);
      return controller.signal;
    },
    abort(reason) {
      aborted ??= reason;
      controller?.abort(reason);
    },
  };
}

/** One thing that `doctor` looked at. */
import type { NextAction } from '../../mapping/next-action.js';

export interface Examined {
  /** `Node`, `variables`, `clock default`, … */
  readonly what: string;
  /** `unknown`: it could not be looked at, because of a problem that is told elsewhere. */
  readonly state: 'good' | 'warning' | 'problem' | 'unknown';
  /** What was seen, without secrets. */
  readonly seen: string;
  /** What mends it. */
  readonly mend?: string;
  /** The same as data, where a program can do it. */
  readonly actions?: readonly NextAction[];
}

export function problem(
  what: string,
  seen: string,
  mend: string,
  ...actions: readonly NextAction[]
): Examined {
  return { what, state: 'problem', seen, mend, ...(actions.length > 0 ? { actions } : {}) };
}

export function good(what: string, seen: string): Examined {
  return { what, state: 'good', seen };
}

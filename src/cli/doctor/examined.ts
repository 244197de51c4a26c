/** One thing that `doctor` looked at. */

export interface Examined {
  /** `Node`, `variables`, `clock default`, … */
  readonly what: string;
  /** `unknown`: it could not be looked at, because of a problem that is told elsewhere. */
  readonly state: 'good' | 'warning' | 'problem' | 'unknown';
  /** What was seen, without secrets. */
  readonly seen: string;
  /** What mends it. */
  readonly mend?: string;
}

export function problem(what: string, seen: string, mend: string): Examined {
  return { what, state: 'problem', seen, mend };
}

export function good(what: string, seen: string): Examined {
  return { what, state: 'good', seen };
}

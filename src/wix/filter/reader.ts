/** What the parts of the filter parser share: the limits and the list of violations. */
import { type Violation, violationsError } from '../errors.js';

export interface FilterLimits {
  /** Most levels of nested objects and lists. Default 50. */
  readonly depth: number;
  /** Most conditions, logical operators and nested values altogether. Default 10 000. */
  readonly nodes: number;
  /** Most elements of one list. Default 10 000. */
  readonly list: number;
}

export const defaultFilterLimits: FilterLimits = Object.freeze({ depth: 50, nodes: 10_000, list: 10_000 });

/** A violation beyond which reading on would only waste time. */
const mostViolations = 100;

export interface Reader {
  readonly limits: FilterLimits;
  readonly violations: readonly Violation[];
  /** Notes what is wrong and where; throws all at once when there are very many. */
  reject(fieldPath: string, rejectedValue: unknown, message: string): void;
  /** Counts nodes; throws at once when there are too many. */
  count(nodes: number): void;
  /** Throws everything noted so far, if anything was. */
  finish(): void;
}

export function createReader(limits: FilterLimits, at: string): Reader {
  const violations: Violation[] = [];
  let counted = 0;
  const fail = () => violationsError('Invalid filter', violations);
  return {
    limits,
    violations,
    reject(fieldPath, rejectedValue, message) {
      const path = [at, fieldPath].filter((each) => each !== '').join('.');
      violations.push({ ...(path === '' ? {} : { fieldPath: path }), rejectedValue, message });
      if (violations.length >= mostViolations) throw fail();
    },
    count(nodes) {
      counted += nodes;
      if (counted <= limits.nodes) return;
      violations.push({
        ...(at === '' ? {} : { fieldPath: at }),
        message: `must have at most ${limits.nodes} parts`,
      });
      throw fail();
    },
    finish() {
      if (violations.length > 0) throw fail();
    },
  };
}

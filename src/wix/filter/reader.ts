/** What the parts of the filter parser share: the limits and the list of violations. */
import { type Violation, violationsError } from '../errors.js';

export interface FilterLimits {
  /** Most levels of nested objects and lists. Default 50. */
  readonly depth: number;
  /** Most conditions. Default 1000: each is planned by itself and compared with every row. */
  readonly conditions: number;
  /** Most conditions, logical operators and nested values altogether. Default 10 000. */
  readonly nodes: number;
  /** Most elements of one list. Default 10 000. */
  readonly list: number;
}

export const defaultFilterLimits: FilterLimits = Object.freeze({
  depth: 50,
  conditions: 1000,
  nodes: 10_000,
  list: 10_000,
});

/** A violation beyond which reading on would only waste time. */
const mostViolations = 100;

export interface Reader {
  readonly limits: FilterLimits;
  readonly violations: readonly Violation[];
  /** Notes what is wrong and where; throws all at once when there are very many. */
  reject(fieldPath: string, rejectedValue: unknown, message: string): void;
  /** Counts nodes; throws at once when there are too many. */
  count(nodes: number): void;
  /** Counts conditions, which are nodes too; throws at once when there are too many. */
  conditions(count: number): void;
  /** Throws everything noted so far, if anything was. */
  finish(): void;
}

export function createReader(limits: FilterLimits, at: string): Reader {
  const violations: Violation[] = [];
  let counted = 0;
  let conditions = 0;
  const fail = () => violationsError('Invalid filter', violations);
  const tooMany = (most: number, what: string) => {
    violations.push({
      ...(at === '' ? {} : { fieldPath: at }),
      message: `must have at most ${most} ${what}`,
    });
    return fail();
  };
  const count = (nodes: number): void => {
    counted += nodes;
    if (counted > limits.nodes) throw tooMany(limits.nodes, 'parts');
  };
  return {
    limits,
    violations,
    reject(fieldPath, rejectedValue, message) {
      const path = [at, fieldPath].filter((each) => each !== '').join('.');
      violations.push({ ...(path === '' ? {} : { fieldPath: path }), rejectedValue, message });
      if (violations.length >= mostViolations) throw fail();
    },
    count,
    conditions(more) {
      conditions += more;
      if (conditions > limits.conditions) throw tooMany(limits.conditions, 'conditions');
      count(more);
    },
    finish() {
      if (violations.length > 0) throw fail();
    },
  };
}

/** Which conditions a filter style can say together. */
import { and, type Predicate } from '../../styles/predicate.js';

/**
 * Those that the style can say together, earlier ones first. What it can say of many it can say of fewer, so halves are looked at only
 * where the whole is too much: looking at one after another would render all that came before again each time.
 */
export function combinable(
  conditions: readonly Predicate[],
  renders: (condition: Predicate) => boolean,
): ReadonlySet<Predicate> {
  const taken: Predicate[] = [];
  const take = (from: number, to: number): void => {
    if (from === to) return;
    const more = conditions.slice(from, to);
    const middle = Math.floor((from + to) / 2);
    if (renders(and([...taken, ...more]))) taken.push(...more);
    else if (middle > from) {
      take(from, middle);
      take(middle, to);
    }
  };
  take(0, conditions.length);
  return new Set(taken);
}

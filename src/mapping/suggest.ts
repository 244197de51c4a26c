/** "Did you mean": the nearest right name to a wrong one. */

/** Longer names are not typing errors of anything, and the distance costs length × length. */
const longestName = 200;
const mostEdits = 5;

/**
 * Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`: the optimal string alignment
 * form of the Damerau-Levenshtein distance.
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + cost);
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1] && cost === 1;
      if (swapped) best = Math.min(best, beforeLast[column - 2]! + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}

/**
 * The candidate nearest to `name`, or undefined where none is near (about one edit in three letters).
 * Letters' case and separators count less than other letters: `display_name` suggests `displayName`.
 * Among equals the first candidate wins.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length === 0 || name.length > longestName) return undefined;
  const plain = (text: string): string => text.toLowerCase().replace(/[_\- ]/g, '');
  const wanted = plain(name);
  const allowed = Math.min(mostEdits, Math.floor(name.length / 3) + 1);
  let best: { candidate: string; edits: number; exact: number } | undefined;
  for (const candidate of candidates) {
    const other = plain(candidate);
    if (candidate === name || Math.abs(other.length - wanted.length) > allowed) continue;
    const edits = editDistance(wanted, other);
    if (edits > allowed || edits >= Math.max(wanted.length, 1)) continue;
    const exact = editDistance(name, candidate);
    if (!best || edits < best.edits || (edits === best.edits && exact < best.exact)) {
      best = { candidate, edits, exact };
    }
  }
  return best?.candidate;
}

/** `did you mean "x"?`, or undefined where nothing is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const nearest = suggest(name, candidates);
  return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}

/** The name in a text that `didYouMean` has made, whatever stands behind it. */
export function suggestedIn(help: string | undefined): string | undefined {
  return /^did you mean "([^"]+)"\?/.exec(help ?? '')?.[1];
}

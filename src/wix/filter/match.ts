/**
 * `$matches` (protocol section 7.6): the parts, one after another, make up the whole text. No regular
 * expressions.
 */
import { foldCase } from './fold.js';
import type { MatchPattern } from './tree.js';

/**
 * A test of a folded text. All positions that the parts so far can end at are followed at once, because a
 * folded character can be longer than one code point; so the work never grows beyond parts × text length.
 */
export function compilePattern(pattern: MatchPattern): (folded: string) => boolean {
  const steps = pattern.parts.map((part) =>
    part.kind === 'literal' ? [foldCase(part.text)] : [...new Set([...part.characters].map(foldCase))],
  );
  return (folded) => {
    let positions: readonly number[] = [0];
    for (const choices of steps) {
      const next = new Set<number>();
      for (const position of positions)
        for (const choice of choices)
          if (folded.startsWith(choice, position)) next.add(position + choice.length);
      if (next.size === 0) return false;
      positions = [...next];
    }
    return positions.includes(folded.length);
  };
}

/**
 * Which part of a text operand may be sent upstream. Wix compares without case over all of Unicode; an upstream may
 * respect case, fold only A-Z, or fold by its own tables. Characters on which the two agree are sent; the rest
 * is left out, and what comes back is checked again here.
 */
import { foldCase } from '../../wix/filter/fold.js';

export type TextOperator = 'contains' | 'startsWith' | 'endsWith';
export type Folding = 'javascript' | 'unicode' | 'ascii' | 'unknown';

export interface TextPlan {
  readonly operator: TextOperator;
  readonly text: string;
  readonly exact: boolean;
}

/**
 * @param sensitivity what the upstream's operator does with case
 * @param unsafe characters that the upstream may read as wildcards
 * @returns undefined when no part of the operand can be trusted
 */
export function planText(
  operator: TextOperator,
  operand: string,
  sensitivity: 'sensitive' | 'insensitive' | 'unknown',
  folding: Folding,
  unsafe = '',
): TextPlan | undefined {
  const characters = [...operand];
  const trust = characters.map((character, index) =>
    unsafe.includes(character) ? 'none' : trustOf(character, characters[index + 1], sensitivity, folding),
  );
  if (trust.every((each) => each === 'exact')) return { operator, text: operand, exact: true };
  if (trust.every((each) => each !== 'none')) return { operator, text: operand, exact: false };
  if (operator === 'startsWith' && trust[0] !== 'none') {
    const end = trust.indexOf('none');
    return { operator, text: characters.slice(0, end).join(''), exact: false };
  }
  if (operator === 'endsWith' && trust[trust.length - 1] !== 'none') {
    return { operator, text: characters.slice(trust.lastIndexOf('none') + 1).join(''), exact: false };
  }
  const run = longestRun(characters, trust);
  return run === '' ? undefined : { operator: 'contains', text: run, exact: false };
}

/** Longest stretch of the text that any case rule compares as Wix does, at least as a superset. */
function longestRun(characters: readonly string[], trust: readonly Trust[]): string {
  let best = '';
  let run = '';
  for (const [index, character] of characters.entries()) {
    run = trust[index] === 'none' ? '' : run + character;
    if (run.length > best.length) best = run;
  }
  return best;
}

const combiningDot = '\u0307';

/** exact: both sides find the same rows; superset: the upstream finds at least Wix's rows; none: it may miss some. */
type Trust = 'exact' | 'superset' | 'none';

function trustOf(
  character: string,
  next: string | undefined,
  sensitivity: 'sensitive' | 'insensitive' | 'unknown',
  folding: Folding,
): Trust {
  // `İ` folds to `i` and this dot here, and nowhere else.
  if (character === combiningDot && folding !== 'javascript') return 'none';
  if (isCaseless(character)) return 'exact';
  if (sensitivity !== 'insensitive') return 'none';
  if (folding === 'javascript') return /[Σσς]/u.test(character) ? 'superset' : 'exact';
  if (/[iI]/.test(character)) {
    // `İ` may stay elsewhere, or become a plain `i`. With a letter behind it `i` is no part of an `İ`.
    const open = next === undefined || next === combiningDot;
    return open && folding !== 'unicode' ? 'none' : folding === 'ascii' ? 'exact' : 'superset';
  }
  if (/[kK\u212a]/.test(character)) {
    // The Kelvin sign folds to k in Unicode, and not where only A-Z fold.
    return folding === 'unicode' ? 'exact' : 'none';
  }
  if (/[\x20-\x7e]/.test(character)) return 'exact';
  if (folding !== 'unicode') return 'none';
  return /[İıΣσςẞß]/u.test(character) || [...foldCase(character)].length !== 1 ? 'none' : 'exact';
}

function isCaseless(character: string): boolean {
  return character.toLowerCase() === character && character.toUpperCase() === character;
}

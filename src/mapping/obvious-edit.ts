/** The one edit that mends a marked place, where there is just one. */
import { suggest, suggestedIn } from './suggest.js';

export interface PlacedText {
  /** From the beginning of the marked place. */
  readonly at: number;
  readonly length: number;
  readonly text: string;
  readonly title: string;
}

/** Words as names of GraphQL, of dialects and of keys are written. */
const names = /[A-Za-z_$][\w$-]*/g;

/**
 * @param marked what the problem points at, on one line
 * @param instead what is to stand in place of all of it
 * @param help of the problem; a name that it suggests takes the place of the one word that is like it
 */
export function obviousEdit(
  marked: string,
  { instead, help }: { readonly instead?: string | undefined; readonly help?: string | undefined },
): PlacedText | undefined {
  if (instead !== undefined)
    return { at: 0, length: marked.length, text: instead, title: `write ${instead}` };
  const meant = suggestedIn(help);
  if (meant === undefined) return undefined;
  // Signs that no name has, seen or unseen, go with the word that they stand in.
  if (/^[^\s"'{}[\],:.$]+$/.test(marked) && suggest(marked, [meant]) === meant)
    return { at: 0, length: marked.length, text: meant, title: `write ${meant} instead of ${marked}` };
  const like = [...marked.matchAll(names)].filter(([word]) => suggest(word, [meant]) === meant);
  const [only, ...others] = like;
  if (!only || others.length > 0) return undefined;
  return {
    at: only.index,
    length: only[0].length,
    text: meant,
    title: `write ${meant} instead of ${only[0]}`,
  };
}

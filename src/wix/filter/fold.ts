/**
 * Letter case for $contains, $startsWith, $endsWith and $matches (protocol section 7.2).
 */

/**
 * Lower-cases every code point by itself, without locale. JavaScript's toLowerCase knows one context rule,
 * the final sigma; replacing capital sigmas first takes it away, so that a part of a text folds as it does
 * inside the text.
 */
export function foldCase(text: string): string {
  return text.replaceAll('Σ', 'σ').toLowerCase();
}

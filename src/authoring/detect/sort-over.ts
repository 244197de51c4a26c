/** A recognised sort over a layer below: layers are merged member by member, so what must not be inherited has to be said. */
import type { SortStyle } from '../../styles/vocabulary.js';

export function sortOver(own: SortStyle, below: Partial<SortStyle> | null | undefined): SortStyle {
  if (!below) return own;
  // Where missing values stand is said of the templates beside it.
  const differs = JSON.stringify(own.ascending) !== JSON.stringify(below.ascending);
  return {
    ...(below.list === true ? { list: false } : {}),
    ...(below.unique === true ? { unique: false } : {}),
    ...(differs && below.nulls !== undefined ? { nulls: 'unknown' } : {}),
    ...own,
  };
}

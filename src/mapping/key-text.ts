/** Places in mapping files, and how keys are spelled in them. */
import { isScalar } from 'yaml';

export type Path = readonly (string | number)[];

/** The text of a map's key, as the path spells it. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

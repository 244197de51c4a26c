/** Where in a filter of a file the faults of a filter stand. */

import type { Path } from '../../mapping/source.js';
import { didYouMean } from '../../mapping/suggest.js';
import type { AdapterError, Violation } from '../../wix/errors.js';
import { operatorReaders } from '../../wix/filter/operand.js';

export interface WhereFault {
  readonly path: Path;
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly help?: string;
}

/** What the filter's reader refused, each at its own place. */
export function whereFaults(where: unknown, root: Path, error: AdapterError): readonly WhereFault[] {
  const name = root.join('.');
  const { violations } = (error.data ?? {}) as { readonly violations?: readonly Violation[] };
  if (!violations || violations.length === 0) return [{ path: root, at: 'value', message: error.message }];
  return violations.map(({ fieldPath = name, message }) => {
    const path = search(where, (inner) => placeOf(inner, fieldPath.slice(name.length + 1)));
    const last = String(path.at(-1));
    const known = operatorReaders.has(last) || last === '$not' || !last.startsWith('$');
    const help = known ? undefined : didYouMean(last, [...operatorReaders.keys(), '$not', '$and', '$or']);
    return {
      path: [...root, ...path],
      at: known ? ('value' as const) : ('key' as const),
      message: `${fieldPath} ${message}`,
      ...(help ? { help } : {}),
    };
  });
}

/** Paths of the filter's reader begin at the field, whatever it stands in. */
function search(value: unknown, find: (value: unknown) => Path): Path {
  const own = find(value);
  if (own.length > 0 || typeof value !== 'object' || value === null) return own;
  for (const [key, inner] of Object.entries(value)) {
    const below = search(inner, find);
    if (below.length > 0) return [Array.isArray(value) ? Number(key) : key, ...below];
  }
  return [];
}

/** The steps of a dotted path; names of fields can hold dots themselves. */
function placeOf(value: unknown, dotted: string): Path {
  if (typeof value !== 'object' || value === null || dotted === '') return [];
  const keys = Object.keys(value).filter((key) => dotted === key || dotted.startsWith(`${key}.`));
  const key = keys.sort((a, b) => b.length - a.length)[0];
  if (key === undefined) return [];
  const below = placeOf((value as Record<string, unknown>)[key], dotted.slice(key.length + 1));
  return [Array.isArray(value) ? Number(key) : key, ...below];
}

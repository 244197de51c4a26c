/** Facts of a request that mapping files name. */
import { factNames, languageMapOf } from '../../upstream/transport/context.js';

/** Rather one too many than one too few: an answer would be given to somebody else. @param value of a mapping file, or the whole of it */
export function namedFacts(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  addFacts(value, found);
  return found;
}

function addFacts(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') for (const each of factNames) if (value.includes(each)) found.add(each);
  if (typeof value !== 'object' || value === null) return;
  if (languageMapOf(value as never)) found.add('$language');
  for (const each of Object.values(value)) addFacts(each, found);
}

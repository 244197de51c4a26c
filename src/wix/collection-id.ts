/** Which collection a request means (protocol section 11.4). */

/**
 * The known id that `raw` names: itself if known, else the part after the last slash when the part before it
 * is the namespace (or connection name) of this service. `undefined` if neither is known.
 */
export function resolveCollectionId(
  raw: string,
  known: { has(id: string): boolean },
  namespace?: string,
): string | undefined {
  if (known.has(raw)) return raw;
  const slash = raw.lastIndexOf('/');
  if (slash < 0 || namespace === undefined || raw.slice(0, slash) !== namespace) return undefined;
  const bare = raw.slice(slash + 1);
  return known.has(bare) ? bare : undefined;
}

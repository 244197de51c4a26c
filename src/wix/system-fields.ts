/**
 * Wix's own SDK writes `id`, `createdDate` and `updatedDate` where everything else says `_id` and so on
 * (protocol section 4.0). Names are taken literally first; only what the collection does not know is read in
 * this other way.
 */
const systemNames: ReadonlyMap<string, string> = new Map([
  ['id', '_id'],
  ['createdDate', '_createdDate'],
  ['updatedDate', '_updatedDate'],
]);

/** Keys of the fields that every collection has which Wix may write (protocol section 6.5). */
export const systemFields: readonly string[] = Object.freeze([
  '_id',
  '_createdDate',
  '_updatedDate',
  '_owner',
]);

/** The field that a path of a filter, sort or projection means. */
export function resolveSystemField(path: string, isField: (key: string) => boolean): string {
  const name = systemNames.get(path);
  return name !== undefined && !isField(path) && isField(name) ? name : path;
}

/** How the upstream's filter and sort speak of a field. */
import type { FieldMapping } from '../../mapping/schema.js';
import type { Json, ListStyle } from '../../styles/vocabulary.js';
import { dependsOnRequest } from './depends-on-request.js';
import type { OutputPath } from './output.js';
import { printPath, type Step } from './paths.js';

/**
 * Whether a condition on it is one on a related object that may not be there: then a null test of it says nothing of rows
 * without that object. A foreign key that is filtered through the object it belongs to is such a field.
 */
export function isRelated(
  steps: readonly Step[],
  filter: readonly string[] | undefined,
  output: Pick<OutputPath, 'nullable' | 'parentNullable'>,
): boolean {
  if (filter === undefined || filter.length < 2) return false;
  const parent = filter.slice(0, -1).join('.');
  const inside = `.${printPath(steps)}`.includes(`.${parent}.`);
  return inside ? output.parentNullable : output.nullable || output.parentNullable;
}

/** Names of the field in the upstream's filter and sort: the output path without the envelope, unless told otherwise. */
export function upstreamNames(
  steps: readonly Step[],
  mapping: FieldMapping,
  style: ListStyle,
): { filter: readonly string[] | undefined; sort: readonly string[] | undefined } {
  const text = printPath(steps).replace(/\[\]$/, '');
  const envelope = style.envelope === undefined ? '' : `${style.envelope}.`;
  const plain = envelope !== '' && text.startsWith(envelope) ? text.slice(envelope.length) : text;
  // Elements of lists, positions and type conditions have no counterpart in filters.
  const named = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/.test(plain) ? plain : undefined;
  const resolve = (given: string | false | undefined, table: Record<string, string | false> | undefined) => {
    const name = given ?? (named === undefined ? undefined : (table?.[named] ?? named));
    return name === false ? undefined : name?.split('.');
  };
  // The API filters and sorts by the value of one language; whose, only the mapping can say.
  const spoken = dependsOnRequest(mapping.arguments as Json | undefined);
  return {
    filter:
      spoken && mapping.filter === undefined ? undefined : resolve(mapping.filter, style.filter?.fields),
    sort: spoken && mapping.sort === undefined ? undefined : resolve(mapping.sort, style.sort?.fields),
  };
}

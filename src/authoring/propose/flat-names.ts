/** Values below an object whose filters and sorts stand flat beside those of the item itself (Vendure's custom fields). */
import type { FieldMapping } from '../../mapping/schema.js';
import { listStyleFor } from '../../styles/dialects/list-style.js';
import type { Dialect } from '../../styles/vocabulary.js';
import type { DetectedList } from '../detect/collections.js';
import { fieldOf } from '../detect/shape.js';
import type { ProposedField } from './fields.js';
import { inputMembers } from './input-members.js';

/** The fields with their names in the list's filter and sort, as far as these have them. */
export function withFlatNames(
  detected: DetectedList,
  dialect: Dialect | undefined,
  fields: readonly ProposedField[],
): readonly ProposedField[] {
  const own = detected.steps[detected.steps.length - 1]!;
  const { filter, sort } = listStyleFor(dialect, own.type) ?? {};
  const takes = (address: string | undefined, name: string): boolean =>
    address !== undefined && inputMembers(own, address).includes(name);
  return fields.map((each) => {
    const value: FieldMapping = typeof each.value === 'string' ? { path: each.value } : each.value;
    const [object, name, ...deeper] = value.path?.split('.') ?? [];
    if (object === undefined || name === undefined || deeper.length > 0) return each;
    // A field of that name beside the object is meant first.
    if (!dialect?.flat?.includes(object) || fieldOf(detected.entity.type, name)) return each;
    const names = {
      ...(value.filter === undefined && takes(filter?.at, name) ? { filter: name } : {}),
      ...(value.sort === undefined && takes(sort?.at, name) ? { sort: name } : {}),
    };
    return Object.keys(names).length === 0 ? each : { ...each, value: { ...value, ...names } };
  });
}

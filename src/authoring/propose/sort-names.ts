/** Sort keys that only nearly spell a field's name (`CREATED` for createdAt), where the dialect gives the form of a sort. */

import { listStyleFor } from '../../styles/dialects/list-style.js';
import type { Dialect } from '../../styles/vocabulary.js';
import type { DetectedList } from '../detect/collections.js';
import type { ProposedField } from './fields.js';

/** The fields with the sort keys' names; detection's own style of sort names them itself. */
export function withSortNames(
  detected: DetectedList,
  dialect: Dialect | undefined,
  fields: readonly ProposedField[],
): readonly ProposedField[] {
  const own = detected.steps[detected.steps.length - 1]!;
  const given = listStyleFor(dialect, own.type)?.sort;
  const names = detected.style.sort?.fields;
  if (!given || !names) return fields;
  return fields.map((each) => {
    const value = typeof each.value === 'string' ? { path: each.value } : each.value;
    const sort = value.path === undefined || value.sort !== undefined ? undefined : names[value.path];
    return sort === undefined || given.fields?.[value.path!] !== undefined
      ? each
      : { ...each, value: { ...value, sort } };
  });
}

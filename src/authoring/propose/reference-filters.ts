/**
 * How the list's filter reaches the id of a related object where it has another name there than in the output: by the
 * relation itself (`category: { equals }`), or by the object inside the filter (`category: { rowId: { in } }`).
 */
import type { FieldMapping } from '../../mapping/schema.js';
import type { BoundProposal } from './bind-proposed.js';
import type { ProposedField } from './fields.js';
import type { Referable } from './references.js';

/**
 * @param referables collections by the type of their items
 * @param judge binds the file with these fields
 * @returns the fields, those with `filter` that can be filtered only so
 */
export function withReferenceFilters(
  fields: readonly ProposedField[],
  referables: ReadonlyMap<string, Referable>,
  judge: (fields: readonly ProposedField[]) => BoundProposal,
): readonly ProposedField[] {
  if (!fields.some((each) => namesOf(each, referables).length > 0)) return fields;
  const { model, problems } = judge(fields);
  const filter = model?.list.filter;
  if (!model || !filter || filter.style.style === 'search') return fields;
  const known = new Set(problems.map(({ message }) => message));
  let open = fields.filter(({ key }) => model.fields.get(key)?.filter === undefined);
  const found = new Map<string, string>();
  for (let round = 0; round < 2 && open.length > 0; round += 1) {
    const tried = new Map(
      open.flatMap((each): [string, string][] => {
        const name = namesOf(each, referables)[round];
        return name === undefined ? [] : [[each.key, name]];
      }),
    );
    const first = judge(named(fields, tried));
    const wrong = first.problems.filter(({ message }) => !known.has(message)).map(first.keyAt);
    for (const key of wrong) if (key !== undefined) tried.delete(key);
    const bound = wrong.length === 0 ? first : judge(named(fields, tried));
    for (const [key, name] of tried) {
      const operators = bound.model?.fields.get(key)?.filter?.operators;
      if (operators?.has('eq') || operators?.has('in')) found.set(key, name);
    }
    open = open.filter(({ key }) => !found.has(key));
  }
  return named(fields, found);
}

/** Names that the filter may have for it, best first. */
function namesOf(
  { value, relation }: ProposedField,
  referables: ReadonlyMap<string, Referable>,
): readonly string[] {
  if (relation?.kind !== 'REFERENCE' || relation.how === 'key') return [];
  if (typeof value === 'string' || value.filter !== undefined) return [];
  return [relation.field, `${relation.field}.${referables.get(relation.to)?.id ?? 'id'}`];
}

function named(
  fields: readonly ProposedField[],
  names: ReadonlyMap<string, string>,
): readonly ProposedField[] {
  return fields.map((each) => {
    const filter = names.get(each.key);
    return filter === undefined
      ? each
      : { ...each, value: { ...(each.value as FieldMapping), filter } as FieldMapping };
  });
}

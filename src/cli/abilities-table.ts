/** What the fields of a collection can do, and where it is done, as text. */
import { type Ability, type AbilityState, abilityStates } from '../explain/abilities.js';
import { abilityGroups } from '../explain/ability-groups.js';
import type { CollectionModel } from '../model/model.js';
import { filterOperators } from '../wix/filter/tree.js';
import { formatTable } from './table.js';

const filters: ReadonlySet<string> = new Set(filterOperators);
const sorts: ReadonlySet<string> = new Set(['ascending', 'descending']);
const widestReason = 200;

const isOf = {
  filters: ({ operation }: Ability) => filters.has(operation),
  sorts: ({ operation }: Ability) => sorts.has(operation),
} as const;

export type AbilityCounts = Readonly<Record<AbilityState, number>>;

/**
 * How many operations (a field with an operator, a field with a direction) are in each state. One that is in several, by its
 * operand, counts as the least of them: what is said to be there always is.
 */
export function countsOf(abilities: readonly Ability[], kind: keyof typeof isOf): AbilityCounts {
  const least = new Map<string, AbilityState>();
  for (const each of abilities.filter(isOf[kind])) {
    const id = `${each.field} ${each.operation}`;
    const before = least.get(id) ?? 'there';
    const worse = abilityStates.indexOf(each.state) > abilityStates.indexOf(before);
    least.set(id, worse ? each.state : before);
  }
  const counts: Record<AbilityState, number> = { there: 0, narrowed: 0, here: 0, refused: 0 };
  for (const state of least.values()) counts[state] += 1;
  return counts;
}

/** `8 there, 11 here`. */
export function statesOf(abilities: readonly Ability[], kind: keyof typeof isOf): string {
  const counts = countsOf(abilities, kind);
  const told = abilityStates.filter((state) => counts[state] > 0);
  return told.map((state) => `${counts[state]} ${state}`).join(', ') || 'none';
}

/** A line for each field, state and reason, with all that is so. */
export function abilitiesTable(model: CollectionModel, abilities: readonly Ability[]): readonly string[] {
  const lines = [...model.fields.values()].flatMap(({ key, type }) => {
    const groups = abilityGroups(abilities.filter(({ field }) => field === key));
    return groups.map((group, index) => [
      index === 0 ? key : '',
      index === 0 ? type : '',
      group[0]!.state,
      group.map(({ operation, partly }) => (partly ? `${operation}*` : operation)).join(' '),
      group[0]!.reason,
    ]);
  });
  return [
    '',
    `${model.id}:`,
    ...formatTable(['field', 'type', 'done', 'what', 'why'], lines, widestReason),
    ...(abilities.some(({ partly }) => partly) ? ['* with some operands'] : []),
    ...(model.aggregate ? [] : ['Groups, sums and the like are worked out here: the list has no aggregate.']),
  ];
}

/** Abilities that are alike, for people to read together. */
import { type Ability, abilityStates } from './abilities.js';

/** Those of one state and reason together, the best state first. @param abilities of one field */
export function abilityGroups(abilities: readonly Ability[]): readonly (readonly Ability[])[] {
  const groups = new Map<string, Ability[]>();
  for (const each of abilityStates.flatMap((state) =>
    abilities.filter((ability) => ability.state === state),
  )) {
    const id = `${each.state} ${each.reason}`;
    groups.set(id, [...(groups.get(id) ?? []), each]);
  }
  return [...groups.values()];
}

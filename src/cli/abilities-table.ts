/** What the fields of a collection can do, and where it is done, as text. */
import { type Ability, abilityStates } from '../explain/abilities.js';
import type { CollectionModel } from '../model/model.js';
import { filterOperators } from '../wix/filter/tree.js';
import { formatTable } from './table.js';

const filters: ReadonlySet<string> = new Set(filterOperators);
const sorts: ReadonlySet<string> = new Set(['ascending', 'descending']);
const widestReason = 200;

/** Number of fields by which the API leaves rows out, with one operator or more. */
export function filteredThere(abilities: readonly Ability[]): number {
  return fieldsWith(
    abilities,
    ({ operation, state }) => filters.has(operation) && state !== 'here' && state !== 'refused',
  );
}

/** Number of fields by which the API sorts, in one direction or both. */
export function sortedThere(abilities: readonly Ability[]): number {
  return fieldsWith(abilities, ({ operation, state }) => sorts.has(operation) && state === 'there');
}

function fieldsWith(abilities: readonly Ability[], test: (each: Ability) => boolean): number {
  return new Set(abilities.filter(test).map(({ field }) => field)).size;
}

/** A line for each field, state and reason, with all that is so. */
export function abilitiesTable(model: CollectionModel, abilities: readonly Ability[]): readonly string[] {
  const lines = [...model.fields.values()].flatMap(({ key, type }) => {
    const own = abilities.filter(({ field }) => field === key);
    const groups = new Map<string, Ability[]>();
    for (const each of abilityStates.flatMap((state) => own.filter((ability) => ability.state === state))) {
      const id = `${each.state} ${each.reason}`;
      groups.set(id, [...(groups.get(id) ?? []), each]);
    }
    return [...groups.values()].map((group, index) => [
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

/** Operators that a mapping gives to one field, over those that the list's filter has for fields of its kind. */
import { isPlainObject } from '../../json.js';
import type { FieldMapping } from '../../mapping/schema.js';
import { didYouMean } from '../../mapping/suggest.js';
import type { FilterableField, FilterBinding } from '../../styles/filter.js';
import type { Json, UpstreamOperator, ValueKind } from '../../styles/vocabulary.js';
import type { BindContext } from './context.js';
import type { FieldPlace } from './field-checks.js';
import { ownOperatorFaults } from './template-faults.js';

/** @param found what the filter of the list can do with the field */
export function withOwnOperators(
  found: FilterableField | undefined,
  { operators: table }: FieldMapping,
  kind: ValueKind,
  binding: FilterBinding | undefined,
  place: FieldPlace,
  context: BindContext,
): FilterableField | undefined {
  if (table === undefined) return found;
  const at = [...place.at, 'operators'];
  const faults = ownOperatorFaults(table);
  for (const { path, message, ...rest } of faults) context.problem([...at, ...path], message, rest);
  if (binding === undefined || binding.style.style === 'search') {
    const message = binding
      ? 'a search language spells its operators itself; name the field in list.filter.searchable'
      : 'the list has no filter that takes these operators';
    context.problem(at, message, { at: 'key' });
    return found;
  }
  const own = binding.ownOperators(place.key, table);
  const known = binding.namesAt(['']) ?? [];
  for (const [operator, entry] of Object.entries(table)) {
    if (entry === null || own.has(operator as UpstreamOperator)) continue;
    if (faults.some(({ path }) => path[0] === operator)) continue;
    const absent = namesOf(entry as Json).find((name) => !known.includes(name));
    const help =
      absent === undefined
        ? undefined
        : (didYouMean(absent, known) ?? `known there: ${known.slice(0, 12).join(', ')}`);
    const message =
      absent === undefined
        ? `the input of the filter does not take this form of ${operator}`
        : `the filter has no "${absent}" for ${operator}`;
    context.problem([...at, operator], message, {
      ...(absent ? { within: absent } : {}),
      ...(help ? { help } : {}),
    });
  }
  const kept = [...(found?.operators ?? [])].filter(([operator]) => table[operator] !== null);
  const operators = new Map([...kept, ...own]);
  return operators.size === 0 ? undefined : { field: found?.field ?? { path: [place.key], kind }, operators };
}

function namesOf(entry: Json): readonly string[] {
  if (!isPlainObject(entry)) return [];
  const template = 'send' in entry ? entry.send! : entry;
  return isPlainObject(template) ? Object.keys(template).filter((name) => !name.includes('$')) : [];
}

/** Why a name that a field gives for the upstream's filter or sort leads nowhere, and what would. */
import { type FilterBinding, operatorsOf } from '../../styles/filter.js';
import type { SortBinding } from '../../styles/sort.js';
import type { ValueKind } from '../../styles/vocabulary.js';
import { near } from './near.js';

export interface NameFault {
  readonly message: string;
  readonly help?: string;
}

/** Why the upstream cannot filter on a name, with the nearest names that it can filter on. */
export function filterFault(name: string, kind: ValueKind, filter: FilterBinding | undefined): NameFault {
  const message = `the upstream cannot filter on "${name}"`;
  if (!filter)
    return {
      message: `${message}: the list has no filter`,
      help: 'list.filter says how the list is filtered',
    };
  const path = name.split('.');
  const names = filter.namesAt(path);
  if (!names) return { message: `${message}: its filter has nothing at "${path.slice(0, -1).join('.')}"` };
  if (filter.style.style === 'search') {
    const help = 'list.filter.searchable names what can be searched';
    return { message: `${message}: list.filter.searchable does not name it`, help, ...near(name, names) };
  }
  if (operatorsOf(filter.style, kind).length === 0)
    return {
      message: `${message}: the filter has no operator for fields of kind ${kind}`,
      help: `list.filter.operators.${kind} names them`,
    };
  if (names.includes(path.at(-1)!))
    return {
      message: `${message}: no operator for fields of kind ${kind} fits it`,
      help: `list.filter.operators.${kind} names them, as the API spells them`,
    };
  return { message, ...(meantFalse(name) ?? near(name, names)) };
}

/** Why the upstream cannot sort on a name, with the nearest names that it can sort on. */
export function sortFault(name: string, sort: SortBinding | undefined): NameFault {
  const message = `the upstream cannot sort on "${name}"`;
  if (!sort)
    return { message: `${message}: the list has no sort`, help: 'list.sort says how the list is sorted' };
  return { message, ...(meantFalse(name) ?? near(name, sort.namesAt(name.split('.')))) };
}

/** In YAML 1.2 these are texts. */
function meantFalse(name: string): { readonly help: string } | undefined {
  return /^(?:no|off|never)$/i.test(name) ? { help: 'write false where it never should' } : undefined;
}

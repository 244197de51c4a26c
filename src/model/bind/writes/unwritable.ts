/** Members that the API demands of an item, and whose field is read-only: no item could ever be stored so. */
import { isRequired } from '../../../styles/judge-input.js';
import type { WrittenField } from '../../writes.js';
import type { ItemSite } from './sites.js';

export interface UnwritableMember {
  readonly name: string;
  readonly type: string;
  readonly reason: string;
}

/**
 * Members without any field are told of by the templates themselves.
 * @param readOnly why fields are read-only, by key
 * @param pathOf path of a field inside the item; undefined: it has none
 */
export function unwritable(
  site: ItemSite | undefined,
  bound: ReadonlyMap<string, WrittenField>,
  readOnly: ReadonlyMap<string, string>,
  pathOf: (key: string) => string | undefined,
): readonly UnwritableMember[] {
  if (!site?.members || site.form === 'actions') return [];
  const written = new Set(
    [...bound.values()].flatMap(({ place }) =>
      place.kind === 'path' ? place.path.slice(0, 1) : Object.keys(place.send as object),
    ),
  );
  return Object.values(site.members).flatMap((member) => {
    const { name, type } = member;
    if (!isRequired(member) || written.has(name)) return [];
    const [, reason] = [...readOnly].find(([key]) => pathOf(key)?.split('.')[0] === name) ?? [];
    return reason === undefined ? [] : [{ name, type: String(type), reason }];
  });
}

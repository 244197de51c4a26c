/** Parts of a filter style that stand beside its operators: combinators, nesting, names that differ from the fields'. */
import type { Json } from '../../styles/vocabulary.js';
import type { Entity } from './entity.js';
import type { Member } from './members.js';

export function combinators(members: readonly Member[]): { [key: string]: Json } {
  const found: { [key: string]: Json } = {};
  for (const member of members) {
    if (member.kind !== 'combinator') continue;
    if (member.word === 'none') {
      if (member.list && found.not === undefined) found.not = { [member.name]: '$all' };
    } else if (member.word === 'not') found.not = { [member.name]: member.list ? '$all' : '$one' };
    else if (member.list) found[member.word] = { [member.name]: '$all' };
  }
  if (found.not !== undefined) found.notLogic = 'unknown';
  return found;
}

export function nestingOf(members: readonly Member[], entity: Entity): 'nested' | 'none' | 'joined' {
  if (Object.keys(joinedNames(members, entity)).length > 0) return 'joined';
  const nested = members.some(
    (member) => member.kind === 'relation' && !member.list && entity.fields.get(member.name)?.leaf === false,
  );
  return nested ? 'nested' : 'none';
}

/** `dims__w` in the filter for `dims { w }` in the output (Payload groups). */
export function joinedNames(
  members: readonly Member[],
  entity: Entity,
): { readonly nestingSeparator?: string } {
  const joined = members.some((member) => {
    const [head, tail] = member.kind === 'operators' && !member.field ? member.name.split('__') : [];
    return tail !== undefined && entity.fields.get(head!)?.leaf === false;
  });
  return joined ? { nestingSeparator: '__' } : {};
}

/** `ids` filters on `id`. */
export function aliases(members: readonly Member[]): { readonly fields?: Readonly<Record<string, string>> } {
  const fields: Record<string, string> = {};
  for (const member of members) {
    if (member.kind === 'equality' && member.name !== member.field.name)
      fields[member.field.path] ??= member.name;
  }
  for (const member of members)
    if (member.kind === 'equality' && member.name === member.field.name) delete fields[member.field.path];
  return Object.keys(fields).length > 0 ? { fields } : {};
}

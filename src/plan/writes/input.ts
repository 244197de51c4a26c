/** The input of one mutation, made of encoded values: paths turned round, templates filled. */
import { isPlainObject } from '../../json.js';
import type { WrittenField } from '../../model/writes.js';
import { renderTemplate } from '../../styles/template.js';
import type { Json } from '../../styles/vocabulary.js';

type Members = { [name: string]: Json };

/** While it is made; `actions`: every field is a change of its own, in a list. */
export interface ItemInput {
  readonly members: Members;
  readonly actions: Json[] | undefined;
}

/** An input that holds nothing yet. @param changes it is a list of changes */
export function createInput(changes: boolean): ItemInput {
  return { members: {}, actions: changes ? [] : undefined };
}

/** Puts an encoded value where the field stands in the input. */
export function setValue({ members, actions }: ItemInput, { place }: WrittenField, raw: Json): void {
  if (place.kind === 'template') {
    const rendered = renderTemplate(place.send, { value: raw }) as Members;
    if (actions) actions.push(rendered);
    else merge(members, rendered);
    return;
  }
  const value = place.value === undefined ? raw : renderTemplate(place.value, { value: raw });
  if (actions) actions.push(assign({}, place.path, value));
  else assign(members, place.path, value);
}

/** Takes the value away; false: the API cannot. */
export function clearValue(input: ItemInput, field: WrittenField): boolean {
  const { clear } = field;
  if (clear.kind === 'refused') return false;
  if (clear.kind === 'raw') setValue(input, field, clear.raw);
  else if (input.actions) input.actions.push(clear.members);
  else merge(input.members, clear.members as Members);
  return true;
}

/** The input, or the list of changes; undefined: it holds nothing. */
export function builtInput({ members, actions }: ItemInput): Json | undefined {
  if (actions) return actions.length === 0 ? undefined : actions;
  for (const _name in members) return members;
  return undefined;
}

/** Objects on the way that are there already may be a template's: they are copied, never changed. */
function assign(members: Members, path: readonly string[], value: Json): Members {
  const last = path.length - 1;
  let owner = members;
  for (let index = 0; index < last; index++) {
    const present = owner[path[index]!];
    const inner: Members = isPlainObject(present) ? { ...present } : {};
    owner[path[index]!] = inner;
    owner = inner;
  }
  put(owner, path[last]!, value);
  return members;
}

function put(owner: Members, name: string, value: Json): void {
  const present = owner[name];
  if (isPlainObject(present) && isPlainObject(value)) {
    const copy = { ...present };
    merge(copy, value);
    owner[name] = copy;
  } else owner[name] = value;
}

/** Objects that several fields share are put together. */
function merge(target: Members, source: Members): void {
  for (const [name, value] of Object.entries(source)) put(target, name, value);
}

/** The input of one mutation, made of encoded values: paths turned round, templates filled. */
import type { WrittenField } from '../../model/writes.js';
import { renderTemplate } from '../../styles/template.js';
import type { Json } from '../../styles/vocabulary.js';
import { isPlainObject } from '../../upstream/document/argument-path.js';

export interface InputBuilder {
  set(field: WrittenField, raw: Json): void;
  /** Takes the value away; false: the API cannot. */
  clear(field: WrittenField): boolean;
  readonly empty: boolean;
  /** The input, or the list of changes. */
  build(): Json;
}

type Members = { [name: string]: Json };

/** @param changes every field is a change of its own, in a list */
export function createInput(changes: boolean): InputBuilder {
  const input: Members = {};
  const actions: Json[] = [];
  const add = (members: Members): void => {
    if (changes) actions.push(members);
    else merge(input, members);
  };
  return {
    set({ place }, raw) {
      if (place.kind === 'template') add(renderTemplate(place.send, { value: raw }) as Members);
      else
        add(
          nested(place.path, place.value === undefined ? raw : renderTemplate(place.value, { value: raw })),
        );
    },
    clear(field) {
      const { clear } = field;
      if (clear.kind === 'refused') return false;
      if (clear.kind === 'template') add(clear.members as Members);
      else this.set(field, clear.raw);
      return true;
    },
    get empty() {
      return changes ? actions.length === 0 : Object.keys(input).length === 0;
    },
    build: () => (changes ? actions : input),
  };
}

function nested(path: readonly string[], value: Json): Members {
  return path.reduceRight<Json>((inner, name) => ({ [name]: inner }), value) as Members;
}

/** Objects that several fields share are put together; of the templates none is changed. */
function merge(target: Members, source: Members): void {
  for (const [name, value] of Object.entries(source)) {
    const present = target[name];
    if (isPlainObject(present) && isPlainObject(value)) {
      const copy = { ...present };
      merge(copy, value);
      target[name] = copy;
    } else target[name] = value;
  }
}

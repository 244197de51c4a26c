/** Selection sets as trees that paths are added to, printed once into document text. */
import type { Json } from '../../json.js';

/** One step of an output path. */
export interface SelectionStep {
  readonly name: string;
  /** Type condition: the field is selected inside `... on Type`. */
  readonly on?: string;
  readonly arguments?: readonly SelectionArgument[];
}

export interface SelectionArgument {
  readonly name: string;
  /** GraphQL type, as text, for the declaration of the variable. */
  readonly type: string;
  readonly value: Json;
  /** The value is one of the request, which takes the place of this name; it is not searched for facts. */
  readonly slot?: string;
}

interface SelectionField {
  readonly step: SelectionStep;
  readonly children: Map<string, SelectionField>;
}

/** A variable that a printed selection needs. */
export interface SelectionVariable {
  readonly name: string;
  readonly type: string;
  /** undefined: it is left out. */
  readonly value: Json | undefined;
  readonly slot?: string;
}

export class Selection {
  readonly #fields = new Map<string, SelectionField>();
  readonly #aliases = new Map<string, string>();

  /** Adds a path; gives the response keys by which its value is read. */
  add(steps: readonly SelectionStep[]): string[] {
    let fields = this.#fields;
    const keys: string[] = [];
    let place = '';
    for (const step of steps) {
      const key = this.#responseKey(place, step);
      let field = fields.get(key);
      if (!field) {
        field = { step, children: new Map() };
        fields.set(key, field);
      }
      keys.push(key);
      place = `${place}.${key}`;
      fields = field.children;
    }
    return keys;
  }

  /** Adds a result path of the vocabulary, e.g. `pageInfo.endCursor` or `edges[].cursor`. */
  addPath(path: string): void {
    const names = path.split('.').map((name) => name.replace(/\[\]$/, ''));
    if (path !== '') this.add(names.map((name) => ({ name })));
  }

  /** Adds everything of another selection below a result path. */
  addBelow(path: string, other: Selection): void {
    const names = path === '' ? [] : path.split('.').map((name) => name.replace(/\[\]$/, ''));
    let fields = this.#fields;
    for (const name of names) {
      let field = fields.get(name);
      if (!field) {
        field = { step: { name }, children: new Map() };
        fields.set(name, field);
      }
      fields = field.children;
    }
    graft(fields, other.#fields);
  }

  get empty(): boolean {
    return this.#fields.size === 0;
  }

  /** Text without the outer braces, and the variables that it uses. */
  print(): { readonly text: string; readonly variables: readonly SelectionVariable[] } {
    const variables: SelectionVariable[] = [];
    return { text: printFields(this.#fields, variables), variables };
  }

  /** Fields with arguments or type conditions get an alias of their own: two paths must not collide in one answer. */
  #responseKey(place: string, step: SelectionStep): string {
    if (step.on === undefined && !step.arguments?.length) return step.name;
    const signature = `${place}/${step.on ?? ''}/${step.name}/${JSON.stringify(step.arguments ?? [])}`;
    let alias = this.#aliases.get(signature);
    if (!alias) {
      const base = step.on === undefined ? step.name : `${step.on}_${step.name}`;
      alias = `${base}_${this.#aliases.size + 1}`;
      this.#aliases.set(signature, alias);
    }
    return alias;
  }
}

function graft(into: Map<string, SelectionField>, from: ReadonlyMap<string, SelectionField>): void {
  for (const [key, field] of from) {
    const present = into.get(key);
    if (present) graft(present.children, field.children);
    else into.set(key, field);
  }
}

function printFields(fields: ReadonlyMap<string, SelectionField>, variables: SelectionVariable[]): string {
  const texts: string[] = [];
  for (const [key, { step, children }] of fields) {
    const parameters = (step.arguments ?? []).map((argument) => {
      const name = `s${variables.length}`;
      const { type, value, slot } = argument;
      variables.push({ name, type, value, ...(slot === undefined ? {} : { slot }) });
      return `${argument.name}: $${name}`;
    });
    const call = parameters.length > 0 ? `(${parameters.join(', ')})` : '';
    const inner = children.size > 0 ? ` { ${printFields(children, variables)} }` : '';
    const text = `${key === step.name ? '' : `${key}: `}${step.name}${call}${inner}`;
    texts.push(step.on === undefined ? text : `... on ${step.on} { ${text} }`);
  }
  return texts.join(' ');
}

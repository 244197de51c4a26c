/**
 * Introspection results that are not perfect: one name that GraphQL does not allow, one default that cannot be read, one type that is
 * not listed, far from what a mapping uses, must not cost the whole schema. What cannot be used is left out, with what needs it.
 */
import { GraphQLError, parseValue, specifiedScalarTypes } from 'graphql';

/** A type reference, as introspection has it. */
interface Ref {
  readonly kind: string;
  readonly name?: string | null;
  readonly ofType?: Ref | null;
}
interface Value {
  readonly name: string;
  readonly type: Ref;
  readonly defaultValue?: unknown;
}
interface Field {
  readonly name: string;
  readonly type: Ref;
  readonly args: readonly Value[];
}
interface Type {
  readonly kind: string;
  readonly name: string;
  readonly fields?: readonly Field[] | null;
  readonly inputFields?: readonly Value[] | null;
  readonly interfaces?: readonly Ref[] | null;
  readonly possibleTypes?: readonly Ref[] | null;
  readonly enumValues?: readonly { readonly name: string }[] | null;
}
interface Directive {
  readonly name: string;
  readonly args: readonly Value[];
}
export interface Root {
  readonly types: readonly Type[];
  readonly directives: readonly Directive[];
  readonly queryType: { readonly name: string };
  readonly mutationType?: { readonly name: string } | null;
  readonly subscriptionType?: { readonly name: string } | null;
}

export interface Repaired {
  readonly root: Root;
  /** One sentence for each part that was changed or left out. */
  readonly repairs: readonly string[];
}

const kinds = new Set(['SCALAR', 'OBJECT', 'INTERFACE', 'UNION', 'ENUM', 'INPUT_OBJECT']);
const validName = /^[_A-Za-z][_0-9A-Za-z]*$/;
const builtIn = new Set(specifiedScalarTypes.map((each) => each.name));

/** Gives the same parts back, unchanged, where nothing is wrong. Lists must be there (see from-introspection). */
export function repair(root: Root): Repaired {
  const repairs: string[] = [];
  const say = (text: string): void => void repairs.push(text);
  let types = withLeaves(soundTypes(root.types, say), root, say);
  // What is left out may be what another part needs.
  for (;;) {
    const next = usableTypes(types, say);
    if (next === types) break;
    types = next;
  }
  const known = byName(types);
  const directives = root.directives.filter((each) => {
    const sound = isName(each.name) && each.args.every((arg) => isName(arg.name) && isKnown(arg.type, known));
    if (!sound) say(`directive @${shown(each.name)} is left out: one of its names or types cannot be used`);
    return sound;
  });
  const operation = (kind: 'mutationType' | 'subscriptionType'): { readonly name: string } | null => {
    const named = root[kind] ?? null;
    if (named === null || known.get(named.name)?.kind === 'OBJECT') return named;
    say(`${kind} is left out: type ${shown(named.name)} is not listed`);
    return null;
  };
  return {
    root: {
      ...root,
      types: types.map((type) => withReadableDefaults(type, say)),
      directives,
      mutationType: operation('mutationType'),
      subscriptionType: operation('subscriptionType'),
    },
    repairs,
  };
}

type Say = (text: string) => void;

function soundTypes(types: readonly Type[], say: Say): readonly Type[] {
  return types.flatMap((type) => {
    if (!isName(type.name)) {
      say(`type ${shown(type.name)} is left out: GraphQL does not allow its name`);
      return [];
    }
    if (!kinds.has(type.kind)) {
      say(`type ${type.name} is left out: it is of an unknown kind, ${shown(type.kind)}`);
      return [];
    }
    return type.kind === 'ENUM' ? [soundEnum(type, say)] : [type];
  });
}

/** true, false and null are values of their own. */
function soundEnum(type: Type, say: Say): Type {
  const values = (type.enumValues ?? []).filter(
    ({ name }) => isName(name) && !['true', 'false', 'null'].includes(name),
  );
  if (values.length > 0 && values.length === type.enumValues?.length) return type;
  const bad = (type.enumValues ?? [])
    .filter((each) => !values.includes(each))
    .map((each) => shown(each.name));
  if (values.length > 0) {
    say(`enum ${type.name} is without ${bad.join(', ')}: GraphQL does not allow these names`);
    return { ...type, enumValues: values };
  }
  say(`enum ${type.name} is taken as a scalar: GraphQL allows none of its names`);
  return { kind: 'SCALAR', name: type.name };
}

/** Adds scalars and enums that are used and not listed: their values can be read without knowing more. */
function withLeaves(types: readonly Type[], { directives }: Root, say: Say): readonly Type[] {
  const known = byName(types);
  const added = new Map<string, Type>();
  const look = (ref: Ref): void => {
    const { kind, name } = named(ref);
    if (!isName(name) || known.has(name) || added.has(name)) return;
    if (kind !== 'SCALAR' && kind !== 'ENUM') return;
    if (!builtIn.has(name)) say(`type ${name} is not listed, and is taken as a scalar`);
    added.set(name, { kind: 'SCALAR', name });
  };
  const lookAt = (values: readonly Value[]): void => values.forEach((each) => void look(each.type));
  for (const type of types) {
    lookAt(type.inputFields ?? []);
    for (const field of type.fields ?? []) {
      look(field.type);
      lookAt(field.args);
    }
  }
  // An argument of a directive that nobody sends is no reason for a type.
  for (const { args } of directives) lookAt(args.filter((each) => builtIn.has(named(each.type).name ?? '')));
  return added.size === 0 ? types : [...types, ...added.values()];
}

/** One round; the same list when nothing had to be left out. */
function usableTypes(types: readonly Type[], say: Say): readonly Type[] {
  const known = byName(types);
  let changed = false;
  const keep = <Part extends { readonly name: string }>(
    parts: readonly Part[],
    owner: string,
    usable: (part: Part) => boolean,
  ): readonly Part[] => {
    const kept = parts.filter((part) => {
      const fine = isName(part.name) && usable(part);
      if (!fine) say(`${owner}.${shown(part.name)} is left out: its name or type cannot be used`);
      return fine;
    });
    if (kept.length === parts.length) return parts;
    changed = true;
    return kept;
  };
  const isUsable = (value: Value): boolean => isName(value.name) && isKnown(value.type, known);
  const needs = (value: Value): boolean =>
    value.type.kind === 'NON_NULL' && (value.defaultValue ?? null) === null && !isUsable(value);

  const next = types.flatMap((type): Type[] => {
    if (type.inputFields?.some(needs)) {
      changed = true;
      say(`type ${type.name} is left out: a member that it needs cannot be used`);
      return [];
    }
    const fields =
      type.fields &&
      keep(type.fields, type.name, (field) => isKnown(field.type, known) && !field.args.some(needs)).map(
        (field) => {
          const args = keep(field.args, `${type.name}.${field.name}`, isUsable);
          return args === field.args ? field : { ...field, args };
        },
      );
    const inputFields = type.inputFields && keep(type.inputFields, type.name, isUsable);
    const ofKind = (
      refs: readonly Ref[] | null | undefined,
      kind: string,
    ): readonly Ref[] | null | undefined => {
      const kept = refs?.filter((each) => known.get(each.name ?? '')?.kind === kind);
      if (kept?.length === refs?.length) return refs;
      changed = true;
      say(`type ${type.name} is without ${kind.toLowerCase()} types that are not listed`);
      return kept;
    };
    const interfaces = ofKind(type.interfaces, 'INTERFACE');
    return [
      {
        ...type,
        fields,
        inputFields,
        interfaces,
        possibleTypes: ofKind(type.possibleTypes, 'OBJECT'),
      } as Type,
    ];
  });
  return changed ? next : types;
}

function withReadableDefaults(type: Type, say: Say): Type {
  const mend = (value: Value, owner: string): Value => {
    const given = value.defaultValue ?? null;
    if (given === null) return value;
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    if (isLiteral(text)) return text === given ? value : { ...value, defaultValue: text };
    // GraphQL has no words for "a default that nobody can read": the value may be left out, and that is what matters.
    const optional = value.type.kind === 'NON_NULL' && value.type.ofType ? value.type.ofType : value.type;
    if (text !== '')
      say(`the default of ${owner}.${value.name} is left out: ${shown(text)} is no GraphQL value`);
    return { ...value, type: text === '' ? value.type : optional, defaultValue: null };
  };
  const wrong = (value: Value): boolean =>
    (value.defaultValue ?? null) !== null &&
    (typeof value.defaultValue !== 'string' || !isLiteral(value.defaultValue));
  const inputs = type.inputFields?.some(wrong);
  const fields = type.fields?.some((field) => field.args.some(wrong));
  if (!inputs && !fields) return type;
  return {
    ...type,
    inputFields: type.inputFields?.map((each) => mend(each, type.name)) ?? null,
    fields:
      type.fields?.map((field) => ({
        ...field,
        args: field.args.map((each) => mend(each, `${type.name}.${field.name}`)),
      })) ?? null,
  };
}

function isLiteral(text: string): boolean {
  if (/^(?:-?\d{1,9}|true|false|null|[A-Z_]+)$/.test(text)) return true;
  try {
    parseValue(text, { noLocation: true });
    return true;
  } catch (error) {
    if (error instanceof GraphQLError) return false;
    throw error;
  }
}

function byName(types: readonly Type[]): ReadonlyMap<string, Type> {
  return new Map(types.map((each) => [each.name, each]));
}

/** References that were cut are no matter of names, and told elsewhere. */
function isKnown(ref: Ref, known: ReadonlyMap<string, Type>): boolean {
  const { name } = named(ref);
  return name === undefined || name === null || known.has(name);
}

function named(ref: Ref): Ref {
  let inner: Ref = ref ?? { kind: '' };
  while (inner.ofType) inner = inner.ofType;
  return inner;
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && validName.test(name);
}

function shown(text: unknown): string {
  return JSON.stringify(String(text).slice(0, 80));
}

/**
 * Judges JSON against a GraphQL input type, by the rules that servers have for variables: the one walker for templates,
 * constant arguments, mutations and operands. What differs between these are the texts that stand for something else.
 */

import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';
import { isPlainObject } from '../json.js';
import { onceForEach } from '../once-for-each.js';
import type { Json } from './vocabulary.js';

export interface InputFault {
  /** Below what was judged: names of members, places in lists. */
  readonly path: readonly (string | number)[];
  /** What is wrong, in words. */
  readonly message: string;
  /** To be shown at the name at the end of the path, not at its value. */
  readonly at?: 'key';
  /** A word that is not known there, and those that are, for a suggestion. */
  readonly unknown?: {
    readonly word: string;
    readonly known: readonly string[];
    /** What to call those that are known where no one of them is near: `its values`. Absent: they are not listed. */
    readonly listed?: string;
  };
}

export interface InputPlace {
  /** How the place is called in messages: the argument, or a member of it. */
  readonly name: string;
  readonly path: InputFault['path'];
}

export interface InputMember {
  readonly type: GraphQLInputType;
  readonly defaultValue?: unknown;
}
/** Members of an input by name. */
export type InputMembers = ReadonlyMap<string, InputMember>;

export interface ScalarInput {
  /** What it takes, for messages: `a number`. */
  readonly words: string;
  readonly takes: (value: Json) => boolean;
}

export interface InputRules {
  /**
   * Asked for each text before it is judged, at the list's type and then at that of its elements. Its faults, where the text
   * stands for something else; undefined: it is a text like any other.
   */
  readonly standsFor?: (
    text: string,
    type: GraphQLInputType,
    place: InputPlace,
  ) => readonly InputFault[] | undefined;
  /** Values of which one is sent, with their places below the value that stands for them; undefined: it stands for itself. */
  readonly choices?: (
    value: Json,
  ) => readonly { readonly path: InputFault['path']; readonly value: Json }[] | undefined;
  /**
   * Asked for each member of an object: faults of one that brings other members in, so that no more are missed; undefined: it
   * is one like any other.
   */
  readonly spread?: (
    key: string,
    object: { readonly [name: string]: Json },
    members: InputMembers,
    place: InputPlace,
  ) => readonly InputFault[] | undefined;
  /** What a scalar takes; undefined: anything. Default: the five of GraphQL, others take anything. */
  readonly scalar?: (name: string) => ScalarInput | undefined;
}

/** The five scalars of GraphQL, by its rules for variables: nothing is converted. */
export const builtInInputs: Readonly<Record<string, ScalarInput>> = Object.freeze({
  Int: {
    words: 'a whole number of 32 bits',
    takes: (value: Json) =>
      typeof value === 'number' && value === Math.trunc(value) && value >= -(2 ** 31) && value < 2 ** 31,
  },
  Float: { words: 'a number', takes: (value: Json) => typeof value === 'number' },
  Boolean: { words: 'true or false', takes: (value: Json) => typeof value === 'boolean' },
  String: { words: 'a text', takes: (value: Json) => typeof value === 'string' },
  ID: {
    words: 'a text or a whole number',
    takes: (value: Json) =>
      typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value)),
  },
});

/** @returns what is wrong, in the order of the value; empty: the type takes it. */
export function judgeInput(
  value: Json,
  type: GraphQLInputType,
  rules: InputRules = {},
  place: InputPlace = { name: String(type), path: [] },
): readonly InputFault[] {
  const { name, path } = place;
  const nullable = getNullableType(type);
  const fault = (message: string): readonly InputFault[] => [{ path, message: `"${name}" ${message}` }];
  const choices = rules.choices?.(value);
  if (choices !== undefined)
    return choices.flatMap((each) =>
      judgeInput(
        each.value,
        type,
        { ...rules, choices: () => undefined },
        { name, path: [...path, ...each.path] },
      ),
    );
  if (value === null) return isNonNullType(type) ? fault(`(${String(type)}) cannot be null`) : [];
  const other = typeof value === 'string' ? rules.standsFor?.(value, type, place) : undefined;
  if (other !== undefined) return other;
  if (isListType(nullable)) {
    // One element may stand for a list of one.
    if (!Array.isArray(value)) return judgeInput(value, nullable.ofType, rules, place);
    return value.flatMap((each: Json, index) =>
      judgeInput(each, nullable.ofType, rules, { name, path: [...path, index] }),
    );
  }
  const scalar = isScalarType(nullable) ? (rules.scalar ?? builtIn)(nullable.name) : undefined;
  if (Array.isArray(value) && !(isScalarType(nullable) && scalar === undefined))
    return fault(`takes one value (${String(type)}), not a list`);
  if (isInputObjectType(nullable)) {
    if (!isPlainObject(value))
      return fault(`takes an object (${String(type)}), not ${JSON.stringify(value)}`);
    const faults = judgeMembers(value, inputMembers(nullable), rules, place);
    return nullable.isOneOf ? [...faults, ...oneOfFaults(value, type, place)] : faults;
  }
  if (isEnumType(nullable)) {
    if (typeof value === 'string' && nullable.getValue(value)) return [];
    const known = nullable.getValues().map((each) => each.name);
    const message = `the enum ${nullable.name} has no value ${JSON.stringify(value)}`;
    return [{ path, message, unknown: { word: String(value), known, listed: 'its values' } }];
  }
  if (scalar === undefined || scalar.takes(value)) return [];
  return fault(`takes ${scalar.words} (${String(type)}), not ${JSON.stringify(value)}`);
}

/**
 * The same for the members of an object, or the arguments of a field.
 * @param noun what one of them is called in messages
 */
export function judgeMembers(
  value: { readonly [name: string]: Json },
  members: InputMembers,
  rules: InputRules,
  place: InputPlace,
  noun: 'member' | 'argument' = 'member',
): readonly InputFault[] {
  let whole = true;
  const given = Object.entries(value).flatMap(([key, inner]): readonly InputFault[] => {
    const here: InputPlace = { name: key, path: [...place.path, key] };
    const brought = rules.spread?.(key, value, members, here);
    if (brought !== undefined) {
      whole = false;
      return brought;
    }
    const member = members.get(key);
    if (member) return judgeInput(inner, member.type, rules, here);
    const message = `"${place.name}" has no ${noun} "${key}"`;
    return [{ path: here.path, message, at: 'key', unknown: { word: key, known: [...members.keys()] } }];
  });
  if (!whole) return given;
  const missing = requiredOf(members).filter(([key]) => !Object.hasOwn(value, key));
  return [
    ...given,
    ...missing.map(([key, { type }]): InputFault => {
      const message = `"${place.name}" needs the ${noun} "${key}" (${String(type)})`;
      // An element of a list has no name that could be shown.
      const named = typeof place.path.at(-1) !== 'number';
      return { path: place.path, message, ...(named ? { at: 'key' } : {}) };
    }),
  ];
}

/** Inputs of a table with many columns are looked at for each of its fields. */
export const inputMembers = onceForEach(
  (type: GraphQLInputObjectType): InputMembers => new Map(Object.entries(type.getFields())),
);

const requiredOf = onceForEach((members: InputMembers) =>
  [...members].filter(([, member]) => isRequired(member)),
);

/** Arguments and members of inputs are required alike: not null, and without a default. */
export function isRequired({ type, defaultValue }: InputMember): boolean {
  return isNonNullType(type) && defaultValue === undefined;
}

function oneOfFaults(
  value: { readonly [name: string]: Json },
  type: GraphQLInputType,
  { name, path }: InputPlace,
): readonly InputFault[] {
  const [first, ...rest] = Object.entries(value);
  if (first === undefined || rest.length > 0)
    return [{ path, message: `"${name}" (${String(type)}) takes just one member` }];
  return first[1] === null
    ? [{ path: [...path, first[0]], message: `"${first[0]}" cannot be null, being the only member` }]
    : [];
}

function builtIn(name: string): ScalarInput | undefined {
  return Object.hasOwn(builtInInputs, name) ? builtInInputs[name] : undefined;
}

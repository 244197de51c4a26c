/** What is wrong with a constant argument, by its type: servers refuse it at the first request, or take it for another thing. */
import {
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';
import type { Path } from '../../mapping/source.js';
import { didYouMean } from '../../mapping/suggest.js';
import type { Json } from '../../styles/vocabulary.js';
import { isPlainObject } from '../../upstream/document/argument-path.js';
import { factNames } from '../../upstream/transport/context.js';
import { builtInInputs as scalars } from './scalar-inputs.js';

export interface ConstantFault {
  /** Below the argument. */
  readonly path: Path;
  readonly message: string;
  readonly at?: 'key';
  readonly help?: string;
}

interface Place {
  /** How the place is called in messages: the argument, or a member of it. */
  readonly name: string;
  /** Below the argument. */
  readonly path: Path;
  /** Whether the facts of the request are filled in there. */
  readonly filled: boolean;
}

/** @param filled whether the facts of the request are filled in there */
export function constantFaults(
  value: Json,
  type: GraphQLInputType,
  name: string,
  filled: boolean,
): ConstantFault[] {
  return faultsAt(value, type, { name, path: [], filled });
}

function faultsAt(value: Json, type: GraphQLInputType, place: Place): ConstantFault[] {
  const { name, path } = place;
  const nullable = getNullableType(type);
  if (value === null)
    return isNonNullType(type) ? [{ path, message: `"${name}" (${String(type)}) cannot be null` }] : [];
  const unknown = typeof value === 'string' ? slotFault(value, place) : undefined;
  if (unknown) return [unknown];
  if (isListType(nullable)) {
    // One element may stand for a list of one.
    if (!Array.isArray(value)) return faultsAt(value, nullable.ofType, place);
    return value.flatMap((each: Json, index) =>
      faultsAt(each, nullable.ofType, { ...place, path: [...path, index] }),
    );
  }
  if (Array.isArray(value) && !(isScalarType(nullable) && !(nullable.name in scalars)))
    return [{ path, message: `"${name}" takes one value (${String(type)}), not a list` }];
  if (isInputObjectType(nullable)) {
    if (!isPlainObject(value))
      return [{ path, message: `"${name}" takes an object (${String(type)}), not ${JSON.stringify(value)}` }];
    return memberFaults(value, nullable.getFields(), place);
  }
  if (isEnumType(nullable)) {
    if (typeof value === 'string' && (nullable.getValue(value) || factNames.includes(value))) return [];
    const names = nullable.getValues().map((each) => each.name);
    const help = didYouMean(String(value), names) ?? `its values: ${names.slice(0, 10).join(', ')}`;
    return [{ path, message: `the enum ${nullable.name} has no value ${JSON.stringify(value)}`, help }];
  }
  const scalar = isScalarType(nullable) ? scalars[nullable.name] : undefined;
  if (scalar === undefined || scalar.takes(value)) return [];
  return [
    { path, message: `"${name}" takes ${scalar.words} (${String(type)}), not ${JSON.stringify(value)}` },
  ];
}

function memberFaults(
  value: { readonly [name: string]: Json },
  members: Readonly<Record<string, { readonly type: GraphQLInputType; readonly defaultValue?: unknown }>>,
  place: Place,
): ConstantFault[] {
  const { name, path } = place;
  const given = Object.entries(value).flatMap(([key, inner]): ConstantFault[] => {
    const member = members[key];
    if (member) return faultsAt(inner, member.type, { ...place, name: key, path: [...path, key] });
    const help = didYouMean(key, Object.keys(members));
    const message = `"${name}" has no member "${key}"`;
    return [{ path: [...path, key], message, at: 'key', ...(help ? { help } : {}) }];
  });
  const missing = Object.entries(members).filter(
    ([key, { type, defaultValue }]) =>
      isNonNullType(type) && defaultValue === undefined && value[key] === undefined,
  );
  return [
    ...given,
    ...missing.map(([key, { type }]) => ({
      path,
      message: `"${name}" needs the member "${key}" (${String(type)})`,
    })),
  ];
}

/** A text that reads like a fact of the request and is none, or stands where none is filled in. */
function slotFault(text: string, { path, filled }: Place): ConstantFault | undefined {
  if (factNames.includes(text)) {
    const message = `"${text}" is filled in only in arguments of the list, so it would be sent as it stands`;
    return filled ? undefined : { path, message };
  }
  if (!/^\$[A-Za-z][A-Za-z0-9_.]*$/.test(text)) {
    const inside = filled ? factNames.find((fact) => text.includes(fact)) : undefined;
    const message = `"${inside}" is filled in only where it stands alone, so this would be sent as it stands`;
    return inside === undefined ? undefined : { path, message };
  }
  const help = didYouMean(text, factNames) ?? `facts of the request: ${factNames.join(', ')}`;
  return { path, message: `"${text}" is not a fact of the request, so it would be sent as it stands`, help };
}

/** Types of result paths, and which other fields speak of the same items as the list. */
import type { GraphQLOutputType } from 'graphql';
import type { Json } from '../../styles/vocabulary.js';
import { fieldOf, type Location } from '../../upstream/document/location.js';

export type Constants = ReadonlyMap<string, Readonly<Record<string, Json>>>;

/**
 * The list's constant arguments for another field: they decide which items there are. undefined: the other field does not
 * take them all, so it does not speak of the same items.
 */
export function sharedConstants(constants: Constants, other: Location): Record<string, Json> | undefined {
  const all = Object.assign({}, ...constants.values()) as Record<string, Json>;
  const known = (name: string): boolean => other.field.args.some((argument) => argument.name === name);
  return Object.keys(all).every(known) ? all : undefined;
}

/** Type of the value at a result path below a type, through lists; undefined where a field is missing. */
export function resultType(type: GraphQLOutputType, path: string): GraphQLOutputType | undefined {
  let current: GraphQLOutputType | undefined = type;
  for (const part of path.split('.').filter((each) => each !== ''))
    current = current && fieldOf(current, part.replace(/\[\]$/, ''))?.type;
  return current;
}

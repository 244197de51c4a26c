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

/** Whether a sibling of the list field can be given the list's constant arguments: else it is about other rows. */
export function takesConstants(
  constants: Constants,
  { field }: Location,
  own: Readonly<Record<string, Json>> = {},
): boolean {
  return [...constants].every(([step, values]) =>
    Object.keys(values).every(
      (name) => own[name] !== undefined || (step === '' && field.args.some((each) => each.name === name)),
    ),
  );
}

/** Type of the value at a result path below a type, through lists; undefined where a field is missing. */
export function resultType(
  type: GraphQLOutputType,
  path: string | readonly string[],
): GraphQLOutputType | undefined {
  let current: GraphQLOutputType | undefined = type;
  for (const part of (typeof path === 'string' ? path.split('.') : path).filter((each) => each !== ''))
    current = current && fieldOf(current, part.replace(/\[\]$/, ''))?.type;
  return current;
}

/** Constant arguments that were given by hand, for all lists that take them: `locale=EN`. */
import type { Json } from '../../styles/vocabulary.js';
import type { DetectedList, RequiredArgument } from '../detect/collections.js';
import { type Input, isEnumType, type SchemaField, shapeOf } from '../detect/shape.js';

export interface Constant {
  readonly argument: string;
  /** As it was given. */
  readonly text: string;
}

/** Whether some step of the list takes it. */
export function takesConstant({ steps }: DetectedList, { argument }: Constant): boolean {
  return steps.some((step) => step.args.some((each) => each.name === argument));
}

/** Values for the arguments of one step of a list, by name. */
export function constantsOf(step: SchemaField, given: readonly Constant[]): Readonly<Record<string, Json>> {
  const entries = given.flatMap(({ argument, text }): readonly (readonly [string, Json])[] => {
    const found = step.args.find((each) => each.name === argument);
    return found ? [[argument, typedValue(text, found.type)]] : [];
  });
  return Object.fromEntries(entries);
}

/** The argument is required, and was given. */
export function isGiven({ name }: RequiredArgument, given: readonly Constant[]): boolean {
  return given.some(({ argument }) => argument === name);
}

/** A text where the type wants one; what it cannot hold stays a text, which binding refuses at its line. */
function typedValue(text: string, type: Input['type']): Json {
  const { named, lists } = shapeOf(type);
  if (lists === 0 && (isEnumType(named) || /^(String|ID)$/.test(named.name))) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

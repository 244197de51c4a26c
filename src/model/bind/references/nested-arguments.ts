/** Arguments of the fields of a path in a row that take what an include asks for: how many objects, which, in which order. */
import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { memberType } from '../../../upstream/document/location.js';
import type { RowArgument } from '../../references.js';
import type { Step } from '../paths.js';

/** A field of a path, at its place among the selected fields. */
export interface PathField {
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly type: GraphQLInputType }[];
}

/** The fields of a path, as far as the schema has them. */
export function fieldsOfPath(
  schema: GraphQLSchema,
  typeName: string,
  steps: readonly Step[],
): readonly PathField[] {
  const found: PathField[] = [];
  let owner: unknown = schema.getType(typeName);
  for (const step of steps) {
    if (step.kind === 'type') owner = schema.getType(step.name);
    if (step.kind !== 'field') continue;
    const field = isObjectType(owner) || isInterfaceType(owner) ? owner.getFields()[step.name] : undefined;
    if (!field) return found;
    found.push({ name: field.name, arguments: field.args });
    owner = getNamedType(field.type);
  }
  return found;
}

/**
 * The argument at an address such as `first` or `options.limit`: that of the last field which has it.
 * @returns undefined where no field has it
 */
export function argumentAt(fields: readonly PathField[], address: string): RowArgument | undefined {
  const path = address.split('.');
  for (let step = fields.length - 1; step >= 0; step--) {
    const argument = fields[step]!.arguments.find((each) => each.name === path[0]);
    let place: GraphQLInputType | undefined = argument?.type;
    for (const member of path.slice(1)) place = place && memberType(place, member);
    if (argument && place)
      return Object.freeze({ step, path, type: String(argument.type), placeType: String(place) });
  }
  return undefined;
}

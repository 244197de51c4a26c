/** Where a field of the Query type is: one step for a root field, several for a namespace path (`site.products`). */
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { ArgumentPath } from './argument-path.js';

export interface LocationStep {
  readonly name: string;
  readonly field: GraphQLField<unknown, unknown>;
}

export interface Location {
  /** Earlier steps, then the field itself. */
  readonly steps: readonly LocationStep[];
  readonly field: GraphQLField<unknown, unknown>;
}

export interface MissingField {
  readonly kind: 'missing';
  readonly typeName: string;
  readonly name: string;
  readonly candidates: readonly string[];
}

/** A field of an object or interface type, through lists and non-null; undefined for other types and names. */
export function fieldOf(type: GraphQLOutputType, name: string): GraphQLField<unknown, unknown> | undefined {
  const owner: unknown = getNamedType(type);
  return isObjectType(owner) || isInterfaceType(owner) ? owner.getFields()[name] : undefined;
}

/** Finds a dotted path of fields below the Query type, or the Mutation type. */
export function locate(
  schema: GraphQLSchema,
  path: string,
  kind: 'query' | 'mutation' = 'query',
): Location | MissingField {
  const steps: LocationStep[] = [];
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  let type: GraphQLOutputType | undefined | null = root;
  for (const name of path.split('.')) {
    const owner: unknown = type ? getNamedType(type) : undefined;
    if (!isObjectType(owner) && !isInterfaceType(owner)) {
      return {
        kind: 'missing',
        typeName: type ? String(type) : kind === 'query' ? 'Query' : 'Mutation',
        name,
        candidates: [],
      };
    }
    const fields = owner.getFields();
    const field: GraphQLField<unknown, unknown> | undefined = fields[name];
    if (!field) return { kind: 'missing', typeName: owner.name, name, candidates: Object.keys(fields) };
    steps.push({ name, field });
    type = field.type;
  }
  return { steps, field: steps[steps.length - 1]!.field };
}

export function isMissing(found: Location | MissingField): found is MissingField {
  return 'kind' in found;
}

/** The step that an address names; the empty name and undefined mean the last one. */
export function stepOf(location: Location, name: string | undefined): LocationStep | undefined {
  if (name === undefined || name === '') return location.steps[location.steps.length - 1];
  return location.steps.find((step) => step.name === name);
}

/** Type of the argument, or of the member of an input, at an address; undefined where the schema has none. */
export function typeAt(location: Location, address: ArgumentPath): GraphQLInputType | undefined {
  const step = stepOf(location, address.step);
  const [argument, ...members] = address.path;
  if (!step || argument === undefined) return undefined;
  let type: GraphQLInputType | undefined = step.field.args.find((each) => each.name === argument)?.type;
  for (const member of members) type = type && memberType(type, member);
  return type;
}

/** Type of a member of an input object (through lists and non-null). */
export function memberType(type: GraphQLInputType, member: string): GraphQLInputType | undefined {
  const named = getNamedType(type);
  return isInputObjectType(named) ? named.getFields()[member]?.type : undefined;
}

/** Small questions about types of an upstream's schema. All are cheap enough to be asked without a cache. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

export type OutputField = GraphQLField<unknown, unknown>;

export interface Unwrapped<Named extends GraphQLNamedType = GraphQLNamedType> {
  readonly named: Named;
  /** Number of lists around the named type. */
  readonly lists: number;
  /** Whether the outermost value is never null. */
  readonly nonNull: boolean;
}

/** The type without lists and non-null. */
export function namedType(type: GraphQLType): GraphQLNamedType {
  return getNamedType(type);
}

export function unwrap(type: GraphQLInputType): Unwrapped<GraphQLNamedInputType>;
export function unwrap(type: GraphQLType): Unwrapped;
export function unwrap(type: GraphQLType): Unwrapped {
  let lists = 0;
  let inner = type;
  while (isListType(inner) || isNonNullType(inner)) {
    if (isListType(inner)) lists++;
    inner = inner.ofType;
  }
  return { named: inner, lists, nonNull: isNonNullType(type) };
}

/** Whether values are lists, non-null or not. */
export function isList(type: GraphQLType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

/** The field of an object or interface type; undefined for other types and names (inherited properties too). */
export function fieldOf(type: GraphQLType, name: string): OutputField | undefined {
  const named = getNamedType(type);
  if (!isObjectType(named) && !isInterfaceType(named)) return undefined;
  const fields = named.getFields();
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** Fields of an object or interface type in the schema's order; none for other types. */
export function fieldsOf(type: GraphQLType): readonly OutputField[] {
  const named = getNamedType(type);
  return isObjectType(named) || isInterfaceType(named) ? Object.values(named.getFields()) : [];
}

/** Object types that a value may have: the type itself, members of a union, implementations of an interface. */
export function possibleTypes(schema: GraphQLSchema, type: GraphQLType): readonly GraphQLObjectType[] {
  const named = getNamedType(type);
  if (isObjectType(named)) return [named];
  return isAbstractType(named) ? schema.getPossibleTypes(named) : [];
}

/** The object type or interface implementation of this name, if a value of `type` can have it. */
export function possibleType(
  schema: GraphQLSchema,
  type: GraphQLType,
  name: string,
): GraphQLNamedType | undefined {
  const named = getNamedType(type);
  if (named.name === name) return named;
  const wanted = schema.getType(name);
  if (isInterfaceType(wanted)) {
    const possible = schema.getPossibleTypes(wanted);
    return possibleTypes(schema, named).some((each) => possible.includes(each)) ? wanted : undefined;
  }
  return possibleTypes(schema, named).find((each) => each.name === name);
}

/** The member of an input object at a path; lists and non-null on the way are looked through. */
export function inputField(type: GraphQLType, path: readonly string[]): GraphQLInputField | undefined {
  let current: GraphQLType = type;
  let found: GraphQLInputField | undefined;
  for (const name of path) {
    const named: GraphQLNamedType = getNamedType(current);
    if (!isInputObjectType(named)) return undefined;
    const members = named.getFields();
    found = Object.hasOwn(members, name) ? members[name] : undefined;
    if (!found) return undefined;
    current = found.type;
  }
  return found;
}

/** The argument of a field, by name. */
export function argumentOf(field: OutputField, name: string): GraphQLArgument | undefined {
  return field.args.find((each) => each.name === name);
}

/**
 * The argument or input member at a dotted address on a field: `where`, `options.filter`. Steps of earlier
 * fields (`Page/perPage`) are the caller's, who knows the path of fields.
 */
export function argumentAt(
  field: OutputField,
  address: string,
): GraphQLArgument | GraphQLInputField | undefined {
  const [first = '', ...rest] = address.split('.');
  const argument = argumentOf(field, first);
  return argument && rest.length > 0 ? inputField(argument.type, rest) : argument;
}

/** Whether the schema marks a field, argument, input member or enum value as deprecated. */
export function isDeprecated(member: { readonly deprecationReason?: string | null | undefined }): boolean {
  return member.deprecationReason !== undefined && member.deprecationReason !== null;
}

/** Whether the field has arguments that must be given: non-null and without a default. */
export function hasRequiredArguments(field: OutputField): boolean {
  return field.args.some(isRequiredArgument);
}

/** Names of the arguments of a field, or the members of an input object, that must be given. */
export function requiredNames(of: OutputField | GraphQLInputType): readonly string[] {
  if ('args' in of) return of.args.filter(isRequiredArgument).map((each) => each.name);
  const named = getNamedType(of);
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields())
    .filter(isRequiredInputField)
    .map((each) => each.name);
}

/** Reading GraphQL types: what is behind a type's wrappers, and the members that are in use. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';

export type SchemaField = GraphQLField<unknown, unknown>;
/** An argument or a member of an input object; the two have the same shape. */
export type Input = GraphQLArgument | GraphQLInputField;

export interface Shape {
  readonly named: GraphQLNamedType;
  /** How many lists are around the named type. */
  readonly lists: number;
  readonly nonNull: boolean;
}

export function shapeOf(type: GraphQLOutputType | GraphQLInputType): Shape {
  let lists = 0;
  let rest: unknown = type;
  for (;;) {
    if (isNonNullType(rest)) rest = rest.ofType;
    else if (isListType(rest)) {
      lists += 1;
      rest = rest.ofType;
    } else break;
  }
  return { named: rest as GraphQLNamedType, lists, nonNull: isNonNullType(type) };
}

/** Fields in use. A type whose every field is deprecated keeps them: hiding all would hide the type. */
export function fieldsOf(type: GraphQLNamedType): readonly SchemaField[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields());
  const current = fields.filter((field) => field.deprecationReason == null);
  return current.length > 0 ? current : fields;
}

export function fieldOf(type: GraphQLNamedType, name: string): SchemaField | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

export function membersOf(type: GraphQLInputObjectType): readonly GraphQLInputField[] {
  return current(Object.values(type.getFields()));
}

export function argumentsOf(field: SchemaField): readonly GraphQLArgument[] {
  return current(field.args);
}

function current<T extends Input>(inputs: readonly T[]): readonly T[] {
  const used = inputs.filter((input) => input.deprecationReason == null);
  return used.length > 0 ? used : inputs;
}

export function isRequired(input: Input): boolean {
  return isNonNullType(input.type) && input.defaultValue === undefined;
}

/**
 * Whether leaving the input out means something of its own: `where: {status: PUBLISHED}`, `archived: false`. With a filter
 * in its place the list would have other items than without.
 */
export function hasOwnDefault({ defaultValue }: Input): boolean {
  if (defaultValue === undefined || defaultValue === null) return false;
  return typeof defaultValue !== 'object' || Object.keys(defaultValue).length > 0;
}

export function requiredArguments(field: SchemaField): readonly GraphQLArgument[] {
  return field.args.filter(isRequired);
}

/** Whole numbers: `Int`, `Long`, `BigInt`, `UnsignedInt64`, `IntType`. */
export function isInteger(type: GraphQLInputType | GraphQLOutputType): boolean {
  const { named, lists } = shapeOf(type);
  return lists === 0 && isScalarType(named) && /int|long/i.test(named.name) && !/point/i.test(named.name);
}

export function isTextLike(type: GraphQLInputType | GraphQLOutputType): boolean {
  const { named, lists } = shapeOf(type);
  return lists === 0 && isScalarType(named) && !/int|float|long|bool|decimal|double|number/i.test(named.name);
}

export function isBoolean(type: GraphQLInputType | GraphQLOutputType): boolean {
  const { named, lists } = shapeOf(type);
  return lists === 0 && isScalarType(named) && /^bool/i.test(named.name);
}

/** The object, interface or union behind a type, with the number of lists around it. */
export function compositeOf(type: GraphQLOutputType): Shape | undefined {
  const shape = shapeOf(type);
  return isCompositeType(shape.named) ? shape : undefined;
}

/** The input object behind a type, when no list is around it. */
export function inputObjectOf(type: GraphQLInputType): GraphQLInputObjectType | undefined {
  const { named, lists } = shapeOf(type);
  return lists === 0 && isInputObjectType(named) ? named : undefined;
}

export function enumValuesOf(type: GraphQLInputType | GraphQLOutputType): readonly string[] {
  const { named } = shapeOf(type);
  return isEnumType(named)
    ? named
        .getValues()
        .filter((value) => value.deprecationReason == null)
        .map((value) => value.name)
    : [];
}

export { isAbstractType, isEnumType, isInputObjectType, isLeafType, isObjectType };

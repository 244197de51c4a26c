import {
  type ConstDirectiveNode,
  type GraphQLNamedType,
  GraphQLSchema,
  isIntrospectionType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  Kind,
  OperationTypeNode,
  print,
  printSchema,
  printType,
} from 'graphql';

/**
 * SDL of a schema for saving: types and directives sorted by name, so that the same schema always gives the same
 * file and changes show as small differences; members in the API's own order, which says what matters first.
 */
export function printSchemaFile(schema: GraphQLSchema): string {
  const types = definedTypes(schema).sort(byName).map(printType);
  const parts = [printDefinition(schema), printDirectives(schema), ...types];
  return `${parts.filter((each) => each !== '').join('\n\n')}\n`;
}

function definedTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => !isSpecifiedScalarType(type) && !isIntrospectionType(type),
  );
}

/** `schema { … }`, only where names or a description need it. */
function printDefinition(schema: GraphQLSchema): string {
  const roots = [
    { operation: OperationTypeNode.QUERY, usual: 'Query' },
    { operation: OperationTypeNode.MUTATION, usual: 'Mutation' },
    { operation: OperationTypeNode.SUBSCRIPTION, usual: 'Subscription' },
  ].map((each) => ({ ...each, type: schema.getRootType(each.operation) }));
  const common = roots.every(({ type, usual }) => (type ? type.name === usual : !schema.getType(usual)));
  if (common && !schema.description) return '';
  return print({
    kind: Kind.SCHEMA_DEFINITION,
    directives: [] as readonly ConstDirectiveNode[],
    operationTypes: roots.flatMap(({ operation, type }) =>
      type
        ? [
            {
              kind: Kind.OPERATION_TYPE_DEFINITION as const,
              operation,
              type: {
                kind: Kind.NAMED_TYPE as const,
                name: { kind: Kind.NAME as const, value: type.name },
              },
            },
          ]
        : [],
    ),
    ...(schema.description
      ? { description: { kind: Kind.STRING as const, value: schema.description, block: true } }
      : {}),
  });
}

/** graphql-js prints directives only as the head of a schema: so one of directives alone, less the types of their arguments. */
function printDirectives(schema: GraphQLSchema): string {
  const directives = schema.getDirectives().filter((each) => !isSpecifiedDirective(each));
  const only = new GraphQLSchema({ directives: directives.toSorted(byName), assumeValid: true });
  const types = definedTypes(only).map(printType).join('\n\n');
  const whole = printSchema(only);
  return whole.slice(0, whole.length - types.length).trim();
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

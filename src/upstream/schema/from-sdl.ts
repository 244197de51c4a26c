import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  type NamedTypeNode,
  parse,
  specifiedScalarTypes,
  visit,
} from 'graphql';
import { refuseDeepText, tooDeep } from './depth.js';
import { SchemaError } from './schema-error.js';

/** Scalars that servers provide without defining them in the SDL that they hand out (AppSync, Apollo Federation). */
const providedScalars = new Set(
  'AWSDate AWSTime AWSDateTime AWSTimestamp AWSEmail AWSJSON AWSURL AWSPhone AWSIPAddress _Any _FieldSet FieldSet federation__FieldSet link__Import'.split(
    ' ',
  ),
);

/**
 * A schema from SDL, without validating it and without locations, so that megabytes load in a fraction of a
 * second. Unknown directives, extensions without a definition and scalars that AppSync provides are tolerated.
 * @throws {SchemaError} syntax, invalid; with line and column
 */
export function buildFromSdl(text: string): GraphQLSchema {
  refuseDeepText(text);
  const document = tolerant(parseSdl(text, true));
  try {
    const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
    if (schema.getQueryType()) return withoutSyntax(schema);
  } catch (error) {
    throw problem(text, error);
  }
  throw new SchemaError('invalid', 'the schema has no query type', { line: 1, column: 1 });
}

/** The syntax tree takes about as much memory as the types, and nobody looks at it again. */
function withoutSyntax(schema: GraphQLSchema): GraphQLSchema {
  schema.astNode = undefined;
  for (const type of Object.values(schema.getTypeMap())) {
    type.astNode = undefined;
    if (isEnumType(type)) for (const each of type.getValues()) each.astNode = undefined;
    if (isInputObjectType(type)) for (const each of Object.values(type.getFields())) each.astNode = undefined;
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      field.astNode = undefined;
      for (const argument of field.args) argument.astNode = undefined;
    }
  }
  return schema;
}

function parseSdl(text: string, noLocation: boolean): DocumentNode {
  try {
    return parse(text, { noLocation });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    if (!(error instanceof GraphQLError)) throw error;
    throw new SchemaError('syntax', error.message, error.locations?.[0] ?? { line: 1, column: 1 });
  }
}

const definitionOf: Readonly<Record<string, Kind>> = {
  [Kind.SCALAR_TYPE_EXTENSION]: Kind.SCALAR_TYPE_DEFINITION,
  [Kind.OBJECT_TYPE_EXTENSION]: Kind.OBJECT_TYPE_DEFINITION,
  [Kind.INTERFACE_TYPE_EXTENSION]: Kind.INTERFACE_TYPE_DEFINITION,
  [Kind.UNION_TYPE_EXTENSION]: Kind.UNION_TYPE_DEFINITION,
  [Kind.ENUM_TYPE_EXTENSION]: Kind.ENUM_TYPE_DEFINITION,
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: Kind.INPUT_OBJECT_TYPE_DEFINITION,
};

/** `extend type Query` without `type Query`, as in federated parts, becomes the definition; provided scalars are added. */
function tolerant(document: DocumentNode): DocumentNode {
  const defined = new Set(
    document.definitions.flatMap((each) => (isTypeDefinition(each) ? [each.name.value] : [])),
  );
  const definitions = document.definitions.map((each) => {
    const kind = definitionOf[each.kind];
    if (!kind || !('name' in each) || !each.name || defined.has(each.name.value)) return each;
    defined.add(each.name.value);
    return { ...each, kind } as DefinitionNode;
  });
  const missing = [...providedScalars].filter((name) => !defined.has(name));
  const used = missing.length > 0 ? usedNames(document, new Set(missing)) : [];
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      ...definitions,
      ...used.map((value) => ({
        kind: Kind.SCALAR_TYPE_DEFINITION as const,
        name: { kind: Kind.NAME as const, value },
      })),
    ],
  };
}

function isTypeDefinition(
  node: DefinitionNode,
): node is DefinitionNode & { readonly name: { readonly value: string } } {
  return node.kind.endsWith('TypeDefinition');
}

function usedNames(document: DocumentNode, wanted: ReadonlySet<string>): string[] {
  const used = new Set<string>();
  visit(document, {
    NamedType: (node) => {
      if (wanted.has(node.name.value)) used.add(node.name.value);
    },
  });
  return [...used];
}

/** Finds the place of a problem, by parsing once more with locations: only broken files pay for them. */
function problem(text: string, error: unknown): SchemaError {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown type: "([^"]+)"/.exec(message)?.[1];
  if (unknown === undefined) return new SchemaError('invalid', message);
  let found: NamedTypeNode | undefined;
  visit(parseSdl(text, false), {
    NamedType: (node) => {
      if (node.name.value === unknown) found ??= node;
    },
  });
  const start = found?.loc?.startToken;
  const isScalar = specifiedScalarTypes.some((each) => each.name.toLowerCase() === unknown.toLowerCase());
  return new SchemaError(
    'invalid',
    `type ${unknown} is used but not defined${isScalar ? ' (names are case-sensitive)' : ''}`,
    start && { line: start.line, column: start.column },
  );
}

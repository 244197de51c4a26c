/**
 * Documents that test servers are asked. Each is parsed and validated once for each schema: the service asks the same few again and
 * again, and looking at them took longer than answering.
 */
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';

type Prepared = DocumentNode | readonly GraphQLError[];

const known = new WeakMap<GraphQLSchema, Map<string, Prepared>>();

/** @returns what is wrong with it, where something is */
export function documentOf(schema: GraphQLSchema, query: string): Prepared {
  const own = known.get(schema) ?? new Map<string, Prepared>();
  known.set(schema, own);
  const document = own.get(query) ?? prepare(schema, query);
  own.set(query, document);
  return document;
}

function prepare(schema: GraphQLSchema, query: string): Prepared {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** What `graphql` of graphql-js answers. */
export async function answerDocument({
  schema,
  source,
  rootValue,
  variableValues,
}: {
  readonly schema: GraphQLSchema;
  readonly source: string;
  readonly rootValue?: unknown;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}): Promise<ExecutionResult> {
  const document = documentOf(schema, source);
  if (!('kind' in document)) return { errors: document };
  return await execute({ schema, document, rootValue, variableValues: variableValues ?? {} });
}

import { type DocumentNode, Kind, parse, print } from 'graphql';

/** A GraphQL document with one operation, parsed and printed once, when a mapping is bound. */
export interface PreparedDocument {
  /** A `mutation` is never sent twice (law 4). */
  readonly kind: 'query' | 'mutation';
  readonly text: string;
  readonly operationName: string | undefined;
  /** JSON of the request's body up to the variables, so that a request only serialises these. */
  readonly bodyStart: string;
}

/**
 * Prepares a document for sending.
 * @throws {GraphQLError} when the text cannot be parsed
 * @throws {TypeError} when it has not exactly one operation, or a subscription
 */
export function prepareDocument(source: string | DocumentNode): PreparedDocument {
  const node = typeof source === 'string' ? parse(source, { noLocation: true }) : source;
  const operations = node.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const operation = operations[0];
  if (!operation || operations.length > 1) throw new TypeError('a document needs exactly one operation');
  if (operation.operation === 'subscription') throw new TypeError('subscriptions are not supported');
  const text = typeof source === 'string' ? source : print(source);
  const operationName = operation.name?.value;
  const named = operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`;
  return Object.freeze({
    kind: operation.operation,
    text,
    operationName,
    bodyStart: `{"query":${JSON.stringify(text)},${named}"variables":`,
  });
}

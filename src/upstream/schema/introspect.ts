import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { schemaAllowance } from '../transport/allowance.js';
import type { UpstreamClient } from '../transport/client.js';
import type { CallContext } from '../transport/context.js';
import type { PreparedDocument } from '../transport/document.js';
import { type GraphqlError, UpstreamFailure } from '../transport/failure.js';
import { buildFromIntrospection } from './from-introspection.js';
import {
  basicSupport,
  type IntrospectionSupport,
  probeDocument,
  readProbe,
  schemaDocument,
} from './introspection-query.js';
import { SchemaError } from './schema-error.js';

export interface Introspected {
  readonly schema: GraphQLSchema;
  /** `{ __schema }`, as the upstream gave it. */
  readonly json: IntrospectionQuery;
}

const remedy =
  'Save the schema as a file (SDL or introspection JSON from whoever runs the API) and name it in upstream.yaml: schema: schema.graphql';

/**
 * Asks an upstream for its schema: first in one small request what its introspection supports, then for
 * everything, and in simpler words when that is refused (limits of depth or complexity, old servers).
 * @throws {SchemaError} introspectionDisabled, introspectionRefused, incomplete, invalid; messages name the remedy
 * @throws {UpstreamFailure} when the upstream cannot be asked at all
 */
export async function introspect(client: UpstreamClient, given: CallContext): Promise<Introspected> {
  const context = { ...given, most: given.most ?? schemaAllowance() };
  const support = await probe(client, context);
  const questions = [
    () => schemaDocument(support, 9, true),
    () => schemaDocument(basicSupport, 7, true),
    () => schemaDocument(basicSupport, 5, false),
    () => schemaDocument(basicSupport, 3, false),
  ];
  let refused: UpstreamFailure | SchemaError | undefined;
  for (const question of questions) {
    try {
      const json = await ask(client, question(), context);
      return { json, schema: buildFromIntrospection(json) };
    } catch (error) {
      // A shallower question never heals an answer that was cut.
      if (error instanceof SchemaError && refused === undefined) throw error;
      if (error instanceof SchemaError) break;
      if (!(error instanceof UpstreamFailure) || !isRefusal(error)) throw error;
      refused = error;
    }
  }
  const reason = refused?.message ?? 'its answer was cut';
  const more = refused instanceof UpstreamFailure && refused.remedy ? ` To allow it, ${refused.remedy}.` : '';
  throw new SchemaError(
    'introspectionRefused',
    `${client.shown} does not answer introspection: ${reason}.${more} ${remedy}.`,
  );
}

/** The members that the server supports; where it does not answer the probe, only what all have. */
async function probe(client: UpstreamClient, context: CallContext): Promise<IntrospectionSupport> {
  try {
    const { data, errors } = await client.request(probeDocument, {}, context);
    refuseDisabled(client, errors.filter(isNotOfProbe));
    return readProbe(data);
  } catch (error) {
    if (!(error instanceof UpstreamFailure) || !isRefusal(error)) throw error;
    refuseDisabled(client, error.errors.filter(isNotOfProbe));
    return basicSupport;
  }
}

async function ask(
  client: UpstreamClient,
  document: PreparedDocument,
  context: CallContext,
): Promise<IntrospectionQuery> {
  try {
    const { data, errors } = await client.request(document, {}, context);
    refuseDisabled(client, errors);
    if (typeof data.__schema === 'object' && data.__schema !== null)
      return data as unknown as IntrospectionQuery;
    throw disabled(client, errors[0]?.message ?? 'its answer has no __schema');
  } catch (error) {
    if (error instanceof UpstreamFailure && isRefusal(error)) refuseDisabled(client, error.errors);
    throw error;
  }
}

/** The server understood that it is asked something and does not want to answer it so. */
function isRefusal(error: UpstreamFailure): boolean {
  if (error.kind === 'graphqlErrors' || error.kind === 'tooLarge') return true;
  if (error.kind === 'unauthorized') return error.errors.some(isDisabled);
  return error.kind === 'http' && [400, 413, 414, 422, 500].includes(error.status ?? 0);
}

function refuseDisabled(client: UpstreamClient, errors: readonly GraphqlError[]): void {
  const error = errors.find(isDisabled);
  if (error) throw disabled(client, error.message);
}

/**
 * Codes and texts of Apollo, Hot Chocolate (HC0046), Yoga and Envelop, graphql-java and DGS, WPGraphQL, Hasura,
 * webonyx, and of servers that hide `__schema` as an unknown field.
 */
function isDisabled({ message, code }: GraphqlError): boolean {
  if (code === 'INTROSPECTION_DISABLED' || code === 'HC0046') return true;
  const about = /introspect|__schema|__type\b/i.test(message);
  return (
    about &&
    /not allowed|disallow|disabled|not permitted|forbidden|denied|not enabled|turned off|blocked|not supported|unavailable|not authorized|unauthorized|cannot query field|undefined field|doesn't exist|not found|no such/i.test(
      message,
    )
  );
}

/** Some servers answer `__schema` and know no `__type`, which only the probe asks for. */
function isNotOfProbe({ message }: GraphqlError): boolean {
  return !/__type\b/.test(message) || /introspect|__schema/i.test(message);
}

function disabled(client: UpstreamClient, reason: string): SchemaError {
  return new SchemaError(
    'introspectionDisabled',
    `${client.shown} has introspection switched off (${reason.replace(/[.\s]+$/, '')}). ${remedy}. ` +
      'If other credentials may introspect, write them under introspection: headers:.',
  );
}

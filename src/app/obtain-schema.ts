/** Where an upstream's schema comes from: the upstream itself, or the file that was saved of it. */
import type { GraphQLSchema } from 'graphql';
import { introspect } from '../upstream/schema/introspect.js';
import { loadSchema } from '../upstream/schema/load.js';
import { SchemaError } from '../upstream/schema/schema-error.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import type { OpenUpstream } from './open-upstream.js';

export interface ObtainedSchema {
  readonly schema: GraphQLSchema;
  readonly origin: 'live' | 'saved';
  /** Why the preferred source was not used. */
  readonly instead?: string;
}

/** Neither source gave a schema; the message says why for each. */
export class NoSchemaError extends Error {
  override readonly name = 'NoSchemaError';
}

const introspectionTime = 30_000;

/**
 * Tries the preferred source first and then the other. A program that serves wants the truth of today, one that
 * checks files wants to need no network.
 * @throws {NoSchemaError}
 */
export async function obtainSchema(
  upstream: OpenUpstream,
  prefer: 'live' | 'saved',
  signal: AbortSignal,
): Promise<ObtainedSchema> {
  const sources = prefer === 'live' ? (['live', 'saved'] as const) : (['saved', 'live'] as const);
  const reasons: string[] = [];
  for (const origin of sources) {
    if (
      origin === 'live'
        ? upstream.located.value.introspection?.enabled === false
        : !upstream.located.schemaPath
    )
      continue;
    try {
      const schema = origin === 'live' ? await liveSchema(upstream, signal) : await savedSchema(upstream);
      return { schema, origin, ...(reasons.length === 0 ? {} : { instead: reasons.join('; ') }) };
    } catch (error) {
      reasons.push(reasonOf(error, upstream));
    }
  }
  const none = 'introspection is switched off in the mapping and no schema file is named';
  throw new NoSchemaError(reasons.length === 0 ? none : reasons.join('; '));
}

/** @throws {SchemaError | UpstreamFailure} */
export async function liveSchema(upstream: OpenUpstream, signal: AbortSignal): Promise<GraphQLSchema> {
  const deadline = Date.now() + introspectionTime;
  const { schema } = await introspect(upstream.introspection, { signal, deadline, scope: {} });
  return schema;
}

/** @throws {SchemaError} */
function savedSchema(upstream: OpenUpstream): Promise<GraphQLSchema> {
  return loadSchema(upstream.located.schemaPath!);
}

/** The message of a failure to get a schema; any other error is thrown on. */
export function reasonOf(error: unknown, upstream: OpenUpstream): string {
  if (error instanceof UpstreamFailure) return error.message;
  if (!(error instanceof SchemaError)) throw error;
  const place =
    error.line === undefined ? '' : `${upstream.located.schemaPath}:${error.line}:${error.column}: `;
  return place + error.message;
}

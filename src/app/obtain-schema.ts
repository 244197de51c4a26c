/** Where an upstream's schema comes from: the upstream itself, or the file that was saved of it. */
import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { upstreamFileName } from '../mapping/read.js';
import { introspect } from '../upstream/schema/introspect.js';
import { loadSchema } from '../upstream/schema/load.js';
import { SchemaError } from '../upstream/schema/schema-error.js';
import { schemaAllowance } from '../upstream/transport/allowance.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import type { Signal } from '../world/signal.js';
import type { World } from '../world/world.js';
import type { OpenUpstream } from './open-upstream.js';

export interface ObtainedSchema {
  readonly schema: GraphQLSchema;
  readonly origin: 'live' | 'saved';
  /** Of a live one: the same for the same schema, in whatever order its parts come. */
  readonly digest?: string;
  /** Why the preferred source was not used. */
  readonly instead?: string;
  readonly faults: readonly SchemaFault[];
}

/** Why one source gave no schema. */
export interface SchemaFault {
  readonly origin: 'live' | 'saved';
  readonly message: string;
  /** Where in the schema file, from 1. */
  readonly place?: { readonly line: number; readonly column: number };
}

/** Neither source gave a schema; the message says why for each. */
export class NoSchemaError extends Error {
  override readonly name = 'NoSchemaError';
  readonly faults: readonly SchemaFault[];

  constructor(message: string, faults: readonly SchemaFault[]) {
    super(message);
    this.faults = faults;
  }
}

const introspectionTime = 30_000;

/**
 * Tries the preferred source first and then the other. A program that serves wants the schema as it is now, one that
 * checks files wants to need no network.
 * @throws {NoSchemaError}
 */
export async function obtainSchema(
  world: World,
  upstream: OpenUpstream,
  prefer: 'live' | 'saved',
  signal: Signal,
): Promise<ObtainedSchema> {
  const sources = prefer === 'live' ? (['live', 'saved'] as const) : (['saved', 'live'] as const);
  const reasons: string[] = [];
  const faults: SchemaFault[] = [];
  for (const origin of sources) {
    if (
      origin === 'live'
        ? upstream.located.value.introspection?.enabled === false
        : !upstream.located.schemaPath
    )
      continue;
    try {
      const found =
        origin === 'live'
          ? await introspectLive(world, upstream, signal)
          : { schema: await savedSchema(upstream) };
      return { ...found, origin, ...(reasons.length === 0 ? {} : { instead: reasons.join('; ') }), faults };
    } catch (error) {
      reasons.push(reasonOf(error, upstream));
      faults.push(faultOf(error as Error, origin));
    }
  }
  const none = 'introspection is switched off in the mapping and no schema file is named';
  throw new NoSchemaError(reasons.length === 0 ? none : reasons.join('; '), faults);
}

/** @throws {SchemaError | UpstreamFailure} */
export async function liveSchema(
  world: World,
  upstream: OpenUpstream,
  signal: Signal,
): Promise<GraphQLSchema> {
  return (await introspectLive(world, upstream, signal)).schema;
}

/** @throws {SchemaError | UpstreamFailure} */
export async function introspectLive(
  world: World,
  upstream: OpenUpstream,
  signal: Signal,
): Promise<{ readonly schema: GraphQLSchema; readonly digest: string }> {
  const deadline = world.now() + introspectionTime;
  const { limits } = upstream.located.value;
  const remedy = `raise limits.answer in ${upstreamFileName(upstream.name)} (now ${limits?.answer ?? 'not set'})`;
  const most = schemaAllowance(limits?.answer, remedy);
  const { schema, json } = await introspect(upstream.introspection, { signal, deadline, scope: {}, most });
  return { schema, digest: digestOf(json) };
}

function digestOf(json: unknown): string {
  return createHash('sha256').update(JSON.stringify(json, inOrder)).digest('base64url').slice(0, 16);
}

/** Servers give types, fields and arguments in any order, and some in another one each time. */
function inOrder(_key: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const named = value as readonly { readonly name?: unknown }[];
  if (!named.every((each) => typeof each?.name === 'string')) return value;
  return [...named].sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
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

function faultOf(error: Error, origin: SchemaFault['origin']): SchemaFault {
  const { message } = error;
  if (!(error instanceof SchemaError) || error.line === undefined) return { origin, message };
  return { origin, message, place: { line: error.line, column: error.column ?? 1 } };
}

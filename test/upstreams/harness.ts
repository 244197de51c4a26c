/**
 * A GraphQL server on an ephemeral loopback port that executes an executable schema, records what it was asked,
 * and knows nothing of the program under test.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, type GraphQLSchema } from 'graphql';
import { documentOf } from './documents.js';

/** What resolvers get as their context. */
export interface UpstreamContext {
  /** Ordinal of this request since the start or the last reset, from 1; introspection does not count. */
  readonly request: number;
}

export interface RecordedRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
  readonly headers: IncomingHttpHeaders;
  /** The document asks for `__schema` or `__type`; such requests are recorded only where the option says so. */
  readonly introspection: boolean;
}

export interface UpstreamOptions {
  /** Milliseconds before each answer. */
  readonly delay?: number;
  readonly recordIntrospection?: boolean;
  /** Breaks the connection of a request, before or after what it asks for has its effect; undefined: it is answered. */
  readonly lose?: (request: RecordedRequest) => 'before' | 'after' | undefined;
  /** Status of a document that does not parse or validate. Default 400; Hasura and Shopify answer 200. */
  readonly invalidStatus?: number;
}

export interface Upstream {
  readonly url: string;
  readonly requests: RecordedRequest[];
  /** Number of introspection requests since the last reset. */
  introspections(): number;
  /** Forgets the recorded requests; the data stay. */
  reset(): void;
  close(): Promise<void>;
}

interface Body {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

/** Starts the server. The caller must `close()` it. */
export async function startUpstream(schema: GraphQLSchema, options: UpstreamOptions = {}): Promise<Upstream> {
  const requests: RecordedRequest[] = [];
  let count = 0;
  let introspections = 0;

  const answer = async (
    body: Body,
    headers: IncomingHttpHeaders,
  ): Promise<{ status: number; result: unknown; lost?: boolean }> => {
    const introspection = /\b__(schema|type)\b/.test(body.query);
    if (introspection) introspections += 1;
    else count += 1;
    const request = count;
    if (!introspection || options.recordIntrospection) {
      requests.push({
        query: body.query,
        variables: body.variables ?? {},
        operationName: body.operationName ?? null,
        headers,
        introspection,
      });
    }
    const asked: RecordedRequest = {
      query: body.query,
      variables: body.variables ?? {},
      operationName: body.operationName ?? null,
      headers,
      introspection,
    };
    const fate = introspection ? undefined : options.lose?.(asked);
    if (fate === 'before') return { status: 0, result: undefined, lost: true };
    if (options.delay) await new Promise((resolve) => setTimeout(resolve, options.delay));
    const document = documentOf(schema, body.query);
    if (!('kind' in document)) return { status: options.invalidStatus ?? 400, result: { errors: document } };
    const result = await execute({
      schema,
      document,
      variableValues: body.variables ?? {},
      operationName: body.operationName ?? null,
      contextValue: { request } satisfies UpstreamContext,
    });
    return { status: 200, result, lost: fate === 'after' };
  };

  const server = createServer((request, response) => {
    const respond = (status: number, result: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(stringify(result));
    };
    readBody(request)
      .then((text) => answer(JSON.parse(text) as Body, request.headers))
      .then(
        ({ status, result, lost }) => (lost ? response.destroy() : respond(status, result)),
        (error: Error) => respond(400, { errors: [{ message: error.message }] }),
      );
  });
  // On a busy machine the five seconds of Node are over between two requests of a test, just when the next one is sent.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    requests,
    introspections: () => introspections,
    reset: () => {
      requests.length = 0;
      count = 0;
      introspections = 0;
    },
    close: () => closeServer(server),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** JSON in which a bigint is written as a bare number, digit for digit, as PostgreSQL's own JSON does. */
function stringify(value: unknown): string {
  try {
    // Looking at each member takes several times as long, and few answers have a bigint.
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  const text = JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'bigint' ? `\u0001bigint:${member}` : member,
  );
  return text.replace(/"\\u0001bigint:(-?\d+)"/g, '$1');
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

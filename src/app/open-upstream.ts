/** Makes what is needed to ask one upstream out of its mapping file: client, credentials, dialect. Nothing is sent yet. */

import { createGateway, type GatewayOptions, type GatewayState, usualGateway } from '../gateway/gateway.js';
import { withRetries } from '../gateway/retry.js';
import { millisecondsOf } from '../mapping/duration.js';
import { type Environment, substitute } from '../mapping/environment.js';
import type { Problem } from '../mapping/problem.js';
import type { LocatedUpstream } from '../mapping/read.js';
import type { UpstreamMapping } from '../mapping/schema.js';
import { didYouMean } from '../mapping/suggest.js';
import { dialectNamed, dialects } from '../styles/dialects/index.js';
import { extensionNames, findExtension } from '../styles/extensions/registry.js';
import type { Dialect, Json } from '../styles/vocabulary.js';
import {
  createOperationBuilder,
  type DocumentKind,
  type OperationBuilder,
} from '../upstream/document/operation.js';
import type { AnswerAccount } from '../upstream/transport/account.js';
import { TransportConfigError } from '../upstream/transport/address.js';
import { type ClientOptions, createClient, type UpstreamClient } from '../upstream/transport/client.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import {
  compileHeaders,
  escapeHeaderText,
  type HeaderMap,
  type HeaderSource,
} from '../upstream/transport/headers.js';
import { withOAuth2 } from '../upstream/transport/oauth2.js';
import { type Observe, unobserved } from '../world/observation.js';
import type { World } from '../world/world.js';

export interface OpenUpstream {
  readonly name: string;
  readonly located: LocatedUpstream;
  readonly dialect: Dialect | undefined;
  /** For what Wix asks for: through the whole gateway. */
  readonly client: UpstreamClient;
  /** Of the gateway at this moment. */
  readonly state: () => GatewayState;
  /** Its headers tell who asks: a refusal may be about that person. */
  readonly personal: boolean;
  /** The same endpoint with the headers for introspection. */
  readonly introspection: UpstreamClient;
  /** Keeps the document texts that are printed for it. */
  readonly operations: OperationBuilder;
  close(): Promise<void>;
}

/** Longest that any one upstream request may take; the deadline of the Wix request is usually shorter. */
const longestRequest = 60_000;

export interface UpstreamOptions {
  readonly world: World;
  /** Texts of the collections' files that no message may hold. */
  readonly secrets?: readonly string[];
  /** What asks the API of this name. Default: HTTP. */
  readonly connect?: ((options: ClientOptions, name: string) => UpstreamClient) | undefined;
  /** The memory of the answers of all upstreams. */
  readonly account?: AnswerAccount | undefined;
  readonly observe?: Observe;
  /** Told how each request to an upstream ended. */
  readonly heard?:
    | ((name: string, failure: UpstreamFailure | undefined, kind: DocumentKind) => void)
    | undefined;
}

/** Never throws for what is in the file: what cannot be used is a problem at its line. */
export function openUpstream(
  name: string,
  located: LocatedUpstream,
  environment: Environment,
  { world, secrets = [], account, connect = createClient, observe = unobserved, heard }: UpstreamOptions,
): { readonly opened?: OpenUpstream; readonly problems: readonly Problem[] } {
  const { value, source } = located;
  const limits = gatewayOptions(value);
  const problems: Problem[] = [];
  const dialect = value.dialect === undefined ? undefined : dialectNamed(value.dialect);
  if (value.dialect !== undefined && !dialect) {
    const names = dialects.map((each) => each.name);
    const help = didYouMean(value.dialect, names) ?? `known: ${names.join(', ')}`;
    problems.push(source.problemAt(['dialect'], `no dialect is called "${value.dialect}"`, { help }));
  }
  const hook = value.request === undefined ? undefined : findExtension('requestHook', value.request);
  if (value.request !== undefined && !hook) {
    const names = extensionNames('requestHook');
    const help = didYouMean(value.request, names) ?? `known: ${names.join(', ')}`;
    problems.push(source.problemAt(['request'], `no request hook is called "${value.request}"`, { help }));
  }

  const sourceOf = (headers: HeaderMap, at: readonly string[]): HeaderSource | undefined => {
    const fixed = attempt(at, () => compileHeaders(headers));
    const { oauth2 } = value;
    return fixed && oauth2
      ? attempt(['oauth2', 'tokenUrl'], () => withOAuth2({ world, ...oauth2 }, fixed))
      : fixed;
  };
  const clientWith = (headers: HeaderSource): UpstreamClient => {
    const options: ClientOptions = {
      world,
      url: value.url,
      headers,
      account,
      maxConnections: limits.concurrency,
      timeoutMs: longestRequest,
      requestHook: hook?.({ environment, world }),
      disguise: located.hide,
      secrets: [...secrets, ...(located.filled?.keys() ?? [])],
    };
    return connect(options, name);
  };
  const attempt = <T>(at: readonly string[], make: () => T): T | undefined => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof TransportConfigError)) throw error;
      problems.push(source.problemAt(at, error.message));
      return undefined;
    }
  };
  const headers = writtenHeaders(located, ['headers'], environment);
  const clientFor = (given: HeaderMap, at: readonly string[]): UpstreamClient | undefined => {
    const own = sourceOf(given, at);
    return own && attempt(hook ? ['request'] : ['url'], () => clientWith(own));
  };
  const client = clientFor(headers, ['headers']);
  const other = value.introspection?.headers;
  const introspectionAt = ['introspection', 'headers'] as const;
  const introspection =
    client && other
      ? clientFor({ ...headers, ...writtenHeaders(located, introspectionAt, environment) }, introspectionAt)
      : client;
  if (problems.length > 0 || !client || !introspection) {
    void client?.close();
    return { problems };
  }
  const told = heard ? hearing(client, (failure, kind) => heard(name, failure, kind)) : client;
  const gateway = createGateway(world, name, told, limits, observe);
  return {
    problems,
    opened: {
      name,
      located,
      dialect,
      operations: createOperationBuilder(),
      client: gateway.client,
      state: gateway.state,
      personal: Object.values(headers).some((each) => /(?<!\$)\$(?:identity|instance|language)\b/.test(each)),
      introspection: withRetries(world, name, introspection),
      close: async () => {
        await Promise.all([client.close(), introspection.close()]);
      },
    },
  };
}

/** The client, with somebody who hears how each of its requests ended. */
function hearing(
  client: UpstreamClient,
  heard: (failure: UpstreamFailure | undefined, kind: DocumentKind) => void,
): UpstreamClient {
  return {
    ...client,
    request: async (document, variables, context) => {
      try {
        const result = await client.request(document, variables, context);
        heard(undefined, document.kind);
        return result;
      } catch (error) {
        if (error instanceof UpstreamFailure) heard(error, document.kind);
        throw error;
      }
    },
  };
}

function gatewayOptions({ gateway = {} }: UpstreamMapping): GatewayOptions {
  const { concurrency, queue, breaker } = usualGateway;
  const { failures = breaker.failures, rest } = gateway.breaker ?? {};
  return {
    concurrency: gateway.concurrency ?? concurrency,
    queue: gateway.queue ?? queue,
    breaker: { failures, rest: rest === undefined ? breaker.rest : millisecondsOf(rest) },
  };
}

/**
 * The headers of the file, names in lower case, with variables filled in anew so that a dollar sign inside a
 * secret stands for itself: in a header template it would begin a slot.
 */
function writtenHeaders(
  { value, source }: LocatedUpstream,
  at: readonly ['headers'] | readonly ['introspection', 'headers'],
  environment: Environment,
): HeaderMap {
  const given = (at.length === 1 ? value.headers : value.introspection?.headers) ?? {};
  const escaped = Object.fromEntries(
    Object.entries(environment).map(([key, text]) => [key, text && escapeHeaderText(text)]),
  );
  const entries = Object.entries(given).map(([key, filled]): [string, Json] => {
    const written = source.writtenAt([...at, key]);
    return [key.toLowerCase(), written === undefined ? filled : substitute(written, escaped, source).value];
  });
  return Object.fromEntries(entries) as HeaderMap;
}

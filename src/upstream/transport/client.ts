import { type buildConnector, Pool } from 'undici';
import type { Json } from '../../json.js';
import { parseInPieces } from '../../parse-in-pieces.js';
import { readOneList } from '../../read-one-list.js';
import { giveWay, type World } from '../../world/world.js';
import { type AnswerAccount, createAnswerAccount } from './account.js';
import { parseAddress } from './address.js';
import { allowance } from './allowance.js';
import { readAnswer } from './answer.js';
import type { CallContext, UpstreamResult } from './context.js';
import { before } from './deadline.js';
import { acceptedEncodings, decodeText } from './decode.js';
import type { PreparedDocument } from './document.js';
import { type Answer, type ExchangeRequest, exchange } from './exchange.js';
import { UpstreamFailure } from './failure.js';
import type { HeaderMap, HeaderSource } from './headers.js';
import { masker } from './mask.js';
import { closePool } from './pool.js';
import type { RequestHook } from './request-hook.js';

export interface ClientOptions {
  readonly world: World;
  /** http(s); user-info becomes a Basic header. */
  readonly url: string;
  readonly headers: HeaderSource;
  /** Default 64. More requests than connections wait in line, within their deadline. */
  readonly maxConnections?: number | undefined;
  /** The memory of all answers that arrive; several clients may share one. Default: one of its own. */
  readonly account?: AnswerAccount | undefined;
  /** Most milliseconds for one request, whatever its caller's deadline. */
  readonly timeoutMs: number;
  readonly requestHook?: RequestHook | undefined;
  /** More texts that no message may hold. */
  readonly secrets?: readonly string[];
  /** How connections are made. Default: TCP or TLS by the address. */
  readonly connect?: buildConnector.connector | undefined;
  /** How the address is told: what the environment put into it is not for messages. Default: as it is, without keys. */
  readonly disguise?: ((address: string) => string) | undefined;
}

const usualAllowance = Object.freeze(allowance());

export type Variables = Readonly<Record<string, Json>>;

export interface UpstreamClient {
  /**
   * Sends a document once and gives its data, perhaps partial (see touchedBy).
   * @throws {UpstreamFailure} and what `context.budget` throws; nothing else
   */
  request(document: PreparedDocument, variables: Variables, context: CallContext): Promise<UpstreamResult>;
  /** Origin and path of the endpoint, without secrets. */
  readonly shown: string;
  /** Lets running requests end, for a second at most, then closes all connections. Later requests fail as unreachable. */
  close(): Promise<void>;
}

/** @throws {TransportConfigError} when the URL cannot be used */
export function createClient(options: ClientOptions): UpstreamClient {
  const address = parseAddress(options.url);
  const {
    world,
    headers: source,
    requestHook: hook,
    timeoutMs,
    secrets = [],
    account = createAnswerAccount(),
  } = options;
  const endpoint = address.origin + address.path;
  const shown = options.disguise?.(address.shown) ?? address.shown;
  const base: HeaderMap = {
    accept: 'application/graphql-response+json, application/json',
    'content-type': 'application/json',
    'accept-encoding': acceptedEncodings,
    'user-agent': 'wix-graphql-adapter',
    ...(address.basic === undefined ? {} : { authorization: address.basic }),
  };
  const pool = new Pool(address.origin, {
    connections: options.maxConnections ?? 64,
    // The exchange has its own timer for the whole request.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: options.connect ?? { timeout: Math.min(timeoutMs, 10_000) },
    // Longer than undici's 4 s: visits to a site come in bursts. Servers that say less in keep-alive are obeyed.
    keepAliveTimeout: 20_000,
  });
  let closing: Promise<void> | undefined;

  /** One HTTP request. A query goes in the body; by GET in the address, which graphql-request makes. */
  async function attempt(
    document: PreparedDocument,
    body: string,
    variables: Variables,
    headers: HeaderMap,
    context: CallContext,
    deadline: number,
  ): Promise<UpstreamResult> {
    let sent = headers;
    let masked: ReturnType<typeof masker> | undefined;
    const mask = (text: string): string => {
      masked ??= masker([
        ...address.secrets,
        ...secrets,
        ...source.secrets(sent),
        ...(hook?.secrets?.(sent) ?? []),
      ]);
      return masked(text);
    };
    const sendReady = (ready: ExchangeRequest): Promise<Answer> => {
      sent = ready.headers;
      return exchange(pool, ready, {
        world,
        signal: context.signal,
        deadline,
        most: context.most ?? usualAllowance,
        account,
        onBytes: context.budget && ((count) => context.budget?.bytes(count)),
      });
    };
    const send = (unsigned: ExchangeRequest): Promise<Answer> =>
      hook
        ? before(world, sign(hook, unsigned, headers), context.signal, deadline).then(sendReady)
        : sendReady(unsigned);
    const read = async (answer: Answer): Promise<UpstreamResult> => {
      const turn = (): Promise<void> | undefined => giveWay(world);
      const { list } = context;
      const copied = list && (await readOneList(answer.body, list, turn));
      const said = copied ?? (await parseInPieces(decodeText(answer.body), turn).catch(() => undefined));
      const { data, errors, extensions, rate } = readAnswer(answer, said, shown, mask, world.now());
      return { data, errors, extensions, rate, bytes: answer.body.length };
    };
    const { origin, path } = address;
    const method = document.kind === 'mutation' ? 'POST' : (hook?.method ?? 'POST');
    if (method === 'GET') {
      const { requestByGet } = await import('./get.js');
      return await requestByGet(endpoint, document, variables, async (target) =>
        read(await send({ origin, path: target, method, headers })),
      );
    }
    return await read(await send({ origin, path, method, headers, body }));
  }

  async function request(
    document: PreparedDocument,
    variables: Variables,
    context: CallContext,
  ): Promise<UpstreamResult> {
    const deadline = Math.min(context.deadline, world.now() + timeoutMs);
    const body = document.bodyStart + JSON.stringify(variables) + '}';
    const requestId = validRequestId(context.requestId) ?? world.id();
    const given = source.headers(context.scope);
    const own = given instanceof Promise ? await before(world, given, context.signal, deadline) : given;
    const headers = Object.assign({}, base, own, context.headers, { 'x-request-id': requestId });
    try {
      const result = await attempt(document, body, variables, headers, context, deadline);
      source.accepted?.(own);
      return result;
    } catch (error) {
      const refused = error instanceof UpstreamFailure && error.kind === 'unauthorized';
      if (!refused || !source.rejected?.(own)) throw error;
      throw new UpstreamFailure(error.kind, error.message, { ...error, sendAgain: true });
    }
  }

  return {
    shown,
    request,
    close() {
      closing ??= Promise.all([closePool(world, pool), source.close?.()]).then(() => undefined);
      return closing;
    },
  };
}

async function sign(
  hook: RequestHook,
  request: ExchangeRequest,
  headers: HeaderMap,
): Promise<ExchangeRequest> {
  const url = request.origin + request.path;
  return {
    ...request,
    headers: { ...headers, ...(await hook.prepare({ url, body: request.body ?? '', headers })) },
  };
}

function validRequestId(id: string | undefined): string | undefined {
  return id !== undefined && /^[\w.:-]{1,128}$/.test(id) ? id : undefined;
}

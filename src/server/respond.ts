/** The one place where answers and errors become HTTP, and where each request gets its log line. */
import type { Context, Middleware, Next } from 'koa';
import type { Logger } from 'pino';
import { errorBody } from '../wix/error-body.js';
import { type AdapterError, notFound, toAdapterError, unavailable } from '../wix/errors.js';
import type { World } from '../world/world.js';
import { chooseEncoding, encode, smallAnswer } from './encode.js';
import type { Metrics } from './metrics.js';
import type { ServerState } from './protocol.js';
import type { RequestRecord } from './request-record.js';
import type { Tally } from './tally.js';

export interface RespondOptions {
  readonly world: World;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tally: Tally;
}

/** What proxies write down for a caller who did not wait; nobody is answered with it. */
const callerGone = 499;

/** Made once: errors are dear to make, and every request ends. */
const ended = new Error('the request is over');

export function respond({ world, log, metrics, tally }: RespondOptions): Middleware {
  return async (context: Context, next: Next) => {
    const start = world.monotonic();
    const over = new AbortController();
    const record: RequestRecord = {
      arrived: world.now(),
      signal: over.signal,
      gone: false,
      operation: undefined,
      collection: undefined,
      requestId: undefined,
      answer: undefined,
    };
    context.res.once('close', () => {
      if (context.res.writableFinished) return;
      record.gone = true;
      over.abort(ended);
    });
    (context.state as { record: RequestRecord }).record = record;
    tally.begin(record.signal);
    let failure: AdapterError | undefined;
    try {
      await next();
      if (record.answer === undefined && typeof context.body !== 'string') throw notFound(context.path ?? '');
      if (record.answer !== undefined) await sendJson(context, record.answer);
    } catch (thrown) {
      failure = toAdapterError(thrown);
      context.status = failure.status;
      await sendJson(context, errorBody(failure));
    }
    over.abort(ended);
    const milliseconds = world.monotonic() - start;
    const quiet = record.operation === undefined && failure === undefined;
    if (!quiet)
      metrics.request(record.operation ?? 'none', record.gone ? callerGone : context.status, milliseconds);
    writeLog(log, context as Context & { state: ServerState }, failure, {
      milliseconds,
      quiet,
      upstreamRequests: tally.of(record.signal),
    });
  };
}

/**
 * The status stays what it was set to; else it becomes 200.
 * @throws UNKNOWN_ERROR with 502 for an answer that is too deep or too long to be written
 */
async function sendJson(context: Context, answer: object): Promise<void> {
  const text = writeJson(answer);
  context.set('content-type', 'application/json');
  if (text.length > smallAnswer) {
    context.set('vary', 'accept-encoding');
    const encoding = chooseEncoding(context.req.headers['accept-encoding']?.toString());
    if (encoding) {
      context.body = await encode(Buffer.from(text), encoding);
      context.set('content-encoding', encoding);
      return;
    }
  }
  context.body = text;
}

function writeJson(answer: object): string {
  try {
    return JSON.stringify(answer);
  } catch (error) {
    throw unavailable('The upstream API gave a value that cannot be written as JSON', 502, error);
  }
}

function writeLog(
  log: Logger,
  context: Context & { state: ServerState },
  failure: AdapterError | undefined,
  facts: { readonly milliseconds: number; readonly quiet: boolean; readonly upstreamRequests: number },
): void {
  const { record } = context.state;
  const fields = {
    requestId: record.requestId,
    operation: record.operation,
    ...(record.operation === undefined ? { method: context.method, path: context.path } : {}),
    collection: record.collection,
    status: context.status,
    ms: Math.round(facts.milliseconds * 10) / 10,
    upstreamRequests: facts.upstreamRequests,
    ...(failure === undefined
      ? {}
      : { code: failure.code, error: failure.message, reason: failure.reason ?? reasonOf(failure.cause) }),
  };
  if (record.gone) log.info({ ...fields, status: undefined, gone: true }, 'request');
  else if (failure !== undefined && failure.status >= 500)
    log.error(failure.status === 500 ? { ...fields, err: failure.cause } : fields, 'request');
  else if (failure !== undefined) log.warn(fields, 'request');
  else if (facts.quiet) log.debug(fields, 'request');
  else log.info(fields, 'request');
}

function reasonOf(cause: unknown): string | undefined {
  return cause instanceof Error ? cause.message : undefined;
}

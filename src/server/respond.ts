/** The one place where answers and errors become HTTP, and where the beginning and the end of each request are told. */
import type { Context, Middleware, Next } from 'koa';
import { isWritten, writeJson } from '../service/written-answer.js';
import { type ErrorDetails, errorBody } from '../wix/error-body.js';
import { type AdapterError, notFound, toAdapterError, unavailable } from '../wix/errors.js';
import { operations } from '../wix/operations.js';
import type { Observe } from '../world/observation.js';
import type { World } from '../world/world.js';
import { chooseEncoding, createPacker, encode, type Pack, smallAnswer } from './encode.js';
import { lateSignal } from './late-signal.js';
import { createRecord, type RequestRecord } from './request-record.js';
import { answerAndCut, readRest } from './rest.js';

export interface RespondOptions {
  readonly world: World;
  readonly observe: Observe;
  /** What bodies of failures tell. Default: short. */
  readonly details?: ErrorDetails | undefined;
  /** Aborted when the service stops and its patience with running requests is over. */
  readonly giveUp: AbortSignal;
}

/** Made once: making an error takes long, and every request needs this one at its end. */
const ended = new Error('the request is over');

export function respond({ world, observe, details, giveUp }: RespondOptions): Middleware {
  const pack = createPacker();
  return async (context: Context, next: Next) => {
    const start = world.monotonic();
    const over = lateSignal();
    const record = createRecord(world.now(), over, observe, context.req.headers);
    const { method, path } = context;
    record.observe({ kind: 'request begun', method, path });
    context.res.once('close', () => {
      if (context.res.writableFinished) return;
      record.gone = true;
      over.abort(ended);
    });
    (context.state as { record: RequestRecord }).record = record;
    let failure: AdapterError | undefined;
    try {
      await unless(giveUp, next(), () => isWrite(record.operation));
      if (record.answer === undefined && typeof context.body !== 'string') throw notFound(context.path ?? '');
      if (record.cache !== undefined) context.set('cache-status', record.cache);
      if (record.answer !== undefined) await sendJson(world, context, record.answer, pack);
    } catch (thrown) {
      failure = toAdapterError(thrown);
      context.status = failure.status;
      if (giveUp.aborted && !isWrite(record.operation)) context.set('retry-after', '1');
      else if (failure.retryAfter !== undefined) context.set('retry-after', String(failure.retryAfter));
      await sendJson(world, context, errorBody(failure, details), pack);
    }
    // A connection with a rest on it cannot take the next request.
    if (giveUp.aborted) context.set('connection', 'close');
    if (!context.req.complete && (giveUp.aborted || !(await readRest(context.req))))
      answerAndCut(world, context);
    over.abort(ended);
    record.observe({
      kind: 'request ended',
      requestId: record.requestId,
      instance: record.instance,
      operation: record.operation,
      method,
      path,
      collection: record.collection,
      status: context.status,
      gone: record.gone,
      milliseconds: world.monotonic() - start,
      calls: record.calls,
      scanned: record.scanned,
      cache: record.cache,
      failure,
    });
  };
}

/** What was sent upstream may still have its effect. */
const stoppedWrite =
  'The service is stopping, and the outcome of the write is unknown: look whether it was done before you repeat it';

function isWrite(operation: string | undefined): boolean {
  return operations.some(({ name, kind }) => name === operation && kind === 'write');
}

/** @throws UNKNOWN_ERROR with 503 when the service stops before the work is done */
function unless(giveUp: AbortSignal, work: Promise<void>, writes: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void =>
      reject(unavailable(writes() ? stoppedWrite : 'The service is stopping; try again', 503));
    if (giveUp.aborted) onAbort();
    giveUp.addEventListener('abort', onAbort, { once: true });
    const over = (): void => giveUp.removeEventListener('abort', onAbort);
    work.then(resolve, reject).finally(over);
  });
}

/**
 * The status stays what it was set to; else it becomes 200.
 * @throws UNKNOWN_ERROR with 502 for an answer that is too deep or too long to be written
 */
async function sendJson(world: World, context: Context, answer: object, pack: Pack): Promise<void> {
  const body = isWritten(answer) ? answer.writtenJson : await writeJson(world, answer);
  context.set('content-type', 'application/json');
  if (body.length > smallAnswer) {
    context.set('vary', 'accept-encoding');
    const encoding = chooseEncoding(context);
    if (encoding) {
      context.body = await (typeof body === 'string'
        ? encode(Buffer.from(body), encoding)
        : pack(body, encoding));
      context.set('content-encoding', encoding);
      return;
    }
  }
  context.body = body;
}

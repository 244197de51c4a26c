/** The one place where answers and errors become HTTP, and where the beginning and the end of each request are told. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Middleware } from 'koa';
import { isWritten, type WrittenAnswer, writeJson } from '../service/written-answer.js';
import { type ErrorDetails, errorBody } from '../wix/error-body.js';
import { type AdapterError, notFound, toAdapterError, unavailable } from '../wix/errors.js';
import { operations, plainPath } from '../wix/operations.js';
import type { Observe } from '../world/observation.js';
import { createSignal, type Signal } from '../world/signal.js';
import type { World } from '../world/world.js';
import { chooseEncoding, createPacker, encode, type Pack, smallAnswer } from './encode.js';
import { createRecord, type RequestRecord } from './request-record.js';
import { answerAndCut, readRest } from './rest.js';

export interface RespondOptions {
  readonly world: World;
  readonly observe: Observe;
  /** What bodies of failures tell. Default: short. */
  readonly details?: ErrorDetails | undefined;
  /** Aborted when the service stops and its patience with running requests is over. */
  readonly giveUp: Signal;
  /** From when it is true, connections end with their answer. Default: never. */
  readonly stopping?: () => boolean;
  /** Responses may not be Node's own: some take each text for UTF-8, and are asked for their headers afterwards. */
  readonly foreign?: boolean | undefined;
}

/**
 * Answers one request of Node's server: with what `work` leaves in the record, or with the error that it throws. The status is what
 * `work` sets, else 200. Resolves when the answer is handed to the connection.
 */
export type Respond = (
  request: IncomingMessage,
  response: ServerResponse,
  work: (record: RequestRecord) => Promise<void>,
) => Promise<void>;

/** Made once: making an error takes long, and every request needs this one at its end. */
const ended = new Error('the request is over');

export function createRespond(options: RespondOptions): Respond {
  const { world, observe, details, giveUp, stopping } = options;
  const write = options.foreign ? writePlainly : writeTogether;
  const pack = createPacker();
  return async (request, response, work) => {
    const start = world.monotonic();
    const over = createSignal();
    const record = createRecord(world.now(), over.signal, observe, request.headers);
    const method = request.method ?? '';
    const path = plainPath(request.url ?? '/');
    record.observe({ kind: 'request begun', method, path });
    response.once('close', () => {
      if (response.writableFinished) return;
      record.gone = true;
      over.abort(ended);
    });
    let failure: AdapterError | undefined;
    let body: Body;
    let headers: BodyHeaders = {};
    try {
      await unless(giveUp, work(record), () => isWrite(record.operation));
      const { answer, text, cache } = record;
      if (answer !== undefined) body = await jsonOf(world, request, headers, answer, pack);
      else if (text !== undefined) body = { text, encoding: 'utf8' };
      else throw notFound(path);
      if (cache !== undefined) headers['cache-status'] = cache;
    } catch (thrown) {
      failure = toAdapterError(thrown);
      headers = {};
      response.statusCode = failure.status;
      if (giveUp.aborted && !isWrite(record.operation)) response.setHeader('retry-after', '1');
      else if (failure.retryAfter !== undefined)
        response.setHeader('retry-after', String(failure.retryAfter));
      body = await jsonOf(world, request, headers, errorBody(failure, details), pack);
    }
    // Without it a caller would send its next request on a connection that is about to be closed.
    if (stopping?.() || giveUp.aborted) response.setHeader('connection', 'close');
    // A connection with a rest on it cannot take the next request.
    if (!request.complete && (giveUp.aborted || !(await readRest(world, request))))
      answerAndCut(world, request, response, headers, bytesOf(body));
    else await send(world, response, () => write(response, headers, body));
    over.abort(ended);
    record.observe({
      kind: 'request ended',
      requestId: record.requestId,
      instance: record.instance,
      operation: record.operation,
      method,
      path,
      collection: record.collection,
      status: response.statusCode,
      gone: record.gone,
      milliseconds: world.monotonic() - start,
      calls: record.calls,
      scanned: record.scanned,
      cache: record.cache,
      failure,
    });
  };
}

/** Answers for Koa's routes, which find the record in the state of their context. */
export function respondUnder(respond: Respond): Middleware {
  return (context, next) => {
    context.respond = false;
    return respond(context.req, context.res, async (record) => {
      (context.state as { record: RequestRecord }).record = record;
      // Koa begins with 404.
      context.res.statusCode = 200;
      await next();
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
function unless(giveUp: Signal, work: Promise<void>, writes: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void =>
      reject(unavailable(writes() ? stoppedWrite : 'The service is stopping; try again', 503));
    if (giveUp.aborted) onAbort();
    giveUp.addEventListener('abort', onAbort);
    work.then(
      () => {
        giveUp.removeEventListener('abort', onAbort);
        resolve();
      },
      (error: unknown) => {
        giveUp.removeEventListener('abort', onAbort);
        reject(error);
      },
    );
  });
}

/**
 * The answer's text, packed as the caller likes it.
 * @param headers gets those of the body
 * @throws UNKNOWN_ERROR with 502 for an answer that is too deep or too long to be written
 */
async function jsonOf(
  world: World,
  request: IncomingMessage,
  headers: BodyHeaders,
  answer: object,
  pack: Pack,
): Promise<Body> {
  const body = isWritten(answer) ? writtenBody(answer) : await writtenNow(world, answer);
  headers['content-type'] = 'application/json';
  if ((Buffer.isBuffer(body) ? body : body.text).length <= smallAnswer) return body;
  headers.vary = 'accept-encoding';
  const encoding = chooseEncoding(request);
  if (!encoding) return body;
  // Only bytes that are kept come again, packed or not.
  const packed = await (Buffer.isBuffer(body) ? pack : encode)(bytesOf(body), encoding);
  headers['content-encoding'] = encoding;
  return packed;
}

/** Handed over together with the status: Node takes one object in a third of the time of single headers. */
export interface BodyHeaders extends OutgoingHttpHeaders {
  'content-type'?: string;
  'content-length'?: number;
  'content-encoding'?: string;
  'cache-status'?: string;
  vary?: string;
}

/** What is sent: bytes, or a text in one of two encodings. */
type Body = Buffer | { readonly text: string; readonly encoding: 'utf8' | 'latin1' };

function bytesOf(body: Body): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(body.text, body.encoding);
}

function writtenBody({ writtenJson }: WrittenAnswer): Body {
  return typeof writtenJson === 'string' ? { text: writtenJson, encoding: 'latin1' } : writtenJson;
}

async function writtenNow(world: World, answer: object): Promise<Body> {
  return { text: await writeJson(world, answer), encoding: 'utf8' };
}

/** Answers of one turn are written together. Nothing is written for a caller who has left: Node would take that for an error of ours. */
function send(world: World, response: ServerResponse, write: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    world.endOfTurn(() => {
      try {
        if (!response.destroyed && response.socket?.writable !== false) write();
        resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
}

/** Bytes of a body that Node writes together with the head where it is a text; bytes it hands over beside it, which takes longer. */
const writtenTogether = 15 * 2 ** 10;

function writeTogether(response: ServerResponse, headers: BodyHeaders, body: Body): void {
  if (Buffer.isBuffer(body)) {
    headers['content-length'] = body.length;
    const head = response.writeHead(response.statusCode, headers);
    if (body.length <= writtenTogether) head.end(body.toString('latin1'), 'latin1');
    else head.end(body);
  } else {
    headers['content-length'] = Buffer.byteLength(body.text, body.encoding);
    response.writeHead(response.statusCode, headers).end(body.text, body.encoding);
  }
}

/** In the way that every imitation of Node's response knows: `writeHead` gives nothing in some. */
function writePlainly(response: ServerResponse, headers: BodyHeaders, body: Body): void {
  const bytes = bytesOf(body);
  headers['content-length'] = bytes.length;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value as string | number);
  response.end(bytes);
}

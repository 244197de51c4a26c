import { isUtf8 } from 'node:buffer';
import type { Transform } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Signal } from '../../world/signal.js';
import type { World } from '../../world/world.js';
import type { AnswerAccount } from './account.js';
import type { Allowance } from './allowance.js';
import { contentCoding, createDecoder } from './decode.js';
import { UpstreamFailure } from './failure.js';
import { gather } from './gather.js';
import type { HeaderMap } from './headers.js';
import { connectionFailure } from './lost.js';

export interface ExchangeRequest {
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: HeaderMap;
  readonly body?: string;
}

export interface ExchangeLimits {
  readonly world: World;
  readonly signal: Signal;
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** What the answer may hold; judged while it arrives, before it is parsed. */
  readonly most: Allowance;
  /** The memory of all answers of the process. */
  readonly account?: AnswerAccount | undefined;
  /** Told of decoded bytes as they arrive; what it throws ends the exchange. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** UTF-8. */
  readonly body: Buffer;
}

/** The text of an answer, to be shown. */
export function textOf({ body }: Pick<Answer, 'body'>): string {
  return body.toString();
}

/** Bytes after which values are counted again. */
const countEvery = 64 * 1024;

/**
 * One HTTP request and its whole answer. Redirects are not followed. When it fails, for whatever reason, the
 * connection is closed at once, so that the upstream sees it and stops working.
 *
 * Dispatcher.dispatch is used instead of request(): it costs a third less, tells whether a request was written, and lets
 * the bytes be counted before they are kept.
 * @throws {UpstreamFailure} unreachable, timeout, aborted, tooLarge, notGraphql; or what onBytes throws
 */
export function exchange(
  dispatcher: Dispatcher,
  request: ExchangeRequest,
  limits: ExchangeLimits,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { world, signal, most, account } = limits;
    let phase: 'queued' | 'sent' | 'answering' | 'settled' = 'queued';
    let controller: Dispatcher.DispatchController | undefined;
    let decoder: Transform | undefined;
    let status = 0;
    let headers: Answer['headers'] = {};
    let coding: ReturnType<typeof contentCoding> = 'identity';
    let received = 0;
    let bytes = 0;
    let counted = 0;
    const body = gather();
    const held = account?.open(() =>
      tooMuch(`all answers that arrive hold more than ${account.most} bytes, most of them this one`),
    );

    const remaining = limits.deadline - world.now();
    const onDeadline = () =>
      fail(failure('timeout', `no complete answer from ${request.origin} before the deadline`));
    const cancel = world.timer(Math.max(0, remaining), onDeadline);
    const onAbort = () => fail(failure('aborted', 'the request was given up by its caller'));
    signal.addEventListener('abort', onAbort, { once: true });

    function settle() {
      phase = 'settled';
      cancel();
      signal.removeEventListener('abort', onAbort);
      held?.close();
    }
    function fail(error: unknown) {
      if (phase === 'settled') return;
      settle();
      decoder?.destroy();
      reject(error);
      controller?.abort(error instanceof Error ? error : new Error('ended'));
    }
    function failure(
      kind: 'timeout' | 'aborted' | 'tooLarge' | 'notGraphql',
      message: string,
      remedy?: string,
    ): UpstreamFailure {
      const delivered = phase === 'queued' ? 'no' : phase === 'sent' ? 'unknown' : 'yes';
      return new UpstreamFailure(kind, message, { delivered, remedy, ...(status ? { status } : {}) });
    }
    function tooMuch(what: string) {
      const text = `the answer of ${request.origin} is too large: ${what}`;
      fail(failure('tooLarge', text, most.remedy));
    }
    function tooLarge() {
      tooMuch(`more than ${most.bytes} bytes`);
    }
    function keep(chunk: Buffer) {
      if (phase === 'settled') return;
      bytes += chunk.length;
      if (bytes > most.bytes) return tooLarge();
      try {
        limits.onBytes?.(chunk.length);
      } catch (error) {
        return fail(error);
      }
      const before = body.held();
      body.add(chunk);
      held?.add(body.held() - before);
      if (bytes - counted >= countEvery) count();
    }
    /** A body cannot hold more values than bytes, nor than commas and brackets, so that the usual answer is hardly looked at. */
    function count() {
      if (bytes <= most.values || phase === 'settled') return;
      counted = bytes;
      if (body.atMost(most.values) > most.values && body.values() > most.values)
        tooMuch(`more than ${most.values} JSON values`);
    }
    function finish() {
      count();
      if (phase === 'settled') return;
      const whole = body.whole();
      if (!isUtf8(whole)) return fail(failure('notGraphql', 'the answer is not valid UTF-8'));
      settle();
      resolve({ status, headers, body: whole });
    }
    function startDecoder(firstByte: number): Transform | undefined {
      if (coding === undefined || coding === 'identity') return undefined;
      return createDecoder(coding, firstByte)
        .on('data', keep)
        .on('drain', () => controller?.resume())
        .on('end', finish)
        .on('error', () => fail(failure('notGraphql', `the answer's ${coding} encoding is broken`)));
    }

    if (signal.aborted) return onAbort();
    if (remaining <= 0) return onDeadline();
    dispatcher.dispatch(
      {
        origin: request.origin,
        path: request.path,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        idempotent: false,
      },
      {
        onRequestStart(started) {
          controller = started;
          if (phase === 'settled') started.abort(new Error('ended'));
          else phase = 'sent';
        },
        onResponseStart(_, statusCode, responseHeaders) {
          if (phase === 'settled') return;
          if (statusCode < 100 || statusCode > 599) {
            phase = 'answering';
            const text = `${request.origin} answers with status ${statusCode}, which HTTP does not have`;
            return fail(failure('notGraphql', text));
          }
          if (statusCode < 200) return;
          phase = 'answering';
          status = statusCode;
          headers = responseHeaders;
          coding = contentCoding(responseHeaders['content-encoding']);
          if (coding === undefined)
            return fail(failure('notGraphql', 'the answer has an unknown content-encoding'));
          if (Number(responseHeaders['content-length']) > most.bytes) tooLarge();
        },
        onResponseData(_, chunk) {
          if (phase === 'settled') return;
          if (coding === 'identity') return keep(chunk);
          received += chunk.length;
          if (received > most.bytes) return tooLarge();
          decoder ??= startDecoder(chunk[0] ?? 0);
          if (decoder && !decoder.write(chunk)) controller?.pause();
        },
        onResponseEnd() {
          if (decoder) decoder.end();
          else finish();
        },
        onResponseError(_, error) {
          if (phase === 'settled') return;
          fail(connectionFailure(error, request.origin, phase));
        },
      },
    );
  });
}

/** What Wix is told when the upstream fails. Details go to the log only: they may speak of internals. */
import { UpstreamFailure } from '../upstream/transport/failure.js';
import { AdapterError } from '../wix/errors.js';
import { upstreamAnswers } from './upstream-answers.js';

/**
 * What Wix is told of a failure of the transport (protocol section 9): 400 for what cannot be sent, else 502, 503
 * or 504 by its kind. Other errors are returned as they are.
 */
export function toAnswer(error: unknown): unknown {
  if (error instanceof AdapterError || !(error instanceof UpstreamFailure)) return error;
  const { code, status, message } = upstreamAnswers[error.kind];
  const seconds = error.retryAfterMs === undefined ? undefined : Math.ceil(error.retryAfterMs / 1000);
  const asks = error.kind !== 'queueFull' && error.kind !== 'circuitOpen';
  const wait = seconds === undefined || !asks ? '' : `; it asks to wait ${seconds} s`;
  // The failure's own message names the first already, and lists name the same for every row.
  const said = new Set(error.errors.map((each) => each.message));
  const details = [...said].filter((each) => !error.message.includes(each)).join('; ');
  const reason = details === '' ? error.message : `${error.message}: ${details}`;
  const remedy = error.remedy === undefined ? '' : `. To allow it, ${error.remedy}`;
  return new AdapterError(code, message + wait + remedy, {
    status,
    reason,
    short: message + wait,
    retryAfter: seconds,
    cause: error,
  });
}

/**
 * @param reason for the log only
 * @param short what a visitor of the site may read. Default: the message
 * @param retryAfter seconds
 */
export function upstreamError(
  message: string,
  status: 502 | 503 | 504,
  reason: string,
  cause?: unknown,
  short?: string,
  retryAfter?: number,
): AdapterError {
  return new AdapterError('UNKNOWN_ERROR', message, { status, reason, short, retryAfter, cause });
}

/** The upstream broke a rule of its own paging: the answer cannot be trusted. */
export function untrustworthy(message: string): AdapterError {
  const short = "The upstream API's pages cannot be trusted";
  return upstreamError(`${short}: ${message}`, 502, message, undefined, short);
}

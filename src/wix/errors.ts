/**
 * The closed set of failures that Wix is told about (protocol section 9). Everything thrown on the way of a
 * request ends as one of these, and is rendered in one place.
 */
import { cut, preview } from './json.js';

export type ErrorCode =
  | 'ITEM_ALREADY_EXISTS'
  | 'ITEM_NOT_FOUND'
  | 'COLLECTION_ALREADY_EXISTS'
  | 'COLLECTION_NOT_FOUND'
  | 'REFERENCE_ALREADY_EXISTS'
  | 'REFERENCE_NOT_FOUND'
  | 'VALIDATION_ERROR'
  | 'COLLECTION_CHANGE_NOT_SUPPORTED'
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'UNKNOWN_ERROR';

/** One thing wrong with a request. `rejectedValue` may be any JSON; it is sent as short text. */
export interface Violation {
  readonly fieldPath?: string;
  readonly rejectedValue?: unknown;
  readonly message: string;
}

/** One part of a collection change that cannot be done. */
export interface ChangeProblem {
  readonly fieldKey?: string;
  readonly message: string;
}

export interface ReferencePair {
  readonly referringItemId: string;
  readonly referencedItemId: string;
}

export interface AdapterErrorOptions {
  readonly status: number;
  readonly data?: Readonly<Record<string, unknown>>;
  /** For the log only; never sent to the caller. */
  readonly reason?: string;
  /** What a visitor of the site may read, where the message speaks of the mapping. */
  readonly short?: string | undefined;
  /** Seconds after which the same request may be answered: the header Retry-After. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** A failure with its code, HTTP status and `data`. `message` is safe to send to the caller. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly reason?: string;
  readonly short?: string;
  readonly retryAfter?: number;

  constructor(code: ErrorCode, message: string, options: AdapterErrorOptions) {
    super(cut(message, 10_000), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status;
    if (options.data !== undefined) this.data = Object.freeze(options.data);
    if (options.reason !== undefined) this.reason = options.reason;
    if (options.short !== undefined) this.short = options.short;
    if (options.retryAfter !== undefined) this.retryAfter = options.retryAfter;
  }
}

/** Lengths that the protocol allows inside `data` (section 9.1). */
const limits = { id: 256, fieldKey: 250, changeMessage: 1000, path: 1000, message: 10_000, entries: 100 };

const id = (text: string) => cut(text, limits.id);

export function badRequest(message: string, short?: string): AdapterError {
  return new AdapterError('BAD_REQUEST', message, { status: 400, short });
}

/** At most 100 violations are sent, each member cut to its allowed length, rejected values as text. */
export function validationError(
  message: string,
  violations: readonly Violation[] = [],
  short?: string,
): AdapterError {
  return new AdapterError('VALIDATION_ERROR', message, {
    status: 400,
    short,
    data: {
      violations: violations.slice(0, limits.entries).map((each) =>
        Object.freeze({
          ...(each.fieldPath === undefined ? {} : { fieldPath: cut(each.fieldPath, limits.path) }),
          ...(each.rejectedValue === undefined
            ? {}
            : {
                rejectedValue:
                  typeof each.rejectedValue === 'string'
                    ? cut(each.rejectedValue, limits.path)
                    : preview(each.rejectedValue, limits.path),
              }),
          message: cut(each.message, limits.message),
        }),
      ),
    },
  });
}

/** A VALIDATION_ERROR whose message names the first violation and how many more there are. */
export function violationsError(subject: string, violations: readonly Violation[]): AdapterError {
  const first = violations[0];
  const where = first?.fieldPath === undefined ? '' : `${cut(first.fieldPath, 200)} `;
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : '';
  return validationError(`${subject}: ${where}${first?.message ?? 'not valid'}${more}`, violations);
}

export function collectionNotFound(collectionId: string): AdapterError {
  return new AdapterError('COLLECTION_NOT_FOUND', `Collection ${id(collectionId)} not found`, {
    status: 404,
    data: { collectionId: id(collectionId) },
  });
}

export function collectionAlreadyExists(collectionId: string): AdapterError {
  return new AdapterError('COLLECTION_ALREADY_EXISTS', `Collection ${id(collectionId)} already exists`, {
    status: 409,
    data: { collectionId: id(collectionId) },
  });
}

export function itemNotFound(itemId: string): AdapterError {
  return new AdapterError('ITEM_NOT_FOUND', `Item ${id(itemId)} not found`, {
    status: 404,
    data: { itemId: id(itemId) },
  });
}

export function itemAlreadyExists(itemId: string): AdapterError {
  return new AdapterError('ITEM_ALREADY_EXISTS', `Item ${id(itemId)} already exists`, {
    status: 409,
    data: { itemId: id(itemId) },
  });
}

const pair = (reference: ReferencePair) => ({
  referringItemId: id(reference.referringItemId),
  referencedItemId: id(reference.referencedItemId),
});

export function referenceAlreadyExists(reference: ReferencePair): AdapterError {
  const data = pair(reference);
  const message = `Reference from ${data.referringItemId} to ${data.referencedItemId} already exists`;
  return new AdapterError('REFERENCE_ALREADY_EXISTS', message, { status: 409, data });
}

export function referenceNotFound(reference: ReferencePair): AdapterError {
  const data = pair(reference);
  const message = `Reference from ${data.referringItemId} to ${data.referencedItemId} not found`;
  return new AdapterError('REFERENCE_NOT_FOUND', message, { status: 404, data });
}

/** Collections cannot be created, changed or deleted from Wix, or not in this way. */
export function collectionChangeNotSupported(errors: readonly ChangeProblem[]): AdapterError {
  const message = errors[0]?.message ?? 'This change of the collection is not supported';
  return new AdapterError('COLLECTION_CHANGE_NOT_SUPPORTED', message, {
    status: 400,
    data: {
      errors: errors.slice(0, limits.entries).map((each) =>
        Object.freeze({
          ...(each.fieldKey === undefined ? {} : { fieldKey: cut(each.fieldKey, limits.fieldKey) }),
          message: cut(each.message, limits.changeMessage),
        }),
      ),
    },
  });
}

/** The caller learns only that it is not authorised; why is for the log (protocol section 2.6). */
export function unauthorized(reason: string): AdapterError {
  return new AdapterError('UNAUTHORIZED', 'The request is not signed by Wix for this service', {
    status: 401,
    reason,
  });
}

/**
 * The request is signed by Wix, and what it asks for is not for whoever asks. The protocol has no code of its own for it.
 * @param short what a visitor of the site may read
 */
export function forbidden(message: string, short: string): AdapterError {
  return new AdapterError('UNAUTHORIZED', message, { status: 403, short });
}

/** The upstream answered wrongly (502), cannot be reached (503), or not in time (504). */
export function unavailable(message: string, status: 502 | 503 | 504, cause?: unknown): AdapterError {
  return new AdapterError('UNKNOWN_ERROR', message, { status, cause });
}

export function payloadTooLarge(limit?: number): AdapterError {
  const message = `The request body is larger than ${limit === undefined ? 'allowed' : `${limit} bytes`}`;
  return new AdapterError('BAD_REQUEST', message, { status: 413 });
}

/** @param allowed what the path takes */
export function methodNotAllowed(method?: string, allowed: readonly string[] = ['POST']): AdapterError {
  const message = `Only ${allowed.join(' and ')} ${allowed.length > 1 ? 'are' : 'is'} allowed${method === undefined ? '' : `, not ${cut(method, 20)}`}`;
  return new AdapterError('BAD_REQUEST', message, { status: 405 });
}

export function notFound(path: string): AdapterError {
  return new AdapterError('BAD_REQUEST', `There is no endpoint ${cut(path, 200)}`, { status: 404 });
}

/** A defect of the adapter. Its cause stays in the log: it may hold secrets or data. */
export function internalError(cause: unknown): AdapterError {
  return new AdapterError('UNKNOWN_ERROR', 'Internal error', {
    status: 500,
    reason: cause instanceof Error ? cause.message : preview(cause, 200),
    cause,
  });
}

/** What was thrown, if it is one of ours; else an internal error around it. */
export function toAdapterError(thrown: unknown): AdapterError {
  return thrown instanceof AdapterError ? thrown : internalError(thrown);
}

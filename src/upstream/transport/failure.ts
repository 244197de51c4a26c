/** What can go wrong between the adapter and an upstream: a closed set of kinds, and texts without secrets. */
import type { RateReport } from './rate-report.js';

export const failureKinds = [
  'unreachable',
  'timeout',
  'aborted',
  'tooLarge',
  'unauthorized',
  'rateLimited',
  'http',
  'notGraphql',
  'graphqlErrors',
  'unsendable',
  'queueFull',
  'circuitOpen',
] as const;

/**
 * - `unreachable`: no connection, or it was lost
 * - `timeout`: the deadline passed
 * - `aborted`: the caller gave up
 * - `tooLarge`: the answer exceeds what one may hold, or all answers together what the process may; see `remedy`
 * - `unauthorized`: 401, 403, or GraphQL errors that say as much
 * - `rateLimited`: 429, or GraphQL errors that say as much; see `retryAfterMs`
 * - `http`: another status that is not success, without a GraphQL body (redirects too)
 * - `notGraphql`: success, but not a GraphQL answer (HTML, broken JSON or encoding)
 * - `graphqlErrors`: GraphQL errors and no data
 * - `unsendable`: nothing was sent, because a fact of the Wix request does not fit a header
 * - `queueFull`: nothing was sent, because too many requests to the upstream wait already
 * - `circuitOpen`: nothing was sent, because the upstream failed so often that it is left alone for a while
 */
export type FailureKind = (typeof failureKinds)[number];

/** One entry of `errors`, reduced to what the adapter uses. */
export interface GraphqlError {
  readonly message: string;
  /** Response keys and list indexes from the root of `data` to the field that failed. */
  readonly path?: readonly (string | number)[];
  /** `extensions.code`, or where the API keeps the like of it. */
  readonly code?: string;
}

/**
 * Whether the upstream has the request: `no`, nothing was sent; `unknown`, it was sent and the answer was lost;
 * `yes`, it answered. A write whose failure says `unknown` may have happened (law 4).
 */
export type Delivery = 'no' | 'unknown' | 'yes';

export interface FailureDetails {
  readonly status?: number | undefined;
  readonly errors?: readonly GraphqlError[];
  readonly retryAfterMs?: number | undefined;
  /** What the answer says of how much the API will still take. */
  readonly rate?: RateReport | undefined;
  readonly delivered?: Delivery;
  /** The answer has a member `data`, so the document was run, at least in part. */
  readonly ran?: boolean;
  /**
   * A read may be sent again at once: the connection broke before the first byte of an answer, or the refused token is
   * renewed for the next request.
   */
  readonly sendAgain?: boolean;
  /** What to change in the mapping, as words that can follow "To allow it, ". */
  readonly remedy?: string | undefined;
}

/** Longest message that is kept of anything an upstream says, in UTF-16 units. */
export const longestMessage = 500;
const mostErrors = 10;

/** The only error with which an upstream client rejects. Its texts hold no secrets and are cut to a bounded length. */
export class UpstreamFailure extends Error {
  override readonly name = 'UpstreamFailure';
  readonly kind: FailureKind;
  readonly status: number | undefined;
  /** At most the first ten. */
  readonly errors: readonly GraphqlError[];
  /** Milliseconds after which the upstream wants to be asked again. */
  readonly retryAfterMs: number | undefined;
  readonly rate: RateReport | undefined;
  readonly delivered: Delivery;
  readonly ran: boolean;
  readonly sendAgain: boolean;
  readonly remedy: string | undefined;

  constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
    super(cut(message));
    this.kind = kind;
    this.status = details.status;
    this.errors = (details.errors ?? [])
      .slice(0, mostErrors)
      .map((each) => ({ ...each, message: cut(each.message) }));
    this.retryAfterMs = details.retryAfterMs;
    this.rate = details.rate;
    this.delivered = details.delivered ?? 'no';
    this.ran = details.ran ?? false;
    this.sendAgain = details.sendAgain ?? false;
    this.remedy = details.remedy;
  }
}

/** The text with control characters turned into spaces, at most `longest` units long. */
export function cut(text: string, longest = longestMessage): string {
  const clean = text.slice(0, longest + 1).replace(/\p{Cc}+/gu, ' ');
  return clean.length <= longest ? clean : clean.slice(0, longest - 1) + '…';
}

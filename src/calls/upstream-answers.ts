/** What Wix is told of each way in which a request to an upstream fails. The documentation is generated from it. */
import type { FailureKind } from '../upstream/transport/failure.js';
import type { ErrorCode } from '../wix/errors.js';

export interface UpstreamAnswer {
  readonly code: ErrorCode;
  readonly status: 400 | 502 | 503 | 504;
  /** Without details: these are in the log. */
  readonly message: string;
  readonly when: string;
  readonly whatToDo: string;
}

const answer = (
  status: UpstreamAnswer['status'],
  message: string,
  when: string,
  whatToDo: string,
): UpstreamAnswer =>
  Object.freeze({ code: status === 400 ? 'BAD_REQUEST' : 'UNKNOWN_ERROR', status, message, when, whatToDo });

export const upstreamAnswers: Readonly<Record<FailureKind, UpstreamAnswer>> = Object.freeze({
  unreachable: answer(
    503,
    'The upstream API cannot be reached',
    'No connection came about, or it was lost before the answer was whole.',
    'Check the address, the network and whether the API is up.',
  ),
  timeout: answer(
    504,
    'The upstream API did not answer in time',
    'The deadline of the request passed.',
    'Narrow the query, speed the API up, or raise limits.deadline; Wix itself waits 15 s.',
  ),
  aborted: answer(
    503,
    'The request was given up',
    'The caller went away, or the service stopped.',
    'Nothing: nobody waits for the answer.',
  ),
  tooLarge: answer(
    502,
    'The upstream API answered with too much data',
    'One answer, or all answers that arrive at the moment, hold more than is allowed.',
    'Ask for smaller pages, or raise limits.answer.',
  ),
  unauthorized: answer(
    502,
    "The upstream API refused the adapter's credentials",
    'Status 401 or 403, or errors that say as much.',
    'Give the adapter credentials that the API accepts; /readyz names the line of the mapping.',
  ),
  rateLimited: answer(
    503,
    'The upstream API is limiting requests',
    'Status 429, or errors that say as much, or more than the API says that it still takes.',
    'Ask less often, keep answers (cache), or ask the API for more; Retry-After says when to come back.',
  ),
  http: answer(
    502,
    'The upstream API answered with an HTTP error',
    'Another status that is no success, without a GraphQL answer; redirects too.',
    'Look in the log for the status; check the address.',
  ),
  notGraphql: answer(
    502,
    'The upstream API did not answer with GraphQL',
    'A page for people, broken JSON, or an encoding that cannot be read.',
    'Check the address: is it that of the GraphQL endpoint?',
  ),
  graphqlErrors: answer(
    502,
    'The upstream API answered with an error',
    'GraphQL errors and no data.',
    'The log has what the API said; check the mapping (check --live) and the rights of the credentials.',
  ),
  unsendable: answer(
    400,
    'A fact of the request does not fit a header of the upstream API',
    'A language or an identity holds characters that no header can carry; nothing was sent.',
    'The log names the fact and the header.',
  ),
  queueFull: answer(
    503,
    'Too many requests for the upstream API wait already',
    'gateway.queue is full; nothing was sent.',
    'Retry-After says when to come back; look for slow queries, or raise gateway.concurrency.',
  ),
  circuitOpen: answer(
    503,
    'The upstream API keeps failing, and is not asked for a while',
    'It failed gateway.breaker.failures times in a row; nothing was sent.',
    'Mend the API; Retry-After says when it is tried again.',
  ),
});

import { isPlainObject } from '../../json.js';
import { readErrors } from './errors.js';
import { type Answer, textOf } from './exchange.js';
import { cut, type FailureDetails, type FailureKind, type GraphqlError, UpstreamFailure } from './failure.js';
import { costWait, retryAfter } from './rate-limit.js';
import { type RateReport, rateReport } from './rate-report.js';

type Fields = Readonly<Record<string, unknown>>;

/** A GraphQL response body, with errors normalised. */
export interface GraphqlAnswer {
  readonly data: Fields;
  readonly errors: readonly GraphqlError[];
  readonly extensions: Fields;
  readonly rate: RateReport | undefined;
}

const credentialCodes =
  /^(?:UNAUTHENTICATED|UNAUTHORIZED|UnauthorizedException|Unauthorized|FORBIDDEN|access-denied|invalid-jwt|invalid-headers|AuthenticationError|ACCESS_DENIED)$/i;
/** For servers whose code says only that something went wrong. */
const credentialWords =
  /\bjwt ?(?:has |is )?expired|\btoken (?:has |is |was )?(?:been )?(?:expired|invalid|revoked)|\b(?:invalid|expired|revoked) (?:access |auth |bearer )?token|\b(?:unauthenticated|not authenticated)\b/i;
const limitCodes =
  /^(?:THROTTLED|RATE_?LIMITED|RATE_LIMIT(?:_EXCEEDED)?|RateLimitExceeded|TOO_MANY_REQUESTS|ThrottlingException|MAX_COST_EXCEEDED_PER_INTERVAL|ComplexityException|429)$/i;

/**
 * Reads an HTTP answer as a GraphQL response that has data.
 * @param said its text as JSON; undefined where it is none
 * @param shown the endpoint, for messages
 * @param mask hides secrets in texts of the upstream
 * @param now epoch milliseconds at which it came
 * @throws {UpstreamFailure} unauthorized, rateLimited, http, notGraphql, graphqlErrors
 */
export function readAnswer(
  answer: Answer,
  said: unknown,
  shown: string,
  mask: (text: string) => string,
  now: number,
): GraphqlAnswer {
  const { status } = answer;
  const success = status >= 200 && status < 300;
  // Others of these say that something has not changed, or give a choice.
  if (status >= 300 && status < 400 && answer.headers.location !== undefined) throw redirect(answer, shown);
  const body = isPlainObject(said) ? said : undefined;
  const errors = readErrors(body?.errors ?? (success ? undefined : (body?.error ?? body?.message)), mask);
  const ran = body !== undefined && 'data' in body;
  const rate = rateReport(answer.headers, body?.extensions, now);
  const fail = (kind: FailureKind, message: string, more: FailureDetails = {}) =>
    new UpstreamFailure(kind, message, { delivered: 'yes', status, errors, ran, rate, ...more });

  const told = errors[0] ? `: ${errors[0].message}` : '';
  const wait = retryAfter(answer.headers, now) ?? costWait(body);
  const limited = wait ? { retryAfterMs: wait } : {};
  if (status === 429 || (status === 403 && exhausted(answer))) {
    throw fail('rateLimited', `${shown} limits the rate of requests (status ${status})${told}`, limited);
  }
  if (status === 401 || status === 403) {
    throw fail('unauthorized', `${shown} does not accept the credentials (status ${status})${told}`);
  }
  const data = body?.data;
  if (
    success &&
    isPlainObject(data) &&
    errors.some(isAboutCredentials) &&
    Object.values(data).every(isNull)
  ) {
    throw fail('unauthorized', `${shown} does not accept the credentials${told}`);
  }
  if (success && isPlainObject(data)) {
    return { data, errors, extensions: isPlainObject(body?.extensions) ? body.extensions : {}, rate };
  }
  if (body && 'errors' in body && errors.length > 0) {
    const codes = errors.map((each) => each.code ?? '');
    // Who names a time to come back limits, whatever the status and the code.
    if (codes.some((code) => limitCodes.test(code)) || retryAfter(answer.headers, now) !== undefined) {
      throw fail('rateLimited', `${shown} limits the rate of requests${told}`, limited);
    }
    if (errors.some(isAboutCredentials)) {
      throw fail('unauthorized', `${shown} does not accept the credentials${told}`);
    }
    throw fail('graphqlErrors', `${shown} answered with an error${told}`);
  }
  if (!success) throw fail('http', `${shown} answered with status ${status}${hint(status)}${told}`, limited);
  throw fail('notGraphql', `${shown} did not answer with GraphQL: ${describe(answer, body, mask)}`);
}

function redirect(answer: Answer, shown: string): UpstreamFailure {
  const location = String(answer.headers.location ?? '');
  // Only the origin: the rest of a location may carry tokens.
  const target = URL.canParse(location, shown) ? new URL(location, shown).origin : 'nowhere';
  return new UpstreamFailure(
    'http',
    `${shown} redirects to ${target} (status ${answer.status}); redirects are not followed, write the final address`,
    { delivered: 'yes', status: answer.status },
  );
}

function isAboutCredentials({ code = '', message }: GraphqlError): boolean {
  return credentialCodes.test(code) || credentialWords.test(message);
}

function isNull(value: unknown): boolean {
  return value === null;
}

/** GitHub and others answer 403 when a quota is used up. */
function exhausted(answer: Answer): boolean {
  return answer.headers['x-ratelimit-remaining'] === '0' || answer.headers['retry-after'] !== undefined;
}

function hint(status: number): string {
  if (status === 404) return ' (is the path of the URL right?)';
  return status === 405 ? ' (it does not take this kind of request at this path)' : '';
}

/** Texts are masked before they are cut, which could leave half a secret. */
function describe(answer: Answer, body: Fields | undefined, mask: (text: string) => string): string {
  if (body) return 'JSON with neither data nor errors';
  const type = mask(String(answer.headers['content-type'] ?? '')).toLowerCase();
  if (type.includes('html') || /^\s*<(?:!doctype|html)/i.test(textOf(answer))) {
    const title = /<title[^>]*>([^<]+)/i
      .exec(mask(textOf(answer).slice(0, 100_000)).slice(0, 20_000))?.[1]
      ?.trim();
    return `an HTML page${title ? ` titled "${cut(title, 80)}"` : ''}`;
  }
  if (textOf(answer).trim() === '') return 'nothing';
  return type.includes('json')
    ? 'broken JSON, JSON of more than 500 levels, or not an object'
    : `content of type ${cut(type || 'unknown', 80)}`;
}

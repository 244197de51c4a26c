import { UpstreamFailure } from './failure.js';

/** How far a request had come. */
type Phase = 'queued' | 'sent' | 'answering';

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections',
  ENOTFOUND: 'has no address (DNS)',
  EAI_AGAIN: 'could not be looked up (DNS does not answer)',
  EHOSTUNREACH: 'cannot be reached from this network',
  ENETUNREACH: 'cannot be reached from this network',
  ETIMEDOUT: 'does not accept the connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'does not accept the connection in time',
  UND_ERR_HEADERS_OVERFLOW: 'answers with too many headers',
  UND_ERR_DESTROYED: 'is no longer in use: the client is closed',
  UND_ERR_CLOSED: 'is no longer in use: the client is closed',
  EPROTO: 'does not speak TLS as expected',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak TLS: http:// may be meant',
  CERT_HAS_EXPIRED: 'has an expired certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that is not trusted (see NODE_EXTRA_CA_CERTS)',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate that is not trusted (see NODE_EXTRA_CA_CERTS)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate that is not trusted (see NODE_EXTRA_CA_CERTS)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another host name',
};
const brokenConnection = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ECONNABORTED']);

/**
 * The failure for an error of the connection. Only its code is used: texts of lower layers may quote headers.
 */
export function connectionFailure(error: unknown, origin: string, phase: Phase): UpstreamFailure {
  const delivered = phase === 'queued' ? 'no' : phase === 'sent' ? 'unknown' : 'yes';
  const lie = httpLie(error, phase);
  if (lie !== undefined) return new UpstreamFailure('notGraphql', `${origin} ${lie}`, { delivered });
  const code = errorCode(error);
  const broken = brokenConnection.has(code);
  const when =
    phase === 'answering'
      ? 'in the middle of the answer'
      : phase === 'sent'
        ? 'before it answered'
        : 'while connecting';
  const reason = broken
    ? `closed the connection ${when}`
    : (reasons[code] ?? `failed ${when} (${/^[A-Z0-9_]{1,60}$/.test(code) ? code : 'unknown error'})`);
  return new UpstreamFailure('unreachable', `${origin} ${reason}`, {
    delivered,
    sendAgain: broken && phase !== 'answering',
  });
}

/** Answers that HTTP does not allow, by the texts of undici and of its parser (llhttp): their codes do not tell these apart. */
const lies: readonly (readonly [RegExp, string])[] = [
  [/^bad response$/, 'sent a response that was not asked for, such as 100 Continue'],
  [/^bad upgrade$/, 'wants to switch to another protocol, which was not asked for'],
  [/does not match content-length/, 'contradicts itself about the length of its answer'],
  [
    /can't be present with|Content-Length already present/i,
    'contradicts itself about the length of its answer',
  ],
  [/Content-Length/i, 'gives a content-length that is no number'],
  [/Transfer-Encoding/i, 'contradicts itself about the encoding of its answer'],
  [/status|statusCode/i, 'answers with a status that is no status of HTTP'],
  [/chunk/i, 'breaks the chunked encoding of its answer'],
  [/header/i, 'sends a header that HTTP does not allow'],
];
const lyingCodes = new Set(['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'ERR_ASSERTION', 'UND_ERR_SOCKET']);

/** What is wrong with an answer that came and cannot be read as HTTP; undefined: none came. Nothing of the texts is shown. */
function httpLie(error: unknown, phase: Phase): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const unreadable = error.name === 'HTTPParserError';
  if (!unreadable && !('code' in error && lyingCodes.has(String(error.code)))) return undefined;
  // Of broken connections only those two texts speak of an answer.
  const isSocket = 'code' in error && error.code === 'UND_ERR_SOCKET';
  const candidates = isSocket ? lies.slice(0, 2) : lies;
  const known = candidates.find(([pattern]) => pattern.test(error.message))?.[1];
  const middle = phase === 'answering' ? ', in the middle of the answer' : '';
  if (known !== undefined || isSocket) return known && known + middle;
  return phase === 'answering'
    ? 'breaks the rules of HTTP in the middle of the answer'
    : 'does not speak HTTP';
}

function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  // undici wraps socket errors whose own code says more.
  if (code === 'UND_ERR_SOCKET' && cause !== undefined) return errorCode(cause) || 'UND_ERR_SOCKET';
  return typeof code === 'string' ? code : errorCode(cause);
}

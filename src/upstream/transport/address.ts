/** An endpoint's URL, taken apart once. */
export interface Address {
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  /** Origin and path without query and without what looks like a key: fit for messages and logs. */
  readonly shown: string;
  /** Value of the Authorization header for user-info in the URL. */
  readonly basic: string | undefined;
  /** Parts of the URL that no message may hold. */
  readonly secrets: readonly string[];
}

/** An address, header or hook that cannot be used; its message holds no secrets. */
export class TransportConfigError extends Error {
  override readonly name = 'TransportConfigError';
}

/**
 * Takes an http(s) URL apart; user-info becomes a Basic header and the fragment is dropped.
 * @throws {TransportConfigError} without repeating the text, which may hold a password
 */
export function parseAddress(text: string): Address {
  if (!URL.canParse(text)) throw new TransportConfigError('the upstream URL is not a valid absolute URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TransportConfigError(
      `the upstream URL must begin with https:// or http://, not ${url.protocol}//`,
    );
  }
  const user = decode(url.username);
  const password = decode(url.password);
  const hasUser = user !== '' || password !== '';
  const segments = url.pathname.split('/');
  const basic = hasUser ? basicCredentials(user, password) : undefined;
  return Object.freeze({
    origin: url.origin,
    path: url.pathname + url.search,
    shown: url.origin + segments.map((each) => (looksLikeKey(each) ? '[hidden]' : each)).join('/'),
    basic,
    secrets: [user, password, url.username, url.password, ...(basic ? [basic.slice('Basic '.length)] : [])]
      .concat([...url.searchParams.values()])
      .concat(segments.filter(looksLikeKey).flatMap((each) => [each, decode(each)]))
      .filter((each) => each !== ''),
  });
}

/** Whether both are the address of one API, as far as can be told. */
export function isSameAddress(one: string, other: string): boolean {
  const whole = (text: string): string =>
    URL.canParse(text) ? new URL(text).href.replace(/\/+$/, '') : text;
  return whole(one) === whole(other);
}

/** Some APIs take their key in the path. Names there are short, or of letters of one case. */
function looksLikeKey(segment: string): boolean {
  const kinds = [/[0-9]/, /[a-z]/, /[A-Z]/].filter((each) => each.test(segment));
  return segment.length >= 16 && kinds.length >= 2;
}

/** `Basic …` header value (RFC 7617, UTF-8). */
export function basicCredentials(user: string, password: string): string {
  return 'Basic ' + Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

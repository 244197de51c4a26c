/** What an answer says of how much its API will still take. Looked at before a limit is reached; refusals are in rate-limit.ts. */

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** So many requests until a moment at which the count begins anew. */
export interface RateWindow {
  readonly remaining: number;
  /** undefined: it is not told. */
  readonly limit: number | undefined;
  /** Milliseconds. */
  readonly resetsIn: number;
}

/** A bucket of points that fills evenly (Shopify). */
export interface CostBucket {
  readonly available: number;
  readonly most: number;
  readonly perSecond: number;
  /** Points that a request like this one has to find in it. */
  readonly cost: number;
}

export interface RateReport {
  readonly window?: RateWindow;
  readonly bucket?: CostBucket;
}

/** Families of three fields; those of the first name seconds, others also a moment (GitHub, GitLab, Okta, Linear). */
const families = ['ratelimit', 'x-ratelimit', 'x-rate-limit', 'x-ratelimit-requests'].map((family) => ({
  remaining: `${family}-remaining`,
  limit: `${family}-limit`,
  reset: `${family}-reset`,
}));
type Family = (typeof families)[number];

/** Longer ones are not waited for in any request, and a wrong unit shows here. */
const longestWindow = 31 * 24 * 3_600_000;

/**
 * `RateLimit` (draft-ietf-httpapi-ratelimit-headers, both forms), `RateLimit-*`, `X-RateLimit-*`, and Shopify's `extensions.cost`.
 * GitHub tells its `rateLimit` in `x-ratelimit-*` of each answer too. undefined: it says nothing.
 * @param now epoch milliseconds
 */
export function rateReport(headers: Headers, extensions: unknown, now: number): RateReport | undefined {
  const bucket = costBucket(extensions);
  const named = families.filter((each) => headers[each.remaining] !== undefined);
  if (headers.ratelimit === undefined && named.length === 0) return bucket && { bucket };
  const windows = [
    ...fieldWindows(headers.ratelimit),
    ...named.flatMap((each) => namedWindow(headers, each, now)),
  ];
  if (windows.length === 0 && !bucket) return undefined;
  const [scarcest] = windows.sort((one, other) => one.remaining - other.remaining);
  return { ...(scarcest ? { window: scarcest } : {}), ...(bucket ? { bucket } : {}) };
}

/** `"minute";r=50;t=30, "day";r=900;t=40000`, or as it was before: `limit=100, remaining=50, reset=30`. */
function fieldWindows(value: Headers[string]): readonly RateWindow[] {
  const text = textOf(value);
  if (text === undefined || text.length > 1000) return [];
  if (/\bremaining\s*=/.test(text))
    return windowOf(
      number(member(text, 'remaining')),
      number(member(text, 'limit')),
      number(member(text, 'reset')),
    );
  return text
    .split(',')
    .flatMap((each) => windowOf(number(member(each, 'r')), undefined, number(member(each, 't'))));
}

function member(text: string, name: string): string | undefined {
  return new RegExp(`(?:^|[;,\\s])${name}\\s*=\\s*"?([\\d.]+)`).exec(text)?.[1];
}

function namedWindow(headers: Headers, family: Family, now: number): readonly RateWindow[] {
  const remaining = number(textOf(headers[family.remaining]));
  // `100, 100;w=60`: the first one is the limit, the others are policies.
  const limit = number(textOf(headers[family.limit])?.split(/[,;]/)[0]);
  return windowOf(remaining, limit, secondsUntil(textOf(headers[family.reset]), now));
}

/** Seconds from now, a moment in seconds or milliseconds since 1970, or a date: they are told apart by their size. */
function secondsUntil(text: string | undefined, now: number): number | undefined {
  const given = number(text);
  if (given === undefined) {
    const date = text !== undefined && /^[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(date) ? undefined : (date - now) / 1000;
  }
  if (given >= 1e11) return (given - now) / 1000;
  return given >= 1e9 ? given - now / 1000 : given;
}

function windowOf(
  remaining: number | undefined,
  limit: number | undefined,
  seconds: number | undefined,
): readonly RateWindow[] {
  // Some write 0 for no limit at all.
  if (remaining === undefined || seconds === undefined || limit === 0) return [];
  const resetsIn = Math.ceil(seconds * 1000);
  return resetsIn > 0 && resetsIn <= longestWindow ? [{ remaining, limit, resetsIn }] : [];
}

function costBucket(extensions: unknown): CostBucket | undefined {
  const cost = property(extensions, 'cost');
  const status = property(cost, 'throttleStatus');
  const [asked, available, most, perSecond] = [
    property(cost, 'requestedQueryCost'),
    property(status, 'currentlyAvailable'),
    property(status, 'maximumAvailable'),
    property(status, 'restoreRate'),
  ];
  if (![asked, available, most, perSecond].every((each) => typeof each === 'number' && each >= 0))
    return undefined;
  if (perSecond === 0) return undefined;
  return { available, most, perSecond, cost: asked } as CostBucket;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function textOf(value: Headers[string]): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,15}(?:\.\d{1,6})?\s*$/.test(text) ? Number(text) : undefined;
}

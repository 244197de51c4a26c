/** How long an upstream that limits requests wants us to wait. Milliseconds, at most an hour. */

const longest = 3_600_000;

/**
 * `Retry-After` in seconds or as an HTTP date (RFC 9110, section 10.2.3), else `x-ratelimit-reset` in epoch
 * seconds when nothing remains (GitHub). undefined: it does not say, or names no time to come.
 * @param now epoch milliseconds
 */
export function retryAfter(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  now: number,
): number | undefined {
  const text = headers['retry-after'];
  if (typeof text === 'string') {
    if (/^\d+(?:\.\d+)?$/.test(text.trim())) return bounded(Number(text) * 1000) || undefined;
    // Date.parse() takes "-5" for a month.
    const date = /^[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(date)) return bounded(date - now) || undefined;
  }
  const reset = headers['x-ratelimit-reset'];
  if (headers['x-ratelimit-remaining'] !== '0' || typeof reset !== 'string') return undefined;
  return /^\d{9,11}$/.test(reset) ? bounded(Number(reset) * 1000 - now) : undefined;
}

/** Shopify's leaky bucket: time until the asked cost is available again, from `extensions.cost`. */
export function costWait(body: unknown): number | undefined {
  const cost = member(member(body, 'extensions'), 'cost');
  const throttle = member(cost, 'throttleStatus');
  const asked = member(cost, 'requestedQueryCost');
  const available = member(throttle, 'currentlyAvailable');
  const rate = member(throttle, 'restoreRate');
  if (typeof asked !== 'number' || typeof available !== 'number' || typeof rate !== 'number')
    return undefined;
  return rate > 0 ? bounded(Math.ceil(((asked - available) / rate) * 1000)) : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function bounded(milliseconds: number): number {
  return Math.max(0, Math.min(milliseconds, longest));
}

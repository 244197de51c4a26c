/**
 * Who may see the console: whoever knows the token of its address, from a browser that took that address itself. A page of another
 * site can make a browser on this machine send requests here; it cannot know the token, and its origin gives it away.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../server/loopback.js';

export interface TurnedAway {
  readonly status: 404 | 405 | 403 | 421;
  readonly message: string;
}

export interface Admitted {
  /** What stands behind the token, with a slash in front. */
  readonly path: string;
  readonly parameters: URLSearchParams;
}

/** @param token without which there is nothing to see */
export function admit(
  { method, url = '/', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  token: string,
): Admitted | TurnedAway {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, message: 'The console only shows' };
  const { host, origin } = headers;
  // A name that leads here and is not this machine's own is that of a page which wants to read as its own site.
  if (host === undefined || !isOwnName(host))
    return { status: 421, message: 'The console answers under the names of this machine only' };
  const site = headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (isForeign || (origin !== undefined && origin !== `http://${host}`))
    return { status: 403, message: 'The console is not for pages of other sites' };
  if (!URL.canParse(url, 'http://localhost')) return { status: 404, message: 'There is no such page' };
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, given = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(pathname) ?? [];
  if (!isSame(given, token))
    return { status: 404, message: 'The address of the console holds a token, which dev and serve print' };
  return { path: rest, parameters: searchParams };
}

function isOwnName(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return isLoopback(name.replace(/^\[|\]$/g, ''));
}

/** In the same time, however much of it is right. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

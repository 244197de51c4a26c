/** What is wrong with the address of an API. */
import { httpAddress } from '../upstream/transport/http-address.js';
import type { Located } from './load.js';
import type { Problem } from './problem.js';
import type { UpstreamMapping } from './schema.js';

/** Refuses what no HTTP client would accept, here, where it can be shown, instead of at the first request. */
export function urlProblem(
  upstream: Located<UpstreamMapping>,
  override: string | undefined,
): Problem | undefined {
  const { source, value } = upstream;
  const named = override === undefined ? 'the url' : 'UPSTREAM_URL in the environment';
  const url = httpAddress(value.url);
  if (!url) {
    return source.problemAt(['url'], `${named} is not an address`, {
      help: 'write it whole: https://…/graphql',
    });
  }
  if (url.username !== '' || url.password !== '') {
    const help = 'send them in headers: authorization: Basic …';
    const written = source.writtenAt(['url']) ?? '';
    // What comes from the environment is not written into the file.
    const instead = /^[\w+.-]+:\/\/[^/@$]*@/.test(written)
      ? { instead: written.replace(/\/\/[^/@]*@/, '//') }
      : {};
    return source.problemAt(['url'], `${named} holds a user name or password`, { help, ...instead });
  }
  return undefined;
}

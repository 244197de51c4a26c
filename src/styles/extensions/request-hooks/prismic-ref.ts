import { Pool } from 'undici';
import { smallAnswer } from '../../../upstream/transport/allowance.js';
import { acceptedEncodings } from '../../../upstream/transport/decode.js';
import { exchange, textOf } from '../../../upstream/transport/exchange.js';
import { UpstreamFailure } from '../../../upstream/transport/failure.js';
import { neverAborted } from '../../../world/signal.js';
import type { RequestHook } from '../extension.js';
import type { HookContext } from './context.js';

/** Milliseconds for which a master ref is used: so much later do visitors see what editors publish. */
const lifetime = 5_000;
/** Characters of a ref; real ones have about 16, previews a few hundred. */
const longestRef = 4096;

/**
 * Prismic answers GET requests only, each with the ref of a published state in the header Prismic-ref. The
 * master ref is read from the repository's /api/v2, with the authorization header of the request itself.
 */
export function prismicRef({ world }: HookContext): RequestHook {
  let known: { readonly ref: string; readonly until: number } | undefined;
  let fetching: Promise<string> | undefined;

  async function fetchRef(origin: string, authorization: string | undefined): Promise<string> {
    const token = authorization?.replace(/^(?:Token|Bearer)\s+/i, '');
    const query = token === undefined ? '' : `?access_token=${encodeURIComponent(token)}`;
    const pool = new Pool(origin, { connections: 1 });
    try {
      const answer = await exchange(
        pool,
        {
          origin,
          path: `/api/v2${query}`,
          method: 'GET',
          headers: { accept: 'application/json', 'accept-encoding': acceptedEncodings },
        },
        {
          world,
          signal: neverAborted,
          deadline: world.now() + 10_000,
          most: smallAnswer,
        },
      );
      const ref = answer.status === 200 ? masterRef(textOf(answer)) : undefined;
      if (ref === undefined) {
        throw new UpstreamFailure('http', `${origin}/api/v2 gives no master ref (status ${answer.status})`);
      }
      known = { ref, until: world.now() + lifetime };
      return ref;
    } finally {
      await pool.close();
    }
  }

  return {
    name: 'prismic-ref',
    method: 'GET',
    async prepare({ url, headers }) {
      if (known && world.now() < known.until) return { 'prismic-ref': known.ref };
      fetching ??= fetchRef(new URL(url).origin, headers.authorization).finally(() => {
        fetching = undefined;
      });
      return { 'prismic-ref': await fetching };
    },
  };
}

function masterRef(text: string): string | undefined {
  try {
    const { refs } = JSON.parse(text) as { refs?: readonly { ref?: unknown; isMasterRef?: unknown }[] };
    const ref = refs?.find((each) => each.isMasterRef === true)?.ref;
    return typeof ref === 'string' && ref.length <= longestRef && /^[\x21-\x7e]+$/.test(ref)
      ? ref
      : undefined;
  } catch {
    return undefined;
  }
}

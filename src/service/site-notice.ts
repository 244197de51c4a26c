/**
 * Tells a Wix site that collections have changed, so that it forgets the pages that it has rendered. Many changes are told together, and
 * one notice is under way at a time.
 */
import { signDelivery } from '../upstream/hooks/sign.js';
import type { Observe } from '../world/observation.js';
import type { Cancel, World } from '../world/world.js';

export interface NoticeRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
}

/** @returns the status of the answer; rejects where none came */
export type SendNotice = (request: NoticeRequest) => Promise<number>;

export interface Site {
  readonly invalidate: string;
  readonly secret: string;
}

export interface SiteNotices {
  /** Returns at once. */
  changed(site: Site, collections: readonly string[]): void;
  /** Sends what waits still, and ends. */
  close(): Promise<void>;
}

/** Milliseconds without a further change until it is told, and at most until then. */
const quiet = 1000;
const longest = 10_000;
/** Milliseconds that the site has to answer. */
const patience = 10_000;
const tries = 3;

interface Pending {
  readonly site: Site;
  readonly collections: Set<string>;
  /** Monotonic milliseconds of its first change. */
  readonly since: number;
  cancel: Cancel;
}

/** @param send posts one notice */
export function createSiteNotices(world: World, send: SendNotice, observe: Observe): SiteNotices {
  const pending = new Map<string, Pending>();
  const underWay = new Map<string, Promise<void>>();
  const over = new AbortController();

  /** @returns why it was not taken; undefined: it was */
  const attempt = async ({ site, collections }: Pending, id: string): Promise<string | undefined> => {
    const body = JSON.stringify({ type: 'collections.changed', collections: [...collections].sort() });
    const headers = {
      'content-type': 'application/json',
      ...signDelivery(site.secret, id, world.now(), body),
    };
    try {
      const status = await send({ url: site.invalidate, headers, body, deadline: world.now() + patience });
      return status >= 200 && status < 300 ? undefined : `it answered with status ${status}`;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const deliver = async (notice: Pending): Promise<void> => {
    const id = world.id();
    let reason: string | undefined;
    for (let count = 1; count <= tries; count++) {
      reason = await attempt(notice, id);
      if (reason === undefined || over.signal.aborted || count === tries) break;
      await world.sleep(2000 * 2 ** (count - 1), over.signal).catch(() => undefined);
    }
    observe({ kind: 'site told', collections: [...notice.collections], reason });
  };
  const start = (url: string): void => {
    const notice = pending.get(url);
    // The one under way comes first; then this one is told, with what was added to it.
    if (!notice || underWay.has(url)) return;
    pending.delete(url);
    notice.cancel();
    const work = deliver(notice).finally(() => {
      underWay.delete(url);
      const next = pending.get(url);
      if (next && (over.signal.aborted || world.monotonic() - next.since >= longest)) start(url);
    });
    underWay.set(url, work);
  };
  return {
    changed(site, collections) {
      const url = site.invalidate;
      const now = world.monotonic();
      const before = pending.get(url);
      before?.cancel();
      const since = before?.since ?? now;
      const notice: Pending = {
        site,
        collections: new Set([...(before?.collections ?? []), ...collections]),
        since,
        cancel: () => undefined,
      };
      pending.set(url, notice);
      const wait = Math.max(0, Math.min(quiet, since + longest - now));
      const again = (): void => {
        if (underWay.has(url)) notice.cancel = world.timer(quiet, again);
        else start(url);
      };
      notice.cancel = world.timer(wait, again);
    },
    async close() {
      over.abort();
      for (const url of [...pending.keys()]) start(url);
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
  };
}

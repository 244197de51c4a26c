/** Sites that are in use: opened with their first request, closed when nobody has asked for a while, or when they change. */
import type { Cancel, World } from '../../world/world.js';
import type { OpenSite } from './open-site.js';

export interface SitesInUse {
  /**
   * The site as it is now; to be released when the work is done.
   * @param version another where it is to be opened anew: what was under way goes on with the old one
   * @throws what `open` throws
   */
  hold(instance: string, version: readonly unknown[], open: () => OpenSite): Held;
  readonly open: Iterable<OpenSite>;
  /** Sites of these ids are there no longer. */
  drop(gone: (instance: string) => boolean): void;
  close(): Promise<void>;
}

export interface Held {
  readonly site: OpenSite;
  release(): void;
}

interface InUse {
  readonly site: OpenSite;
  readonly version: readonly unknown[];
  using: number;
  /** Monotonic milliseconds of the last request. */
  last: number;
  over: boolean;
}

/** Milliseconds without a request after which a site is closed; it is opened again in less than one. */
const usualIdle = 60_000;
/** Sites that are kept open though nobody asks: those that were asked longest ago are closed first. */
const mostIdle = 500;

/** @param idle milliseconds without a request after which a site is closed */
export function createSitesInUse(world: World, idle = usualIdle): SitesInUse {
  // In the order of their last requests.
  const inUse = new Map<string, InUse>();
  const closing = new Set<Promise<void>>();
  let cancel: Cancel | undefined;
  const end = (each: InUse): void => {
    each.over = true;
    if (each.using > 0) return;
    const closed = each.site.close().finally(() => closing.delete(closed));
    closing.add(closed);
  };
  const sweep = (): void => {
    // It is also called beside its time: what it planned before is then no longer needed.
    cancel?.();
    cancel = undefined;
    const old = world.monotonic() - idle;
    for (const [instance, each] of inUse) {
      if (each.using > 0) continue;
      if (each.last > old && inUse.size <= mostIdle) break;
      inUse.delete(instance);
      end(each);
    }
    plan();
  };
  const plan = (): void => {
    if (inUse.size > 0) cancel ??= world.timer(idle / 4, sweep);
  };
  return {
    hold(instance, version, open) {
      let found = inUse.get(instance);
      if (found && !version.every((part, index) => part === found!.version[index])) {
        inUse.delete(instance);
        end(found);
        found = undefined;
      }
      const held: InUse = found ?? { site: open(), version, using: 0, last: 0, over: false };
      held.using += 1;
      held.last = world.monotonic();
      inUse.delete(instance);
      inUse.set(instance, held);
      if (inUse.size > mostIdle) sweep();
      else plan();
      let released = false;
      return {
        site: held.site,
        release() {
          if (released) return;
          released = true;
          held.using -= 1;
          if (held.over) end(held);
        },
      };
    },
    get open() {
      return [...inUse.values()].map(({ site }) => site);
    },
    drop(gone) {
      for (const [instance, each] of [...inUse])
        if (gone(instance)) {
          inUse.delete(instance);
          end(each);
        }
    },
    async close() {
      cancel?.();
      for (const each of inUse.values()) end({ ...each, using: 0 });
      inUse.clear();
      await Promise.all(closing);
    },
  };
}

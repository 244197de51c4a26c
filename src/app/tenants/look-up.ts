/** Sites that no file names: asked for by their instance id, and kept for a while. */
import { type AnswerCache, createAnswerCache } from '../../gateway/cache.js';
import { bytesToKeep, createMemoryStore } from '../../gateway/cache-store.js';
import { millisecondsOf } from '../../mapping/duration.js';
import { type LocatedLookup, type LocatedTenant, versionOf } from '../../mapping/read-tenants.js';
import { lookedUp } from '../../mapping/tenants.js';
import { TransportConfigError } from '../../upstream/transport/address.js';
import { type AddressGuard, createAddressGuard } from '../../upstream/transport/guarded-connector.js';
import { compileHeaders, escapeHeaderText } from '../../upstream/transport/headers.js';
import { unavailable } from '../../wix/errors.js';
import type { Json } from '../../wix/json.js';
import type { Signal } from '../../world/signal.js';
import type { World } from '../../world/world.js';
import { type AskLookup, createAskLookup, LookupFailure } from './ask-lookup.js';

export interface SiteLookup {
  readonly guard: AddressGuard;
  /**
   * @returns undefined: there is no such site
   * @throws UNKNOWN_ERROR with 503 while the lookup gives no answer that can be used
   */
  find(instance: string, signal: Signal): Promise<LocatedTenant | undefined>;
  close(): Promise<void>;
}

/** Milliseconds for one question. */
const patience = 5000;
/** Bytes of all answers. */
const mostBytes = 16 * 2 ** 20;
const usualTimes = { fresh: '5m', stale: '1h', onError: '24h' };

/** @param asked what asks the endpoint. Default: HTTP */
export function createSiteLookup(world: World, located: LocatedLookup, asked?: AskLookup): SiteLookup {
  const { hosts, private: named = [], cache: times = usualTimes } = located.value;
  const guard = createAddressGuard({ hosts, private: named });
  const asking = asked ?? createAskLookup(world, located);
  const isOutage = (error: unknown): boolean => error instanceof LookupFailure;
  const cache: AnswerCache = createAnswerCache(
    world,
    createMemoryStore(world, mostBytes),
    isOutage,
    () => false,
  );
  const { stale = '0s', onError = '0s' } = times;
  const kept = {
    fresh: millisecondsOf(times.fresh),
    stale: millisecondsOf(stale),
    onError: millisecondsOf(onError),
  };
  const siteOf = (instance: string, said: Json): LocatedTenant | undefined => {
    if (said === null) return undefined;
    const checked = lookedUp.safeParse(said);
    if (!checked.success)
      throw new LookupFailure(
        `the lookup of sites answered with something that is no site: ${checked.error.issues[0]!.path.join('.') || 'url'}`,
      );
    const { url, headers, mappings, limits, gateway } = checked.data;
    const fault = URL.canParse(url) ? guard.fault(url) : 'the address is none';
    if (fault !== undefined)
      throw new LookupFailure(`the lookup of sites named an address that is not allowed: ${fault}`);
    const folder = mappings ? located.folders.get(mappings) : undefined;
    if (mappings && folder === undefined)
      throw new LookupFailure('the lookup of sites named a folder that lookup.folders has not');
    const own = Array.isArray(headers)
      ? Object.fromEntries(headers.map(({ name, value }) => [name, value]))
      : (headers ?? {});
    // They are values, and no templates.
    const escaped = Object.fromEntries(
      Object.entries(own).map(([name, text]) => [name, escapeHeaderText(text)]),
    );
    try {
      compileHeaders(escaped);
    } catch (error) {
      if (!(error instanceof TransportConfigError)) throw error;
      throw new LookupFailure(`the lookup of sites named headers that cannot be sent: ${error.message}`);
    }
    return {
      file: located.file,
      // Nothing that the file says of the lookup itself is for the site.
      source: { ...located.source, writtenAt: () => undefined },
      instance,
      folder,
      version: versionOf(said),
      filled: new Map(Object.values(own).map((text) => [text, '[hidden]'])),
      value: { url, headers: escaped, ...(limits ? { limits } : {}), ...(gateway ? { gateway } : {}) },
    };
  };
  /** What an answer was found to say: while it is kept, it is the same bytes each time. */
  const known = new WeakMap<Buffer, LocatedTenant | undefined>();
  return {
    guard,
    async find(instance, signal) {
      try {
        const { json } = await cache.answer({
          key: instance,
          names: [],
          times: kept,
          deadline: world.now() + patience,
          signal,
          patience,
          anew: false,
          check: 0,
          checked: () => undefined,
          // An answer that cannot be used is not kept: the one before it may still hold.
          async fill(own, deadline) {
            const said = await asking.ask(instance, own, deadline);
            const json = bytesToKeep(JSON.stringify(said), 'utf8');
            known.set(json, siteOf(instance, said));
            return json;
          },
          background: () => undefined,
        });
        return known.get(json);
      } catch (error) {
        throw unavailable('It cannot be looked up whose site this is; try again', 503, error);
      }
    },
    async close() {
      await Promise.all([asking.close(), cache.close()]);
    },
  };
}

/**
 * One service, many sites: each request is answered with what belongs to its instance id. Sites of one mapping folder share its bound
 * models; everything that is held beside them is a site's own (open-site.ts).
 */

import { createReaders } from '../../execute/readers.js';
import { type Problem, sortProblems } from '../../mapping/problem.js';
import { foldersOf, type LocatedTenant, readTenants, type Tenants } from '../../mapping/read-tenants.js';
import { createPlanMemory } from '../../plan/prepared.js';
import { startOf } from '../../service/find-collection.js';
import type { ServiceContext } from '../../service/handler.js';
import { releasedAfter } from '../../service/keeping.js';
import { createService, type Service } from '../../service/service.js';
import { createAnswerAccount } from '../../upstream/transport/account.js';
import { createClient } from '../../upstream/transport/client.js';
import type { AddressGuard } from '../../upstream/transport/guarded-connector.js';
import { forbidden } from '../../wix/errors.js';
import type { Observe } from '../../world/observation.js';
import { type App, type AppOptions, createApp } from '../app.js';
import { fileState, type WatchedPlaces } from '../file-state.js';
import type { ReloadResult } from '../supervisor.js';
import { tellProblems } from '../tell.js';
import { type LastReading, watchFiles } from '../watch.js';
import type { AskLookup } from './ask-lookup.js';
import { createSiteLookup, type SiteLookup } from './look-up.js';
import { openSite } from './open-site.js';
import { createSitesInUse, type Held } from './sites.js';

export interface TenancyOptions extends AppOptions {
  /** A folder with a file for each site, or one file for all. */
  readonly tenants: string;
  /** Milliseconds without a request after which a site is closed. Default one minute. */
  readonly idle?: number | undefined;
  /** What asks the lookup. Default: HTTP. */
  readonly ask?: AskLookup | undefined;
}

const noTenants: Tenants = {
  sites: new Map(),
  lookup: undefined,
  broken: new Set(),
  unread: new Set(),
  problems: [],
};

/** The app of the usual mapping folder, as one that serves sites. */
export function createTenancy(options: TenancyOptions): App {
  const { world, environment, observe, tenants: path } = options;
  const cursorSecret = options.cursorSecret ?? Buffer.from(world.bytes(32)).toString('base64');
  const account = createAnswerAccount();
  const readers = createReaders();
  const own = { ...options, cursorSecret };
  const { connect: connectWith = createClient } = options;
  const usual = createApp(own);
  const folders = new Map<string, App>();
  const inUse = createSitesInUse(world, options.idle);
  const closed: Promise<unknown>[] = [];
  let tenants = noTenants;
  let lookup: SiteLookup | undefined;
  let lastRead: LastReading = { places: placesOf(path), state: '' };

  const appOf = (folder: string | undefined): App => (folder === undefined ? usual : folders.get(folder)!);
  const plans = createPlanMemory();
  const all = (): readonly App[] => [usual, ...folders.values()];

  const read = (): void => {
    const places = placesOf(path);
    const state = fileState(places);
    const before = tenants;
    const now = readTenants(path, environment);
    lastRead = { places, state };
    tenants = withLastGood(now, before);
    const wanted = foldersOf(tenants);
    for (const folder of wanted)
      if (!folders.has(folder))
        folders.set(folder, createApp({ ...own, store: unclosed(own.store), mappingsDirectory: folder }));
    for (const [folder, app] of folders)
      if (!wanted.has(folder)) {
        folders.delete(folder);
        closed.push(app.close());
      }
    if (tenants.lookup?.source.text !== before.lookup?.source.text) {
      if (lookup) closed.push(lookup.close());
      lookup = tenants.lookup && createSiteLookup(world, tenants.lookup, options.ask);
    }
    inUse.drop(
      (instance) =>
        before.sites.has(instance) && !tenants.sites.has(instance) && !tenants.broken.has(instance),
    );
    tellProblems(observe, before.problems, tenants.problems);
  };

  const enter = async ({ scope, signal }: ServiceContext): Promise<Held> => {
    const { instanceId } = scope;
    const named = instanceId === undefined ? undefined : tenants.sites.get(instanceId);
    if (named) return hold(named);
    const { guard } = lookup ?? {};
    const found =
      instanceId === undefined || tenants.broken.has(instanceId)
        ? undefined
        : await lookup?.find(instanceId, signal);
    if (!found) throw unknownSite(instanceId);
    return hold(found, (given, name) => connectWith({ ...given, connect: guard!.connector }, name), guard);
  };
  /** What concerns one API tells whose it is. */
  const observeFor =
    (instance: string): Observe =>
    (each, request) =>
      observe(each.kind === 'breaker changed' ? { ...each, instance } : each, request);
  /** @param guard what its connections are let through by: another one is asked anew */
  const hold = async (site: LocatedTenant, connect = connectWith, guard?: AddressGuard): Promise<Held> => {
    const app = appOf(site.folder);
    // What is bound later is another generation.
    if (app.pending.size > 0) await startOf(world, app);
    const { generation, started } = app;
    const parts = {
      environment,
      cursorSecret,
      cache: app.keeping.cache,
      plans,
      opening: { world, account, connect, observe: observeFor(site.instance) },
      readers,
    };
    return inUse.hold(site.instance, [generation, site.version, guard], () =>
      openSite(site, generation, started, parts),
    );
  };
  const service = (namespace: string | undefined): Service => {
    const ofAll = usual.service(namespace);
    return async (operation, request, context) => {
      // It says what the service is, and comes without a token.
      if (operation === 'Provision') return ofAll(operation, request, context);
      const { site, release } = await enter(context);
      return releasedAfter(release, (background) => {
        const { catalog, engine, keeping } = site;
        const answer = createService({
          catalog,
          engine: () => engine,
          keeping: { ...keeping, background },
          namespace,
        });
        return answer(operation, request, context);
      });
    };
  };
  const reload = async (): Promise<ReloadResult> => {
    read();
    const results = await Promise.all(all().map((each) => each.reload()));
    return results.find(({ reloaded }) => !reloaded) ?? results[0]!;
  };
  read();
  const endWatch =
    options.watch &&
    watchFiles(
      world,
      options.watch,
      () => lastRead,
      () => {
        observe({ kind: 'files changed' });
        read();
      },
    );

  const ownMembers: Partial<App> = {
    service,
    reload,
    get collections() {
      return new Map(all().flatMap((each) => [...each.collections]));
    },
    get pending() {
      return new Set(all().flatMap((each) => [...each.pending]));
    },
    get rulesUnknown() {
      return new Set(all().flatMap((each) => [...each.rulesUnknown]));
    },
    get problems() {
      return sortProblems([
        ...all().flatMap((each) => each.problems),
        ...all().flatMap(unusedBySites),
        ...tenants.problems,
      ]);
    },
    get gateways() {
      return stateOf(
        [...inUse.open].flatMap(({ upstreams }) =>
          upstreams.map(({ name, state }) => ({ upstream: name, ...state() })),
        ),
      );
    },
    get ready() {
      return all().every((each) => each.ready) && (tenants.sites.size > 0 || lookup !== undefined);
    },
    get reasons() {
      const own = tenants.sites.size > 0 || lookup ? [] : ['no site can be served; see problems'];
      return [...all().flatMap((each) => each.reasons), ...own];
    },
    started: usual.started,
    get tenants() {
      return {
        known: tenants.sites.size,
        open: [...inUse.open].length,
        broken: tenants.broken.size,
        lookup: lookup !== undefined,
      };
    },
    async close() {
      endWatch?.();
      await inUse.close();
      await Promise.all([lookup?.close(), ...all().map((each) => each.close()), ...closed]);
    },
  };
  // Spreading would read the getters once and keep what they gave.
  return Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(usual), ...Object.getOwnPropertyDescriptors(ownMembers) },
  ) as App;
}

/** Sites whose file or part of it broke are served as they were. */
function withLastGood(now: Tenants, before: Tenants): Tenants {
  const sites = new Map(now.sites);
  for (const [instance, site] of before.sites)
    if (!sites.has(instance) && (now.broken.has(instance) || now.unread.has(site.file)))
      sites.set(instance, site);
  const lookup =
    now.lookup ??
    (before.lookup && now.problems.some(({ file }) => file === before.lookup!.file)
      ? before.lookup
      : undefined);
  return { ...now, sites, lookup };
}

function placesOf(path: string): WatchedPlaces {
  return { folders: [path], files: [path] };
}

/** Of all sites together: their number is not bounded, and their names are nobody's business. */
function stateOf(gateways: App['gateways']): App['gateways'] {
  const sums = new Map<string, App['gateways'][number]>();
  for (const each of gateways) {
    const sum = sums.get(each.upstream);
    sums.set(each.upstream, {
      upstream: each.upstream,
      breaker: sum?.breaker === 'open' ? 'open' : each.breaker,
      underWay: (sum?.underWay ?? 0) + each.underWay,
      waiting: (sum?.waiting ?? 0) + each.waiting,
    });
  }
  return [...sums.values()];
}

function unknownSite(instance: string | undefined) {
  const message =
    instance === undefined ? 'The request does not say of which site it is' : 'This site is not served here';
  return forbidden(message, message);
}

/** What an upstream file says of one API or one site, and nobody could tell of which. */
function unusedBySites({ upstreams }: App): readonly Problem[] {
  return upstreams.flatMap(({ located: { value, source } }) =>
    (['hooks', 'site'] as const).flatMap((key) =>
      value[key] === undefined
        ? []
        : [
            source.problemAt([key], `${key} is not used where one service serves many sites`, {
              at: 'key',
              severity: 'warning',
            }),
          ],
    ),
  );
}

/** One store for all folders: it is closed with the first. */
function unclosed(store: AppOptions['store']): AppOptions['store'] {
  return store && { ...store, close: async () => undefined };
}

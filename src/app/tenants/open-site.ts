/**
 * What one site has of its own beside the bound models, which all sites of a mapping folder share: the way to its API, what is
 * learned of its pages, its part of the cache, and the secret of its cursors.
 */
import { createHash, createHmac } from 'node:crypto';
import type { Readers } from '../../execute/readers.js';
import type { Environment } from '../../mapping/environment.js';
import { defaultUpstream, type LocatedUpstream } from '../../mapping/read.js';
import type { LocatedTenant } from '../../mapping/read-tenants.js';
import { partOf } from '../../mapping/source.js';
import type { CollectionModel } from '../../model/model.js';
import type { PlanMemory } from '../../plan/prepared.js';
import { createBases } from '../../service/answer-basis.js';
import type { Catalog } from '../../service/catalog.js';
import { createEngine, type Engine } from '../../service/engine.js';
import type { Keeping } from '../../service/keeping.js';
import { unavailable } from '../../wix/errors.js';
import { originOf } from '../draft.js';
import { catalogOf, type Generation } from '../generation.js';
import { type OpenUpstream, openUpstream, type UpstreamOptions } from '../open-upstream.js';
import { scopedCache } from './scoped-cache.js';

export interface OpenSite {
  readonly generation: Generation;
  readonly catalog: Catalog;
  readonly engine: Engine;
  readonly keeping: Omit<Keeping, 'background'>;
  /** Where its APIs are asked. */
  readonly upstreams: readonly OpenUpstream[];
  close(): Promise<void>;
}

export interface SiteParts {
  readonly environment: Environment;
  /** Of the service: each site's is derived from it. */
  readonly cursorSecret: string;
  /** Of the service: each site has its part of it. */
  readonly cache: Keeping['cache'];
  /** Of the service: each site has its part of it. */
  readonly plans: PlanMemory;
  readonly opening: UpstreamOptions;
  /** Of the service: the collections are the same for all sites. */
  readonly readers: Readers;
}

/** @throws UNKNOWN_ERROR with 503 where the site cannot be asked as it is described */
export function openSite(
  site: LocatedTenant,
  generation: Generation,
  started: Promise<void>,
  { environment, cursorSecret, cache, plans, opening, readers }: SiteParts,
): OpenSite {
  const own = new Map<string, OpenUpstream>();
  const prepared = plans.part();
  const close = async (): Promise<void> => {
    prepared.drop();
    await Promise.all([...own.values()].map((each) => each.close()));
  };
  for (const base of new Set(generation.gateways.values())) {
    const located = ownUpstream(base.located, base.name, site);
    const { opened, problems } = located
      ? openUpstream(base.name, located, environment, opening)
      : {
          opened: undefined,
          problems: [{ message: `the site names no address for upstreams/${base.name}.yaml` }],
        };
    if (!opened) {
      void close();
      const why = new Error(problems[0]?.message);
      throw unavailable('The API of this site cannot be asked; the log says why', 503, why);
    }
    // Texts of documents hold nothing of a request, and are the same for all sites.
    own.set(base.name, { ...opened, operations: base.operations });
  }
  const secret = createHmac('sha256', cursorSecret).update(`site ${site.instance}`).digest('base64');
  const scope = createHash('sha256').update(secret).digest('base64').slice(0, 22);
  const upstream = (model: CollectionModel): OpenUpstream => own.get(model.upstream)!;
  return {
    generation,
    catalog: catalogOf({ started }, () => generation),
    engine: createEngine({
      world: opening.world,
      cursorSecret: secret,
      upstream,
      collection: (id) => generation.collections.get(id),
      collections: () => generation.collections.values(),
      limits: site.value.limits,
      plans: prepared,
      readers,
    }),
    keeping: {
      cache: scopedCache(cache, scope),
      basis: createBases((model) => originOf(upstream(model), secret)),
      // The address in the mapping is that of one site.
      changed: () => undefined,
    },
    upstreams: [...own.values()],
    close,
  };
}

/**
 * The upstream of the mapping as that of the site. Nothing that the mapping says of access is passed on: its credentials are for its own
 * address. undefined: the site does not name it.
 */
function ownUpstream(
  { value, ...rest }: LocatedUpstream,
  name: string,
  site: LocatedTenant,
): LocatedUpstream | undefined {
  const named = name === defaultUpstream ? site.value : site.value.upstreams?.[name];
  if (!named) return undefined;
  const {
    headers: _headers,
    oauth2: _oauth2,
    introspection: _introspection,
    hooks: _hooks,
    ...shared
  } = value;
  const { url, headers, oauth2 } = named;
  const { gateway = shared.gateway } = site.value;
  const at = name === defaultUpstream ? [] : ['upstreams', name];
  return {
    ...rest,
    value: { ...shared, url, headers, oauth2, gateway },
    source: partOf(site.source, at),
    filled: site.filled ?? new Map(),
    hide: site.hide ?? ((text) => text),
  };
}

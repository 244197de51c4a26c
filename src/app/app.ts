/** The supervisor as the service and the commands see it: what the serving generation has now, and each request's own view of it. */
import type { Mappings } from '../mapping/read.js';
import type { Catalog } from '../service/catalog.js';
import type { ServiceContext } from '../service/handler.js';
import { createHooks, type Hooks } from '../service/hooks.js';
import { releasedAfter } from '../service/keeping.js';
import { createService, type Service } from '../service/service.js';
import { resolveCollectionId } from '../wix/collection-id.js';
import { createSignal } from '../world/signal.js';
import { namedDrift, raisesDoubt } from './drift.js';
import { catalogOf, type Generation } from './generation.js';
import { hookNamed } from './hooks.js';
import { createSupervisor, type Lease, type Supervisor, type SupervisorOptions } from './supervisor.js';

export { replacedAddresses } from './configuration.js';
export type { SupervisorOptions as AppOptions } from './supervisor.js';

/** Its members give what the generation of this moment has. */
export interface App
  extends Supervisor,
    Catalog,
    Pick<Generation, 'mappings' | 'upstreams' | 'schemas' | 'schemaFaults'> {
  /** What answers requests, each by the generation that it began with. */
  service(namespace: string | undefined): Service;
  /** What takes the webhooks of the APIs. */
  readonly hooks: Hooks;
}

export function createApp(options: SupervisorOptions): App {
  const supervisor = createSupervisor(options);
  const catalog = catalogOf(supervisor, () => supervisor.generation);
  const own: Omit<App, keyof Supervisor | keyof Catalog> = {
    get mappings(): Mappings {
      return supervisor.generation.mappings;
    },
    get upstreams() {
      return supervisor.generation.upstreams;
    },
    get schemas() {
      return supervisor.generation.schemas;
    },
    get schemaFaults() {
      return supervisor.generation.schemaFaults;
    },
    service: (namespace) => serviceOver(supervisor, namespace),
    hooks: createHooks({
      world: options.world,
      catalog,
      keeping: supervisor.keeping,
      engine: () => supervisor.generation.engine,
      hook: (name) => hookNamed(supervisor.generation.upstreams, name),
      observe: options.observe,
    }),
  };
  // Spreading would read the getters once and keep what they gave.
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(supervisor),
      ...Object.getOwnPropertyDescriptors(catalog),
      ...Object.getOwnPropertyDescriptors(own),
    },
  ) as App;
}

function serviceOver(supervisor: Supervisor, namespace: string | undefined): Service {
  const views = new WeakMap<Generation, Catalog>();
  /** Once everything is bound nobody waits for the start, and all requests of a generation see the same. */
  const viewOf = (lease: Lease): Catalog => {
    const { generation } = lease;
    if (generation.pending.size > 0) return leasedCatalog(supervisor, lease);
    const view = views.get(generation) ?? catalogOf(supervisor, () => generation);
    views.set(generation, view);
    return view;
  };
  return (operation, request, context) => {
    const lease = supervisor.hold();
    return releasedAfter(lease.release, async (background) => {
      const { cache, basis, changed } = supervisor.keeping;
      try {
        const answer = createService({
          catalog: viewOf(lease),
          keeping: { cache, basis, changed, background },
          engine: () => lease.generation.engine,
          namespace,
        });
        return await answer(operation, request, context);
      } catch (error) {
        if (!raisesDoubt(error)) throw error;
        const { gateways } = lease.generation;
        const collection = resolveCollectionId(String(request.collectionId), gateways, namespace);
        const upstream = collection && gateways.get(collection)?.name;
        if (upstream !== undefined) await soonEnough(context, supervisor.doubt(upstream));
        throw namedDrift(error, supervisor.generation, collection) ?? error;
      }
    });
  };
}

/** Milliseconds that a failed request waits until it is known why. */
const longestDoubt = 2000;

async function soonEnough({ world, signal }: ServiceContext, look: Promise<void>): Promise<void> {
  const over = createSignal();
  const onAbort = (): void => over.abort();
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  await Promise.race([look, world.sleep(longestDoubt, over.signal).catch(() => undefined)]);
  signal.removeEventListener('abort', onAbort);
  over.abort();
}

/** Stays with the lease's generation; whoever waits for the start goes on with what there is then. */
function leasedCatalog(supervisor: Supervisor, lease: Lease): Catalog {
  const renewed = (): Promise<void> => supervisor.started.then(() => lease.renew());
  return Object.defineProperty(
    catalogOf(supervisor, () => lease.generation),
    'started',
    { get: renewed },
  );
}

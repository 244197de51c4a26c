/** What answers requests, put together from the mapping files and the environment; without a server. */
import { type App, createApp } from '../app/app.js';
import { traceListener } from '../app/listeners/traces.js';
import { createTenancy } from '../app/tenants/tenancy.js';
import type { Environment } from '../mapping/environment.js';
import { errorsOf, formatProblem } from '../mapping/problem.js';
import type { ListenerOptions } from '../server/listener.js';
import type { Service } from '../service/service.js';
import { type Observe, together } from '../world/observation.js';
import type { World } from '../world/world.js';
import { CliError } from './cli-error.js';
import { sharedStoreOf } from './shared-store.js';
import { namespaceOf, verifierOf } from './trust.js';

export interface ComposeOptions {
  readonly world: World;
  readonly mappingsDirectory: string;
  /** Folder or file of the sites; default: TENANTS. Without either the mapping files are for every site that Wix signs for. */
  readonly tenants?: string | undefined;
  readonly environment: Environment;
  /** Does not start with problems. */
  readonly strict?: boolean | undefined;
  /** Which schema to start with where there are both. Default live. */
  readonly prefer?: 'live' | 'saved' | undefined;
  /** Milliseconds between two looks at the files; undefined: they are read again only when that is asked for. */
  readonly lookEvery?: number | undefined;
  /** What is said where there is nothing to serve. */
  readonly noCollections: string;
  readonly observers: readonly Observe[];
  /** What stands around the service and sees each request. */
  readonly around?: ((service: Service) => Service) | undefined;
}

export interface ComposedService {
  readonly app: App;
  /** Of every server of this service. */
  readonly parts: Pick<ListenerOptions, 'world' | 'catalog' | 'service' | 'hooks' | 'verifier' | 'observe'>;
}

/** @throws CliError when it cannot start as configured; nothing stays open then */
export async function composeService(options: ComposeOptions): Promise<ComposedService> {
  const { world, environment, mappingsDirectory, strict, prefer = 'live', lookEvery } = options;
  const verifier = await verifierOf(world, environment);
  const namespace = namespaceOf(environment);
  const traces = traceListener();
  const observe = together(...(traces ? [traces] : []), ...options.observers);
  const store = await sharedStoreOf(world, environment, observe);
  const tenants = options.tenants ?? (environment.TENANTS || undefined);
  const appOptions = {
    world,
    mappingsDirectory,
    environment,
    observe,
    cursorSecret: environment.CURSOR_SECRET || undefined,
    store,
    strict,
    prefer,
    watch: lookEvery === undefined ? undefined : { every: lookEvery },
  };
  const app = tenants === undefined ? createApp(appOptions) : createTenancy({ ...appOptions, tenants });
  try {
    if (app.mappings.collections.length === 0)
      throw new CliError(1, [...app.problems.map(formatProblem), options.noCollections].join('\n'));
    if (strict) await refuseProblems(app);
  } catch (error) {
    await app.close();
    throw error;
  }
  const answering = app.service(namespace);
  const service = options.around?.(answering) ?? answering;
  const parts = { world, catalog: app, service, hooks: app.hooks, verifier, observe };
  return { app, parts };
}

async function refuseProblems(app: App): Promise<void> {
  await app.started;
  const errors = errorsOf(app.problems);
  if (errors.length === 0) return;
  const end = 'serve --strict does not start with problems.';
  throw new CliError(1, [...errors.map(formatProblem), end].join('\n'));
}

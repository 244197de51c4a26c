/** Puts the running service together: app, engine, service and HTTP server. */

import { type App, createApp } from '../app/app.js';
import { createMetrics } from '../app/listeners/metrics.js';
import { traceListener } from '../app/listeners/traces.js';
import { createUnknownWrites } from '../app/listeners/unknown-writes.js';
import { errorsOf } from '../app/tell.js';
import type { Environment } from '../mapping/environment.js';
import { formatProblem, type Problem } from '../mapping/problem.js';
import { type RunningServer, startServer } from '../server/server.js';
import type { ErrorDetails } from '../wix/error-body.js';
import { type Observe, together } from '../world/observation.js';
import type { World } from '../world/world.js';
import { CliError } from './cli-error.js';
import { descriptorLimit, mostConnections } from './descriptors.js';
import { type AdminPlace, listenAdmin, listenError } from './listen.js';
import { sharedStoreOf } from './shared-store.js';
import { namespaceOf, verifierOf } from './trust.js';

export interface RunOptions {
  readonly world: World;
  readonly mappingsDirectory: string;
  readonly environment: Environment;
  /** How the program was called, for advice. */
  readonly program: string;
  readonly host?: string | undefined;
  readonly port: number;
  /** undefined: there is no admin port. */
  readonly admin?: AdminPlace | undefined;
  /** Most bytes of a request body, and connections of callers; undefined: the usual. */
  readonly bodyLimit?: number | undefined;
  readonly details?: ErrorDetails | undefined;
  readonly connections?: number | undefined;
  /** Does not start with problems. */
  readonly strict?: boolean | undefined;
  /** Whether changed files are read again. Default: only when that is asked for. */
  readonly watch?: boolean | undefined;
  readonly observe: Observe;
}

/** Milliseconds between two looks at the files. */
const lookEvery = 1000;

export interface RunningService extends RunningServer {
  readonly app: App;
  /** Address of the admin port; undefined: there is none. */
  readonly admin: string | undefined;
}

/** @throws CliError when it cannot start as configured */
export async function runService(options: RunOptions): Promise<RunningService> {
  const { world, environment, mappingsDirectory, host, port } = options;
  const verifier = await verifierOf(world, environment);
  const namespace = namespaceOf(environment);
  const store = await sharedStoreOf(environment);
  let app: App | undefined;
  const unknown = createUnknownWrites((each) => observe(each));
  const metrics = createMetrics(() => app, unknown);
  const traces = traceListener();
  const observe = together(metrics.observe, unknown.observe, ...(traces ? [traces] : []), options.observe);
  app = createApp({
    world,
    mappingsDirectory,
    environment,
    observe,
    cursorSecret: environment.CURSOR_SECRET || undefined,
    store,
    strict: options.strict,
    watch: options.watch ? { every: lookEvery } : undefined,
  });
  const servers: RunningServer[] = [];
  try {
    if (app.mappings.collections.length === 0) throw nothingToServe(app, options.program);
    if (options.strict) {
      await app.started;
      const errors = errorsOf(app.problems);
      if (errors.length > 0) throw notStrict(errors);
    }
    const service = app.service(namespace);
    const pages = { metrics, unknown };
    const shared = port !== 0 && options.admin?.port === port && !options.admin.otherwiseAny;
    const server = await startServer({
      world,
      catalog: app,
      service,
      hooks: app.hooks,
      verifier,
      observe,
      // Whoever reaches the public port must not see, or settle, what became of writes.
      admin: shared ? { metrics } : undefined,
      host,
      port,
      bodyLimit: options.bodyLimit,
      details: options.details,
      mostConnections: mostConnections(descriptorLimit(), options.connections),
    }).catch((error) => {
      throw listenError(error, 'port', port);
    });
    servers.push(server);
    const admin = shared
      ? server
      : options.admin && (await listenAdmin(options.admin, { world, catalog: app, observe, pages }));
    if (admin && admin !== server) servers.push(admin);
    const running = app;
    return {
      app,
      url: server.url,
      admin: admin?.url,
      async stop(grace) {
        await server.stop(grace);
        await running.close();
        // Until the end it shows what the service does.
        if (admin !== server) await admin?.stop();
      },
    };
  } catch (error) {
    await Promise.all(servers.map((each) => each.stop(0)));
    await app.close();
    throw error;
  }
}

function notStrict(errors: readonly Problem[]): CliError {
  const end = 'serve --strict does not start with problems.';
  return new CliError(1, [...errors.map(formatProblem), end].join('\n'));
}

function nothingToServe(app: App, program: string): CliError {
  const url = '"$UPSTREAM_URL"';
  return new CliError(
    1,
    [
      ...app.problems.map(formatProblem),
      'There are no collections to serve. Write the first mapping files with:',
      `  ${program} init ${url} --out mappings`,
    ].join('\n'),
  );
}

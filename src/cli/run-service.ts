/** Runs the service in this process: its server, and the port for whoever operates it. */

import type { App } from '../app/app.js';
import { createMetrics } from '../app/listeners/metrics.js';
import { createUnknownWrites } from '../app/listeners/unknown-writes.js';
import { type RunningServer, startServer } from '../server/server.js';
import type { ErrorDetails } from '../wix/error-body.js';
import type { Observe } from '../world/observation.js';
import { type ComposeOptions, composeService } from './compose-service.js';
import type { PreparedConsole } from './console.js';
import { descriptorLimit, mostConnections } from './descriptors.js';
import { type AdminPlace, listenAdmin, listenError } from './listen.js';
import { namespaceOf } from './trust.js';

export interface RunOptions
  extends Pick<ComposeOptions, 'world' | 'mappingsDirectory' | 'tenants' | 'environment' | 'strict'> {
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
  /** Whether changed files are read again. Default: only when that is asked for. */
  readonly watch?: boolean | undefined;
  readonly observe: Observe;
  /** Shows what is going on, see console.ts. */
  readonly console?: PreparedConsole | undefined;
}

/** Milliseconds between two looks at the files. */
const lookEvery = 1000;

export interface RunningService extends RunningServer {
  readonly app: App;
  /** Address of the admin port; undefined: there is none. */
  readonly admin: string | undefined;
  /** Address of the console, with its token; undefined: there is none. */
  readonly console: string | undefined;
}

/** @throws CliError when it cannot start as configured */
export async function runService(options: RunOptions): Promise<RunningService> {
  const { host, port } = options;
  let running: App | undefined;
  const unknown = createUnknownWrites((each) => parts.observe(each));
  const metrics = createMetrics(() => running, unknown);
  const { app, parts } = await composeService({
    ...options,
    lookEvery: options.watch ? lookEvery : undefined,
    noCollections: nothingToServe(options.program),
    observers: [
      metrics.observe,
      unknown.observe,
      options.observe,
      ...(options.console ? [options.console.observe] : []),
    ],
    around: options.console?.around,
  });
  running = app;
  const servers: RunningServer[] = [];
  try {
    const pages = { metrics, unknown };
    const shared = port !== 0 && options.admin?.port === port && !options.admin.otherwiseAny;
    const server = await startServer({
      ...parts,
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
    const admin = shared ? server : options.admin && (await listenAdmin(options.admin, { ...parts, pages }));
    if (admin && admin !== server) servers.push(admin);
    const namespace = namespaceOf(options.environment);
    const shown = await options.console?.start(app, app.service(namespace), server.url);
    return {
      app,
      url: server.url,
      admin: admin?.url,
      console: shown?.url,
      async stop(grace) {
        await Promise.all([server.stop(grace), shown?.stop()]);
        await app.close();
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

function nothingToServe(program: string): string {
  return [
    'There are no collections to serve. Write the first mapping files with:',
    `  ${program} init "$UPSTREAM_URL" --out mappings`,
  ].join('\n');
}

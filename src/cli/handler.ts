/**
 * The service as one function for a request of Node's HTTP server: for platforms that start a process when requests come, and stop it
 * when there are none. The file that the package exports as `wix-graphql-adapter/handler`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createApp } from '../app/app.js';
import { logListener } from '../app/listeners/log.js';
import { traceListener } from '../app/listeners/traces.js';
import type { Environment } from '../mapping/environment.js';
import { formatProblem } from '../mapping/problem.js';
import { createListener, type Listener } from '../server/listener.js';
import { errorBody } from '../wix/error-body.js';
import { unavailable } from '../wix/errors.js';
import { together } from '../world/observation.js';
import { systemWorld } from '../world/system-world.js';
import { CliError } from './cli-error.js';
import { createLogger, type ServiceLog } from './logger.js';
import { sharedStoreOf } from './shared-store.js';
import { namespaceOf, verifierOf } from './trust.js';

export interface HandlerOptions {
  /** Directory of mapping files. */
  readonly mappings: string | URL;
  /** The variables of `serve`; those of ports and of the process do nothing here. Default: process.env. */
  readonly environment?: Environment;
}

/**
 * Begins to start at once, so that the first request waits for less. CURSOR_SECRET is demanded: the next page may be asked of another process.
 * A service that cannot start answers 503; its log says why.
 */
export function createHandler({ mappings, environment = process.env }: HandlerOptions): Listener {
  const log = createLogger(systemWorld, environment.LOG_LEVEL || undefined);
  const directory = typeof mappings === 'string' ? mappings : fileURLToPath(mappings);
  const starting = start(directory, environment, log).catch((error: unknown) => {
    log.log.error({ reason: (error as Error).message }, 'the service cannot start');
    log.flush();
    return refuse;
  });
  return async (request, response) => {
    await (await starting)(request, response);
    // The process may sleep from now on.
    log.flush();
  };
}

async function start(
  mappingsDirectory: string,
  environment: Environment,
  { log }: ServiceLog,
): Promise<Listener> {
  const world = systemWorld;
  const cursorSecret = environment.CURSOR_SECRET || undefined;
  if (cursorSecret === undefined)
    throw new CliError(2, 'Set CURSOR_SECRET to a text of your own, the same for all processes');
  const verifier = await verifierOf(world, environment);
  const namespace = namespaceOf(environment);
  const store = await sharedStoreOf(environment);
  const traces = traceListener();
  const observe = together(...(traces ? [traces] : []), logListener(log));
  const app = createApp({ world, mappingsDirectory, environment, observe, cursorSecret, store });
  if (app.mappings.collections.length === 0) {
    await app.close();
    throw new CliError(
      1,
      ['There are no collections to serve', ...app.problems.map(formatProblem)].join('\n'),
    );
  }
  const service = app.service(namespace);
  return createListener({ world, catalog: app, service, hooks: app.hooks, verifier, observe }).listener;
}

async function refuse(request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume();
  const { status, body } = refusal;
  response.writeHead(status, { 'content-type': 'application/json' });
  await new Promise<void>((resolve) => response.end(body, () => resolve()));
}

const refusal = (() => {
  const error = unavailable('The service is not set up; its log says why', 503);
  return { status: error.status, body: JSON.stringify(errorBody(error)) };
})();

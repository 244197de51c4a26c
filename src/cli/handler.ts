/**
 * The service as one function for a request of Node's HTTP server: for platforms that start a process when requests come, and stop it
 * when there are none. The file that the package exports as `wix-graphql-adapter/handler`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { logListener } from '../app/listeners/log.js';
import type { Environment } from '../mapping/environment.js';
import { createListener, type Listener } from '../server/listener.js';
import { errorBody } from '../wix/error-body.js';
import { unavailable } from '../wix/errors.js';
import { systemWorld } from '../world/system-world.js';
import { CliError } from './cli-error.js';
import { composeService } from './compose-service.js';
import { createLogger, type ServiceLog } from './logger.js';
import { bodyLimitOf, detailsOf } from './service-settings.js';

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
  const directory = typeof mappings === 'string' ? mappings : fileURLToPath(mappings);
  const { log, fault } = logOf(environment.LOG_LEVEL || undefined);
  const begun = fault === undefined ? start(directory, environment, log) : Promise.reject(fault);
  const starting = begun.catch((error: unknown) => {
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

/** With the usual level where there is none that is called so; then the service does not start. */
function logOf(level: string | undefined): { readonly log: ServiceLog; readonly fault: unknown } {
  try {
    return { log: createLogger(systemWorld, level), fault: undefined };
  } catch (fault) {
    return { log: createLogger(systemWorld), fault };
  }
}

async function start(
  mappingsDirectory: string,
  environment: Environment,
  { log }: ServiceLog,
): Promise<Listener> {
  if (!environment.CURSOR_SECRET)
    throw new CliError(2, 'Set CURSOR_SECRET to a text of your own, the same for all processes');
  const bodyLimit = bodyLimitOf({}, environment);
  const details = detailsOf({}, environment);
  const { parts } = await composeService({
    world: systemWorld,
    mappingsDirectory,
    environment,
    noCollections: 'There are no collections to serve',
    // The first request waits for the start. What has changed since is found by looks, as on a server.
    prefer: 'saved',
    observers: [logListener(log)],
  });
  // Platforms without connections imitate responses, and put together what is written to them.
  return createListener({ ...parts, bodyLimit, details, foreign: true }).listener;
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

/** `serve`: the service itself, until it is told to stop. */
import type { CliContext } from './context.js';
import { createLogger } from './logger.js';
import { parsePort } from './options.js';
import { runService } from './run-service.js';
import { endBy, untilSignal } from './until-signal.js';

export interface ServeOptions {
  readonly mappings?: string;
  readonly port?: string;
  readonly host?: string;
}

const usualPort = '8080';

/** Milliseconds that running requests get when the service stops. */
const grace = 10_000;

export async function serve(
  options: ServeOptions,
  { world, environment, program }: CliContext,
): Promise<void> {
  const { log, flush, end } = createLogger(world, environment.LOG_LEVEL || undefined);
  const port =
    options.port === undefined
      ? parsePort(environment.PORT || usualPort, 'PORT')
      : parsePort(options.port, '--port');
  const service = await runService({
    world,
    mappingsDirectory: options.mappings ?? (environment.MAPPINGS_DIR || 'mappings'),
    environment,
    program,
    host: options.host ?? (environment.HOST || undefined),
    port,
    log,
  });
  log.info({ url: service.url }, 'listening');
  flush();
  const signal = await untilSignal();
  log.info({ signal }, 'stopping');
  await service.stop(grace);
  log.info({}, 'stopped');
  if (!(await end())) endBy(signal);
}

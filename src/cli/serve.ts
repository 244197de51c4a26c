/** `serve`: the service itself, until it is told to stop. */
import { logListener } from '../app/listeners/log.js';
import type { CliContext } from './context.js';
import { createLogger } from './logger.js';
import { runService } from './run-service.js';
import {
  adminOf,
  bodyLimitOf,
  connectionsOf,
  detailsOf,
  hostOf,
  portOf,
  type ServiceSettings,
  switchOf,
} from './service-settings.js';
import { endBy, onHangup, untilSignal } from './until-signal.js';

export interface ServeOptions extends ServiceSettings {
  readonly mappings?: string;
  readonly strict?: boolean;
  /** false: `--no-watch`. */
  readonly watch?: boolean;
}

/** Milliseconds that running requests get when the service stops. */
const grace = 10_000;

export async function serve(
  options: ServeOptions,
  { world, environment, program }: CliContext,
): Promise<void> {
  const { log, flush, end } = createLogger(world, environment.LOG_LEVEL || undefined);
  const observe = logListener(log);
  let reload: () => void = () => undefined;
  onHangup(() => reload());
  const service = await runService({
    world,
    mappingsDirectory: options.mappings ?? (environment.MAPPINGS_DIR || 'mappings'),
    environment,
    program,
    host: hostOf(options, environment),
    port: portOf(options, environment),
    strict: options.strict,
    watch: options.watch !== false && switchOf(environment, 'WATCH'),
    admin: adminOf(options, environment),
    bodyLimit: bodyLimitOf(options, environment),
    connections: connectionsOf(options, environment),
    details: detailsOf(options, environment),
    observe,
  });
  // What comes of it is told to the log.
  reload = () => void service.app.reload();
  // Whoever reads that it listens may end it at once.
  const signalled = untilSignal();
  observe({ kind: 'listening', url: service.url, admin: service.admin });
  flush();
  const signal = await signalled;
  observe({ kind: 'stopping', signal });
  await service.stop(grace);
  observe({ kind: 'stopped' });
  if (!(await end())) endBy(signal);
}

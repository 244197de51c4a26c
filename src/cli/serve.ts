/** `serve`: the service itself, until it is told to stop. */
import { logListener } from '../app/listeners/log.js';
import type { Observe } from '../world/observation.js';
import type { PreparedConsole } from './console.js';
import type { CliContext } from './context.js';
import { hearHangups } from './hangups.js';
import { createLogger } from './logger.js';
import { type MappingsOption, mappingsDirectoryOf } from './mappings-option.js';
import { startQuietly } from './quiet-start.js';
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
import { namespaceOf } from './trust.js';
import { endBy, untilSignal } from './until-signal.js';

export interface ServeOptions extends ServiceSettings, MappingsOption {
  readonly tenants?: string;
  readonly strict?: boolean;
  /** false: `--no-watch`. */
  readonly watch?: boolean;
  readonly console?: boolean;
}

/** Milliseconds that running requests get when the service stops. */
const grace = 10_000;

export async function serve(options: ServeOptions, context: CliContext): Promise<void> {
  const { world, environment, program, note } = context;
  const atHangup = hearHangups();
  const { log, flush, end } = createLogger(world, environment.LOG_LEVEL || undefined);
  const observe = logListener(log);
  const running = runService({
    world,
    mappingsDirectory: mappingsDirectoryOf(options, context),
    tenants: options.tenants,
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
    console: options.console ? await consoleOf(options, observe, context) : undefined,
  });
  startQuietly(
    world,
    running.then(({ app }) => app.started),
  );
  const service = await running;
  // What comes of it is told to the log.
  atHangup(() => void service.app.reload());
  // Whoever reads that it listens may end it at once.
  const signalled = untilSignal();
  observe({ kind: 'listening', url: service.url, admin: service.admin });
  flush();
  if (service.console) note(`The console is at ${service.console}`);
  const signal = await signalled;
  observe({ kind: 'stopping', signal });
  await service.stop(grace);
  observe({ kind: 'stopped' });
  if (!(await end())) endBy(signal);
}

/** Its code is loaded only where it is wanted. */
async function consoleOf(
  options: ServeOptions,
  observe: Observe,
  context: CliContext,
): Promise<PreparedConsole> {
  const { world, environment, program } = context;
  const { prepareConsole, refuseOpenConsole } = await import('./console.js');
  refuseOpenConsole(environment, hostOf(options, environment), options.tenants);
  const namespace = namespaceOf(environment);
  const mappingsDirectory = mappingsDirectoryOf(options, context);
  return prepareConsole({ world, namespace, program, mappingsDirectory, keys: undefined, observe });
}

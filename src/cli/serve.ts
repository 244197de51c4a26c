/** `serve`: the service itself, until it is told to stop. */
import { logListener } from '../app/listeners/log.js';
import type { Environment } from '../mapping/environment.js';
import { type ErrorDetails, errorDetails } from '../wix/error-body.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import type { AdminPlace } from './listen.js';
import { createLogger } from './logger.js';
import { parsePort, parseWithin } from './options.js';
import { runService } from './run-service.js';
import { endBy, onHangup, untilSignal } from './until-signal.js';

export interface ServeOptions {
  readonly mappings?: string;
  readonly port?: string;
  readonly host?: string;
  readonly strict?: boolean;
  /** false: `--no-watch`. */
  readonly watch?: boolean;
  readonly adminPort?: string;
  readonly adminHost?: string;
  readonly bodyLimit?: string;
  readonly maxConnections?: string;
  readonly errorDetails?: string;
}

export const usualPort = '8080';
/** Where collectors look for the numbers of a program, by the convention of OpenTelemetry's exporter for Prometheus. */
const usualAdminPort = 9464;

/** Milliseconds that running requests get when the service stops. */
const grace = 10_000;

export async function serve(
  options: ServeOptions,
  { world, environment, program }: CliContext,
): Promise<void> {
  const { log, flush, end } = createLogger(world, environment.LOG_LEVEL || undefined);
  const observe = logListener(log);
  const setting = (given: string | undefined, option: string, variable: string, most: number) => {
    const text = given ?? (environment[variable] || undefined);
    return text === undefined ? undefined : parseWithin(text, given === undefined ? variable : option, most);
  };
  const port =
    options.port === undefined
      ? parsePort(environment.PORT || usualPort, 'PORT')
      : parsePort(options.port, '--port');
  const bodyLimit = setting(options.bodyLimit, '--body-limit', 'BODY_LIMIT', 64);
  let reload: () => void = () => undefined;
  onHangup(() => reload());
  const service = await runService({
    world,
    mappingsDirectory: options.mappings ?? (environment.MAPPINGS_DIR || 'mappings'),
    environment,
    program,
    host: options.host ?? (environment.HOST || undefined),
    port,
    strict: options.strict,
    watch: options.watch !== false && switchOf(environment.WATCH || undefined, 'WATCH'),
    admin: adminOf(options, environment),
    bodyLimit: bodyLimit === undefined ? undefined : bodyLimit * 2 ** 20,
    connections: setting(options.maxConnections, '--max-connections', 'MAX_CONNECTIONS', 100_000),
    details: detailsOf(options.errorDetails, environment.ERROR_DETAILS || undefined),
    observe,
  });
  // What comes of it is told to the log.
  reload = () => void service.app.reload();
  observe({ kind: 'listening', url: service.url, admin: service.admin });
  flush();
  const signal = await untilSignal();
  observe({ kind: 'stopping', signal });
  await service.stop(grace);
  observe({ kind: 'stopped' });
  if (!(await end())) endBy(signal);
}

function switchOf(text: string | undefined, name: string): boolean {
  if (text !== undefined && text !== 'on' && text !== 'off')
    throw new CliError(2, `${name} must be on or off`);
  return text !== 'off';
}

function adminOf(options: ServeOptions, environment: Environment): AdminPlace | undefined {
  const given = options.adminPort ?? (environment.ADMIN_PORT || undefined);
  if (given === 'off') return undefined;
  const host = options.adminHost ?? (environment.ADMIN_HOST || undefined);
  if (given === undefined) return { host, port: usualAdminPort, otherwiseAny: true };
  const port = parsePort(given, options.adminPort === undefined ? 'ADMIN_PORT' : '--admin-port', ', or off');
  return { host, port, otherwiseAny: false };
}

function detailsOf(option: string | undefined, variable: string | undefined): ErrorDetails | undefined {
  const given = option ?? variable;
  if (given === undefined) return undefined;
  const found = errorDetails.find((each) => each === given);
  if (found) return found;
  const name = option === undefined ? 'ERROR_DETAILS' : '--error-details';
  throw new CliError(2, `${name} must be ${errorDetails.join(' or ')}`);
}

/** What the options of `serve` choose, and the variables where an option is absent. Every slip is a CliError with exit code 2. */
import type { Environment } from '../mapping/environment.js';
import { type ErrorDetails, errorDetails } from '../wix/error-body.js';
import { CliError } from './cli-error.js';
import type { AdminPlace } from './listen.js';
import { parsePort, parseWithin } from './options.js';

export interface ServiceSettings {
  readonly port?: string;
  readonly host?: string;
  readonly adminPort?: string;
  readonly adminHost?: string;
  readonly bodyLimit?: string;
  readonly maxConnections?: string;
  readonly errorDetails?: string;
}

const usualPort = '8080';
/** Where collectors look for the numbers of a program, by the convention of OpenTelemetry's exporter for Prometheus. */
const usualAdminPort = 9464;

export function portOf({ port }: ServiceSettings, environment: Environment): number {
  return port === undefined ? parsePort(environment.PORT || usualPort, 'PORT') : parsePort(port, '--port');
}

export function hostOf({ host }: ServiceSettings, environment: Environment): string | undefined {
  return host ?? (environment.HOST || undefined);
}

/** undefined: there is no admin port. */
export function adminOf(settings: ServiceSettings, environment: Environment): AdminPlace | undefined {
  const given = settings.adminPort ?? (environment.ADMIN_PORT || undefined);
  if (given === 'off') return undefined;
  const host = settings.adminHost ?? (environment.ADMIN_HOST || undefined);
  if (given === undefined) return { host, port: usualAdminPort, otherwiseAny: true };
  const port = parsePort(given, settings.adminPort === undefined ? 'ADMIN_PORT' : '--admin-port', ', or off');
  return { host, port, otherwiseAny: false };
}

/** Bytes; given in MiB. */
export function bodyLimitOf({ bodyLimit }: ServiceSettings, environment: Environment): number | undefined {
  const limit = within(bodyLimit, '--body-limit', environment, 'BODY_LIMIT', 64);
  return limit === undefined ? undefined : limit * 2 ** 20;
}

/** Most connections of callers. */
export function connectionsOf(settings: ServiceSettings, environment: Environment): number | undefined {
  return within(settings.maxConnections, '--max-connections', environment, 'MAX_CONNECTIONS', 100_000);
}

export function detailsOf(settings: ServiceSettings, environment: Environment): ErrorDetails | undefined {
  const given = settings.errorDetails ?? (environment.ERROR_DETAILS || undefined);
  if (given === undefined) return undefined;
  const found = errorDetails.find((each) => each === given);
  if (found) return found;
  const name = settings.errorDetails === undefined ? 'ERROR_DETAILS' : '--error-details';
  throw new CliError(2, `${name} must be ${errorDetails.join(' or ')}`);
}

/** `on`, unless the variable says `off`. */
export function switchOf(environment: Environment, variable: string): boolean {
  const text = environment[variable] || undefined;
  if (text !== undefined && text !== 'on' && text !== 'off')
    throw new CliError(2, `${variable} must be on or off`);
  return text !== 'off';
}

function within(
  given: string | undefined,
  option: string,
  environment: Environment,
  variable: string,
  most: number,
): number | undefined {
  const text = given ?? (environment[variable] || undefined);
  return text === undefined ? undefined : parseWithin(text, given === undefined ? variable : option, most);
}

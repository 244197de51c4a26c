/** What `doctor` sees of the variables of `serve`: with a wrong one it does not start. */
import type { Environment } from '../../mapping/environment.js';
import { CliError } from '../cli-error.js';
import { levelOf } from '../log-lines.js';
import { adminOf, bodyLimitOf, connectionsOf, detailsOf, switchOf } from '../service-settings.js';
import { type Examined, problem } from './examined.js';

const settings: Readonly<Record<string, (environment: Environment) => unknown>> = {
  LOG_LEVEL: (environment) => environment.LOG_LEVEL && levelOf(environment.LOG_LEVEL),
  ADMIN_PORT: (environment) => adminOf({}, environment),
  BODY_LIMIT: (environment) => bodyLimitOf({}, environment),
  MAX_CONNECTIONS: (environment) => connectionsOf({}, environment),
  ERROR_DETAILS: (environment) => detailsOf({}, environment),
  WATCH: (environment) => switchOf(environment, 'WATCH'),
};

/** A line for each that is wrong. */
export function examineSettings(environment: Environment): readonly Examined[] {
  return Object.entries(settings).flatMap(([variable, read]) => {
    try {
      read(environment);
      return [];
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      return [problem(variable, error.message, `set ${variable} so, or unset it`)];
    }
  });
}

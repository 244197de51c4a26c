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

/** Characters of a secret that nobody guesses who tries them all on a cursor that he was given. */
const safeSecret = 16;

/** A line for each that is wrong. */
export function examineSettings(environment: Environment): readonly Examined[] {
  return [...examineSecret(environment), ...wrongSettings(environment)];
}

function examineSecret({ CURSOR_SECRET: secret = '' }: Environment): readonly Examined[] {
  if (secret === '' || secret.length >= safeSecret) return [];
  return [
    {
      what: 'CURSOR_SECRET',
      state: 'warning',
      seen: `it has ${secret.length} characters: whoever has a cursor can find it by trying, and make cursors of his own`,
      mend: 'set it to a long random text, as `openssl rand -hex 32` prints',
    },
  ];
}

function wrongSettings(environment: Environment): readonly Examined[] {
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

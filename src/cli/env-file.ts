/** Variables from a file, in the form that Node reads with --env-file. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Environment } from '../mapping/environment.js';
import { CliError } from './cli-error.js';

export const usualEnvFile = '.env';

/**
 * The environment with the variables of the file; what is set already stays. The usual file may be absent.
 * @throws CliError when a file that was asked for cannot be read
 */
export function withEnvFile(environment: Environment, file: string | undefined): Environment {
  const text = readEnvFile(file);
  return text === undefined ? environment : { ...parseEnv(text), ...given(environment) };
}

function readEnvFile(file: string | undefined): string | undefined {
  try {
    return readFileSync(file ?? usualEnvFile, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (file === undefined && code === 'ENOENT') return undefined;
    throw new CliError(2, `--env-file: ${file ?? usualEnvFile} cannot be read (${code})`);
  }
}

/** A variable without a value hides nothing. */
function given(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
}

/** Whom the service trusts and how it is called, as the environment says it. */
import { availableParallelism } from 'node:os';
import type { Environment } from '../mapping/environment.js';
import { createVerifier, parseCredentials, type Verifier } from '../wix/jwt/verify.js';
import type { World } from '../world/world.js';
import { CliError } from './cli-error.js';

/** `@account/app` of an app, or the name of a connection: what stands before the last slash of a collection's full name. @throws CliError */
export function namespaceOf(environment: Environment): string | undefined {
  const namespace = environment.WIX_NAMESPACE?.trim() || undefined;
  if (namespace !== undefined && !/^[^\s/]+(\/[^\s/]+)*$/.test(namespace))
    throw new CliError(
      2,
      'WIX_NAMESPACE cannot stand before the id of a collection: it is a name without spaces, such as shop or @account/app',
    );
  return namespace;
}

/** Imports the keys once. @throws CliError that names the variable and what helps, never its value */
export async function verifierOf(world: World, environment: Environment): Promise<Verifier> {
  const credentials = (() => {
    try {
      return parseCredentials(environment);
    } catch (error) {
      const { message } = error as Error;
      const help = /^WIX_CREDENTIALS\b/.test(message)
        ? 'It is a JSON list such as [{"audience": "<app id>", "publicKey": "<key>"}].'
        : 'Set WIX_APP_ID to the app id and WIX_PUBLIC_KEY to the public key that Wix shows for the app.';
      throw new CliError(2, `${message}. ${help}`);
    }
  })();
  try {
    return await createVerifier(credentials, { world, processors: availableParallelism() });
  } catch (error) {
    const name = environment.WIX_CREDENTIALS ? 'WIX_PUBLIC_KEY or WIX_CREDENTIALS' : 'WIX_PUBLIC_KEY';
    throw new CliError(2, `${name} cannot be used. ${(error as Error).message}`);
  }
}

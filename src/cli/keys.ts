/** Keys for development: a directory with a key pair and an app id, made when first needed. Never Wix's own. */
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeAllWhole } from '../authoring/write/write-whole.js';
import type { Environment } from '../mapping/environment.js';
import { createSigner, generateKeyPair, type Signer } from '../wix/jwt/sign.js';
import type { World } from '../world/world.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { inOnePiece } from './undisturbed.js';

export interface DevelopmentKeys {
  readonly appId: string;
  /** PEM texts. */
  readonly publicKey: string;
  readonly privateKey: string;
  /** They were made by this call. */
  readonly created: boolean;
}

export const usualKeyDirectory = '.wix-keys';

/** Reads the keys of the directory, or makes them; nobody but the user can read the files. */
export async function developmentKeys(
  world: World,
  directory: string,
  environment: Environment,
): Promise<DevelopmentKeys> {
  const files = {
    privateKey: join(directory, 'private.pem'),
    publicKey: join(directory, 'public.pem'),
    appId: join(directory, 'app-id'),
  };
  if (existsSync(directory) && !statSync(directory).isDirectory())
    throw new CliError(
      2,
      `--keys: ${directory} is not a directory; a single key is given with --private-key`,
    );
  const created = !existsSync(files.privateKey);
  try {
    if (created) {
      const pair = await generateKeyPair('ES256');
      const texts = [
        [files.publicKey, pair.publicKey],
        [files.appId, `${environment.WIX_APP_ID || world.id()}\n`],
        // Keys do not belong into a repository.
        [join(directory, '.gitignore'), '*\n'],
        // The last one: where it is, all are.
        [files.privateKey, pair.privateKey],
      ] as const;
      const whole = texts.map(([path, text]) => ({ path, text, mode: 0o600 }));
      await inOnePiece(world, () => {
        mkdirSync(directory, { recursive: true, mode: 0o700 });
        writeAllWhole(whole);
      });
    }
    return {
      appId: readFileSync(files.appId, 'utf8').trim(),
      publicKey: readFileSync(files.publicKey, 'utf8'),
      privateKey: readFileSync(files.privateKey, 'utf8'),
      created,
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CliError(
      1,
      `The keys in ${directory} cannot be used (${code}); remove the directory to have new ones`,
    );
  }
}

export interface SigningOptions {
  readonly keys?: string;
  readonly privateKey?: string;
  readonly appId?: string;
}

export interface Signing {
  readonly signer: Signer;
  readonly appId: string;
  /** The key directory whose keys were just made. */
  readonly created: string | undefined;
}

/** Signs with `--private-key`, or with the keys of a directory. The app id: `--app-id`, WIX_APP_ID, the directory's. */
export async function signingFrom(
  options: SigningOptions,
  { world, environment }: CliContext,
): Promise<Signing> {
  const given = options.appId ?? (environment.WIX_APP_ID?.trim() || undefined);
  if (options.privateKey !== undefined) {
    if (given === undefined) throw new CliError(2, 'Name the app id with --app-id or WIX_APP_ID');
    return { signer: signerOf(world, readKey(options.privateKey), given), appId: given, created: undefined };
  }
  const directory = options.keys ?? usualKeyDirectory;
  const keys = await developmentKeys(world, directory, environment);
  const appId = given ?? keys.appId;
  return {
    signer: signerOf(world, keys.privateKey, appId),
    appId,
    created: keys.created ? directory : undefined,
  };
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError(
      2,
      `--private-key: the file cannot be read (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}

function signerOf(world: World, privateKey: string, audience: string): Signer {
  try {
    return createSigner({ world, privateKey, audience });
  } catch {
    throw new CliError(
      2,
      'The private key cannot be used: a PKCS#8 PEM of type RSA, P-256 or Ed25519 is needed',
    );
  }
}

/** How to start the service so that it trusts these keys. */
export function trustHint(directory: string, appId: string): readonly string[] {
  return [
    `Made new development keys in ${directory}. A service that trusts them starts with:`,
    `  export WIX_APP_ID=${appId} WIX_PUBLIC_KEY="$(cat ${join(directory, 'public.pem')})"`,
  ];
}

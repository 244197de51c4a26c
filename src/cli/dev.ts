/** `dev`: the service for those who write mapping files. It listens on this machine alone and trusts keys of its own. */
import type { Environment } from '../mapping/environment.js';
import { parseCredentials } from '../wix/jwt/verify.js';
import { CliError } from './cli-error.js';
import { prepareConsole, refuseOpenConsole } from './console.js';
import type { CliContext } from './context.js';
import { withEnvFile } from './env-file.js';
import { type DevelopmentKeys, developmentKeys, usualKeyDirectory } from './keys.js';
import { type MappingsOption, mappingsDirectoryOf } from './mappings-option.js';
import { isBrowserWanted, openBrowser } from './open-browser.js';
import { readableLog } from './readable-log.js';
import { type RunningService, runService } from './run-service.js';
import { portOf } from './service-settings.js';
import { namespaceOf } from './trust.js';
import { untilSignal } from './until-signal.js';

export interface DevOptions extends MappingsOption {
  readonly port?: string;
  readonly keys?: string;
  readonly envFile?: string;
  readonly tenants?: string;
  readonly open?: boolean;
}

/** Milliseconds that running requests get when it stops. */
const grace = 1000;

export async function dev(options: DevOptions, context: CliContext): Promise<void> {
  const { world, program, print } = context;
  const environment = withEnvFile(context.environment, options.envFile);
  const directory = options.keys ?? usualKeyDirectory;
  const keys = await developmentKeys(world, directory, environment);
  if (keys.created) print(`Made development keys in ${directory}; they are for this machine alone.`);
  const observe = readableLog(world, print);
  const host = '127.0.0.1';
  const mappingsDirectory = mappingsDirectoryOf(options, { ...context, environment });
  refuseOpenConsole(environment, host, options.tenants);
  const service = await runService({
    world,
    mappingsDirectory,
    environment: trusting(environment, keys),
    program,
    host,
    port: portOf(options, environment),
    watch: true,
    details: 'full',
    observe,
    console: prepareConsole({
      world,
      namespace: namespaceOf(environment),
      program,
      mappingsDirectory,
      keys: directory === usualKeyDirectory ? undefined : directory,
      observe,
    }),
  });
  // It reads changed files by itself, and a terminal that is closed must not leave it behind.
  const signalled = untilSignal('SIGHUP');
  for (const line of invitation(service, directory, program)) print(line);
  if (isBrowserWanted({ open: options.open, terminal: context.terminal, environment }))
    openBrowser(service.console!, environment, (reason) => print(`No browser could be opened: ${reason}`));
  const signal = await signalled;
  observe({ kind: 'stopping', signal });
  await service.stop(grace);
}

/** The environment whose credentials are those that it has, and the keys. */
function trusting(environment: Environment, { appId, publicKey }: DevelopmentKeys): Environment {
  const own = { audience: appId, publicKey };
  return {
    ...environment,
    WIX_APP_ID: undefined,
    WIX_PUBLIC_KEY: undefined,
    WIX_CREDENTIALS: JSON.stringify([own, ...configured(environment)]),
  };
}

function configured(environment: Environment): readonly object[] {
  const { WIX_APP_ID, WIX_PUBLIC_KEY, WIX_CREDENTIALS } = environment;
  // Those who have no app yet need not say so.
  if (!WIX_PUBLIC_KEY && !WIX_CREDENTIALS) return [];
  try {
    const credentials = parseCredentials({ WIX_APP_ID, WIX_PUBLIC_KEY, WIX_CREDENTIALS });
    return credentials.map(({ audience, key, kid }) => ({ audience, publicKey: key, kid }));
  } catch (error) {
    throw new CliError(2, (error as Error).message);
  }
}

function invitation(
  { app, url, console: shown }: RunningService,
  keys: string,
  program: string,
): readonly string[] {
  const [first] = app.mappings.collections.map(({ value }) => value.collection);
  const access = keys === usualKeyDirectory ? `--url ${url}` : `--url ${url} --keys ${keys}`;
  return [
    '',
    `The service runs at ${url} and reads changed mapping files again. Try in another terminal:`,
    '',
    `  ${program} query ${first} --limit 5 --total ${access}`,
    '',
    `The console is at ${shown}`,
    '',
    'Ctrl-C ends it.',
    '',
  ];
}

/** The console beside a service: what it listens to, and where it is shown. */
import type { App } from '../app/app.js';
import { readAssets } from '../console/assets.js';
import { createRequestLog } from '../console/log/request-log.js';
import { type RunningConsole, startConsole } from '../console/server.js';
import type { Environment } from '../mapping/environment.js';
import { isLoopback } from '../server/loopback.js';
import type { Service } from '../service/service.js';
import type { Observation, Observe } from '../world/observation.js';
import type { World } from '../world/world.js';
import { CliError } from './cli-error.js';
import { metadataOf } from './identity-options.js';
import { packageFile } from './package-file.js';
import { savedProofs } from './saved-proofs.js';

export interface ConsoleSettings {
  readonly world: World;
  readonly namespace: string | undefined;
  readonly program: string;
  readonly mappingsDirectory: string;
  /** Directory of the keys that sign requests; undefined: the usual one. */
  readonly keys: string | undefined;
  readonly observe: Observe;
}

/** What of a service the console needs while it is put together, and how it begins. */
export interface PreparedConsole {
  readonly observe: Observe;
  readonly around: (service: Service) => Service;
  /** @param service the one that answers signed requests, before it is logged; url: its address */
  start(app: App, service: Service, url: string): Promise<RunningConsole>;
}

/**
 * @param tenants option of the command line; the environment may name some too
 * @throws CliError where the service is, or may be, one that others reach, or serves many sites
 */
export function refuseOpenConsole(
  environment: Environment,
  host: string | undefined,
  tenants?: string,
): void {
  if (tenants ?? environment.TENANTS)
    throw new CliError(
      2,
      `The console shows the collections of one API, and ${tenants === undefined ? 'TENANTS names' : '--tenants names'} many sites: leave that out, and look at one site with --mappings (its folder) and UPSTREAM_URL (its address)`,
    );
  if (environment.NODE_ENV === 'production')
    throw new CliError(2, 'The console is for those who write mapping files: NODE_ENV is production');
  if (host === undefined || !isLoopback(host))
    throw new CliError(2, 'The console is for this machine alone: give --host 127.0.0.1 with --console');
}

/** What may look otherwise on an open page. */
const shown: ReadonlySet<Observation['kind']> = new Set([
  'problem found',
  'problem resolved',
  'generation swapped',
  'reload failed',
  'upstream bound',
  'upstream unreachable',
  'claim withdrawn',
]);

/** Nothing listens yet. */
export function prepareConsole(settings: ConsoleSettings): PreparedConsole {
  const { world, namespace, program, mappingsDirectory: mappings, keys, observe } = settings;
  let running: RunningConsole | undefined;
  const log = createRequestLog(() => running?.changed());
  return {
    observe: ({ kind }) => {
      if (shown.has(kind)) running?.changed();
    },
    around: log.around,
    async start(app, service, url) {
      const proofs = () => savedProofs(mappings, app.mappings);
      const parts = { world, app, service, log, namespace, url, program, mappings, keys, metadataOf, proofs };
      running = await startConsole({ parts, assets: readAssets(packageFile('assets/')), port: 0, observe });
      return running;
    },
  };
}

/** A service over the demo shop with its console, in this process. */
import { join } from 'node:path';
import type { App } from '../../src/app/app.js';
import { prepareConsole } from '../../src/cli/console.js';
import { runService } from '../../src/cli/run-service.js';
import type { Environment } from '../../src/mapping/environment.js';
import type { Observation } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { type Caller, createCaller, type HttpAnswer, post, root } from '../cli/harness.js';

export interface ShownService {
  /** Of the service. */
  readonly url: string;
  /** Of the console, with the token and a slash at its end. */
  readonly console: string;
  readonly caller: Caller;
  readonly app: App;
  readonly observations: Observation[];
  /** A screen as data. */
  json(
    screen: string,
    parameters?: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** A request as Wix sends it. */
  signed(path: string, request: object, metadata?: object): Promise<HttpAnswer>;
  stop(): Promise<void>;
}

export interface ShownOptions {
  readonly mappings?: string;
  readonly environment?: Environment;
  readonly watch?: boolean;
  readonly keys?: string;
  readonly caller?: Caller;
}

export const demoMappings = join(root, 'mappings/demo');

export async function showService(upstream: string, options: ShownOptions = {}): Promise<ShownService> {
  const {
    mappings: mappingsDirectory = demoMappings,
    watch = false,
    keys,
    caller = await createCaller(),
  } = options;
  const observations: Observation[] = [];
  const observe = (observation: Observation): void => void observations.push(observation);
  const program = 'wix-graphql-adapter';
  const namespace = options.environment?.WIX_NAMESPACE;
  const service = await runService({
    world: systemWorld,
    mappingsDirectory,
    environment: { ...caller.environment, UPSTREAM_URL: upstream, ...options.environment },
    program,
    host: '127.0.0.1',
    port: 0,
    watch,
    details: 'full',
    observe,
    console: prepareConsole({ world: systemWorld, namespace, program, mappingsDirectory, keys, observe }),
  });
  await service.app.started;
  return {
    url: service.url,
    console: service.console!,
    app: service.app,
    caller,
    observations,
    async json(screen, parameters = {}) {
      const address = `${service.console}${screen}?${new URLSearchParams({ ...parameters, format: 'json' })}`;
      return (await (await fetch(address)).json()) as Readonly<Record<string, unknown>>;
    },
    signed: async (path, request, metadata = {}) =>
      post(service.url + path, await caller.signer.sign(request as never, metadata as never)),
    stop: () => service.stop(0),
  };
}

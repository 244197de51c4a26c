/** What `doctor` looks at without asking any API: Node, keys, namespace, port. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { isObject } from '../../wix/json.js';
import type { World } from '../../world/world.js';
import { CliError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import { usualKeyDirectory } from '../keys.js';
import { manifest } from '../manifest.js';
import { namespaceOf, verifierOf } from '../trust.js';
import { type Examined, good, problem } from './examined.js';
import { getWithin } from './get-within.js';

/** @param version as Node says it: `20.19.4`. @param needed `>=20.19` */
export function examineNode(version: string, needed = manifest().engines.node): Examined {
  const [major = 0, minor = 0] = numbers(version);
  const [least = 0, leastMinor = 0] = numbers(needed);
  if (major > least || (major === least && minor >= leastMinor)) return good('Node', version);
  return problem(
    'Node',
    `${version}, and ${needed} is needed`,
    `install Node ${least}.${leastMinor} or later`,
  );
}

function numbers(text: string): readonly number[] {
  return [...text.matchAll(/\d+/g)].map(Number);
}

export async function examineKeys({ world, environment, program }: CliContext): Promise<Examined> {
  try {
    await verifierOf(world, environment);
    const apps = environment.WIX_CREDENTIALS ? 'WIX_CREDENTIALS' : `the app ${environment.WIX_APP_ID}`;
    return good('keys', `requests for ${apps} can be verified`);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const [seen = '', ...rest] = error.message.split(/(?<=\.) /);
    const made = existsSync(join(usualKeyDirectory, 'public.pem'));
    const own = `export WIX_APP_ID=$(cat ${usualKeyDirectory}/app-id) WIX_PUBLIC_KEY="$(cat ${usualKeyDirectory}/public.pem)"`;
    const until = made ? own : `${program} token > /dev/null; ${own}`;
    return problem(
      'keys',
      seen.replace(/\.$/, ''),
      `${rest.join(' ')} Until Wix is connected: ${until}`.trim(),
    );
  }
}

export function examineNamespace({ environment }: CliContext): Examined {
  try {
    const namespace = namespaceOf(environment);
    return good(
      'namespace',
      namespace === undefined
        ? 'none: collections are called by their ids alone'
        : `${namespace}: collections may be called ${namespace}/<id>`,
    );
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return problem('namespace', error.message, 'set WIX_NAMESPACE to the name alone, or unset it');
  }
}

/** @param host undefined: all addresses, as `serve` listens */
export async function examinePort(world: World, port: number, host: string | undefined): Promise<Examined> {
  const code = await listenFault(port, host);
  if (code === undefined) return good('port', `${port} is free`);
  if (code === 'EADDRINUSE') {
    if (await isThisService(world, port, host))
      return good('port', `${port}: the service runs there already`);
    return problem('port', `${port} is in use by another program`, 'choose another with --port or PORT');
  }
  if (code === 'EACCES') return problem('port', `${port} may not be used`, 'choose one from 1024 on');
  return problem('port', `the service cannot listen there (${code})`, 'look at --host or HOST');
}

/** Code of the system error, e.g. EADDRINUSE; undefined: it can be listened on. */
function listenFault(port: number, host: string | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Milliseconds that whatever listens there has to say what it is. */
const patience = 2000;

async function isThisService(world: World, port: number, host: string | undefined): Promise<boolean> {
  const name = host === undefined || /^(0\.0\.0\.0|::)$/.test(host) ? '127.0.0.1' : host;
  const address = `http://${name.includes(':') ? `[${name}]` : name}:${port}/healthz`;
  const answer = await getWithin(world, patience, address, 'GET');
  const body: unknown = await answer?.json().catch(() => undefined);
  return isObject(body) && body.status === 'ok';
}

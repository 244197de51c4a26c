/** `init`: mapping files for an API that we have never seen, from its endpoint or a saved schema. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { initialise } from '../authoring/initialise.js';
import { NoAccessError } from '../authoring/no-access.js';
import { type GivenHeaders, parseHeaders } from '../authoring/write/headers.js';
import {
  type KeptUpstream,
  KeptUpstreamError,
  readKeptUpstream,
  shownAddress,
} from '../authoring/write/kept-upstream.js';
import { hasSecretParameter, hasUserInfo } from '../authoring/write/written-address.js';
import { withRetries } from '../gateway/retry.js';
import { defaultUpstream, upstreamFileName } from '../mapping/read.js';
import { didYouMean } from '../mapping/suggest.js';
import { dialectNamed, dialects } from '../styles/dialects/index.js';
import { repairsOf } from '../upstream/schema/from-introspection.js';
import { introspect } from '../upstream/schema/introspect.js';
import { loadSchema } from '../upstream/schema/load.js';
import { SchemaError } from '../upstream/schema/schema-error.js';
import { isSameAddress, TransportConfigError } from '../upstream/transport/address.js';
import { createClient, type UpstreamClient } from '../upstream/transport/client.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import { compileHeaders, escapeHeaderText } from '../upstream/transport/headers.js';
import type { World } from '../world/world.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import type { InitCommandOptions } from './init-options.js';
import { report } from './init-report.js';
import { checkOutDirectory, outError } from './out-directory.js';

const introspectionTime = 60_000;

export async function init(
  url: string | undefined,
  options: InitCommandOptions,
  context: CliContext,
): Promise<void> {
  if (url === undefined && options.schema === undefined)
    throw new CliError(2, 'give the URL of the endpoint, or --schema FILE');
  if (options.name !== undefined && !/^[A-Za-z0-9_-]+$/.test(options.name))
    throw new CliError(2, '--name takes letters, digits, _ and -');
  if (options.update && options.force) throw new CliError(2, 'Give only one of --update and --force');
  checkOutDirectory(options.out);
  const set = pairsOf(options.set ?? [], '--set', 'locale=EN').map(([argument, text]) => ({
    argument,
    text,
  }));
  const ids = new Map(pairsOf(options.id ?? [], '--id', 'Employee=emp_id'));
  if (url !== undefined && hasUserInfo(url))
    throw new CliError(
      2,
      'The URL holds a user name or a password, which would stand in the file; send them with --header "Authorization: Basic …"',
    );
  const headers = readHeaders(options.header ?? [], options.name);
  const dialect = options.dialect === undefined ? undefined : dialectNamed(options.dialect);
  if (options.dialect !== undefined && !dialect) {
    const names = dialects.map((each) => each.name);
    throw new CliError(
      2,
      `no dialect is called "${options.dialect}"; ${didYouMean(options.dialect, names) ?? `known: ${names.join(', ')}`}`,
    );
  }
  const kept = options.force === true ? undefined : readKept(url, options, context);
  const client = url === undefined ? undefined : openClient(context.world, url, headers);
  const controller = new AbortController();
  try {
    context.progress('reading the schema');
    const schema = await readSchema(context.world, client, options.schema, controller.signal);
    for (const each of repairsOf(schema)) context.print(`the schema is not perfect: ${each}`);
    const result = await initialise({
      world: context.world,
      schema,
      client,
      url,
      writtenUrl: url === undefined || hasSecretParameter(url) ? undefined : url,
      headers,
      directory: options.out,
      name: options.name,
      dialect,
      kept,
      writes: options.writes === true,
      probe: options.probe !== false && client !== undefined,
      force: options.force === true,
      only: options.only,
      exclude: options.exclude,
      set,
      ids,
      update: options.update === true && existsSync(options.out),
      dryRun: options.dryRun === true,
      progress: context.progress,
      signal: controller.signal,
    });
    context.progress('');
    report(result, url, options, headers, context);
  } catch (error) {
    if (error instanceof NoAccessError) throw new CliError(1, error.message);
    throw outError(error, options.out);
  } finally {
    await client?.close();
  }
}

/** Texts such as `locale=EN`, split at their first =. */
function pairsOf(given: readonly string[], option: string, example: string): readonly [string, string][] {
  return given.map((text) => {
    const [, name, value] = /^([\w.]+)=(.+)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new CliError(2, `${option} takes a name and a value, such as ${example}; this is none: ${text}`);
    return [name, value];
  });
}

function readHeaders(given: readonly string[], upstream: string | undefined): GivenHeaders {
  const headers = parseHeaders(given, upstream);
  if ('wrong' in headers)
    throw new CliError(2, `--header takes "Name: value"; this is not one: ${headers.wrong}`);
  return headers;
}

/** @throws CliError when the file that is there is not one of this API, or cannot be read */
function readKept(
  url: string | undefined,
  options: InitCommandOptions,
  { environment }: CliContext,
): KeptUpstream | undefined {
  const file = join(options.out, upstreamFileName(options.name ?? defaultUpstream));
  let kept: KeptUpstream | undefined;
  try {
    kept = readKeptUpstream(file, environment);
  } catch (error) {
    if (!(error instanceof KeptUpstreamError)) throw outError(error, options.out);
    throw new CliError(1, `${error.message}\nMend ${file} first, or write it anew with --force.`);
  }
  if (!kept) return undefined;
  if (url !== undefined && kept.url !== undefined && !isSameAddress(url, kept.url)) {
    const another = options.name === undefined ? 'with --name' : 'with another --name';
    throw new CliError(
      2,
      `${file} is there already, for the API at ${shownAddress(kept.url)}, and this is ${shownAddress(url)}. ` +
        `Add this API ${another}, write to another directory with --out, or write the file anew with --force.`,
    );
  }
  if (options.dialect !== undefined && options.dialect !== kept.value.dialect)
    throw new CliError(
      2,
      `${file} is there already, with ${kept.value.dialect === undefined ? 'no dialect' : `dialect: ${kept.value.dialect}`}. ` +
        'Change it there, or write the file anew with --force.',
    );
  return kept;
}

function openClient(world: World, url: string, headers: GivenHeaders): UpstreamClient {
  const real = Object.entries(headers.real).map(([name, value]) => [name, escapeHeaderText(value)]);
  try {
    const source = compileHeaders(Object.fromEntries(real));
    return withRetries(
      world,
      defaultUpstream,
      createClient({ world, url, headers: source, timeoutMs: introspectionTime }),
    );
  } catch (error) {
    if (error instanceof TransportConfigError) throw new CliError(2, error.message);
    throw error;
  }
}

/** The file, where one is given: then the endpoint may refuse introspection. */
async function readSchema(
  world: World,
  client: UpstreamClient | undefined,
  file: string | undefined,
  signal: AbortSignal,
): Promise<GraphQLSchema> {
  try {
    if (file !== undefined) return await loadSchema(file);
    const { schema } = await introspect(client!, {
      signal,
      deadline: world.now() + introspectionTime,
      scope: {},
    });
    return schema;
  } catch (error) {
    if (error instanceof SchemaError) {
      const place =
        file !== undefined && error.line !== undefined ? `${file}:${error.line}:${error.column ?? 1}: ` : '';
      throw new CliError(
        1,
        `${place}${error.message}${file === undefined ? ' Here it is --schema FILE.' : ''}`,
      );
    }
    if (error instanceof UpstreamFailure)
      throw new CliError(
        1,
        `The endpoint gave no schema: ${error.message}. With a saved schema use --schema FILE.`,
      );
    throw error;
  }
}

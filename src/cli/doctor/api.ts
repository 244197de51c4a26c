/** What `doctor` looks at of one API: its address, the credential, the schema against the saved one, the clock. */

import type { App } from '../../app/app.js';
import { liveSchema, reasonOf } from '../../app/obtain-schema.js';
import type { OpenUpstream } from '../../app/open-upstream.js';
import { neededFacts } from '../../calls/arguments.js';
import { defaultUpstream } from '../../mapping/read.js';
import type { CollectionModel } from '../../model/model.js';
import { loadSchema } from '../../upstream/schema/load.js';
import { printSchemaFile } from '../../upstream/schema/print.js';
import { SchemaError } from '../../upstream/schema/schema-error.js';
import { prepareDocument } from '../../upstream/transport/document.js';
import { UpstreamFailure } from '../../upstream/transport/failure.js';
import { AdapterError } from '../../wix/errors.js';
import { parseQuery } from '../../wix/requests.js';
import { neverAborted } from '../../world/signal.js';
import type { World } from '../../world/world.js';
import type { CliContext } from '../context.js';
import { ownRequest } from '../own-request.js';
import { type Examined, good, problem } from './examined.js';
import { getWithin } from './get-within.js';

/** Milliseconds for one question to the API. */
const patience = 15_000;
/** Seconds by which clocks may differ before tokens are refused: see the verifier. */
const leeway = 60;

const smallest = prepareDocument('query Doctor { __typename }');

export async function examineApi(
  app: App,
  upstream: OpenUpstream,
  directory: string,
  context: CliContext,
): Promise<readonly Examined[]> {
  const { world } = context;
  const named = (what: string): string =>
    upstream.name === defaultUpstream ? what : `${what} of ${upstream.name}`;
  const { address, credential } = await ask(upstream, world, named);
  if (address.state === 'problem') {
    const rest = ['credential', 'schema', 'clock'].map(named);
    return [
      address,
      ...rest.map((what) => ({ what, state: 'unknown' as const, seen: 'the API does not answer' })),
    ];
  }
  return [
    address,
    credential ?? (await readRow(app, upstream, world, named('credential'))),
    await compareSchemas(upstream, directory, context, named('schema')),
    await compareClocks(upstream, world, named('clock')),
  ];
}

interface Asked {
  readonly address: Examined;
  /** Only where the credential was refused. */
  readonly credential?: Examined;
}

/** The smallest question there is. An answer with errors is an answer. */
async function ask(upstream: OpenUpstream, world: World, named: (what: string) => string): Promise<Asked> {
  const { shown } = upstream.client;
  const address = good(named('address'), `${shown} answers`);
  try {
    const { signal } = new AbortController();
    await upstream.client.request(smallest, {}, { signal, deadline: world.now() + patience, scope: {} });
    return { address };
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) throw error;
    if (error.kind === 'unauthorized')
      return { address, credential: refused(upstream, error, named('credential')) };
    if (error.kind === 'graphqlErrors' || error.kind === 'rateLimited') return { address };
    return { address: problem(named('address'), error.message, mendOf(upstream, error)) };
  }
}

function mendOf({ located }: OpenUpstream, { kind, message }: UpstreamFailure): string {
  const place = `url in ${located.file}`;
  if (kind === 'http' || kind === 'notGraphql')
    return `look at ${place}: it must be the address of the GraphQL endpoint itself, path and all`;
  if (/certificate/.test(message)) return 'name the authority in NODE_EXTRA_CA_CERTS';
  return `look at ${place}, and whether this machine may connect there`;
}

function refused({ located }: OpenUpstream, { message }: UpstreamFailure, what: string): Examined {
  const mend = `look at headers in ${located.file} and at the variables that they name`;
  return problem(what, message, mend);
}

/** A row of a collection: many APIs answer the smallest question to everybody. */
async function readRow(app: App, upstream: OpenUpstream, world: World, what: string): Promise<Examined> {
  const models = [...app.collections.values()].filter((each) => each.upstream === upstream.name);
  const model = models.find((each) => neededFacts(each).length === 0);
  if (!model) return { what, state: 'unknown', seen: 'no collection can be read without a request of Wix' };
  const failure = await failureOf(app, model, world);
  if (failure === undefined) return good(what, `the API gives rows of ${model.id}`);
  const { cause } = failure;
  if (cause instanceof UpstreamFailure && cause.kind === 'unauthorized')
    return refused(upstream, cause, what);
  return {
    what,
    state: 'warning',
    seen: `${model.id} cannot be read: ${failure.reason ?? failure.message}`,
    mend: 'check --live says more',
  };
}

async function failureOf(app: App, model: CollectionModel, world: World): Promise<AdapterError | undefined> {
  const request = parseQuery({ collectionId: model.id, query: { paging: { limit: 1, offset: 0 } } });
  try {
    await app.generation.engine.query(model, request, ownRequest(world, model));
    return undefined;
  } catch (error) {
    if (error instanceof AdapterError) return error;
    throw error;
  }
}

async function compareSchemas(
  upstream: OpenUpstream,
  directory: string,
  { world, program }: CliContext,
  what: string,
): Promise<Examined> {
  const { schemaPath, value, file } = upstream.located;
  const off = value.introspection?.enabled === false;
  const pull = `${program} pull brings it up to date`;
  try {
    const saved = schemaPath === undefined ? undefined : printSchemaFile(await loadSchema(schemaPath));
    if (off && saved !== undefined) return good(what, 'saved; introspection is switched off in the mapping');
    const live = printSchemaFile(await liveSchema(world, upstream, neverAborted));
    if (saved === undefined) return good(what, "the API's own; none is saved");
    if (saved === live) return good(what, 'the saved one is that of the API');
    return {
      what,
      state: 'warning',
      seen: "the saved schema is not the API's own any more",
      mend: pull,
      actions: [{ kind: 'run', arguments: ['pull', '--mappings', directory] }],
    };
  } catch (error) {
    if (!(error instanceof SchemaError || error instanceof UpstreamFailure)) throw error;
    return problem(what, reasonOf(error, upstream), `look at schema: in ${file}; ${pull}`);
  }
}

/** By the header Date that nearly every answer has, whatever its status. No credential is sent for it. */
async function compareClocks({ located }: OpenUpstream, world: World, what: string): Promise<Examined> {
  const before = world.now();
  const answer = await getWithin(world, patience, located.value.url, 'HEAD');
  const date = Date.parse(answer?.headers.get('date') ?? '');
  const now = (before + world.now()) / 2;
  if (Number.isNaN(date)) return { what, state: 'unknown', seen: "the API's answers have no date" };
  const seconds = Math.round((now - date) / 1000);
  const differs = `${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} that of the API`;
  if (Math.abs(seconds) <= leeway) return good(what, Math.abs(seconds) <= 2 ? 'as that of the API' : differs);
  return problem(
    what,
    `${differs}: signatures of Wix are refused when clocks differ by more than ${leeway} s`,
    'set the clock of this machine by a time server (NTP)',
  );
}

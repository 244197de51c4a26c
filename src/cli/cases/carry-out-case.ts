/** Carries a request out by the mapping files, as the service does, with something else in the place of the API where that is wanted. */
import type { App } from '../../app/app.js';
import type { Json } from '../../json.js';
import { errorsOf, formatProblem } from '../../mapping/problem.js';
import { readMappings } from '../../mapping/read.js';
import { scopeOf } from '../../server/scope.js';
import { runMeasured } from '../../service/run-measured.js';
import type { Metadata } from '../../wix/protocol.js';
import { CliError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import { loadApp } from '../load-app.js';
import { type MappingsOption, mappingsDirectoryOf } from '../mappings-option.js';
import type { Case } from './case.js';
import { caseWorld } from './case-world.js';
import { type Exchanges, plain, replaying } from './exchanges.js';

/** A request, without what came of it. */
export type RecordedRequest = Pick<Case, 'operation' | 'at' | 'caller' | 'request'>;

/** Stands where a variable of the environment is needed that is not set: as a secret is shown in a case. */
const unset = '[hidden]';
const noAddress = 'http://127.0.0.1:9/';

/**
 * What the service and the API say is part of the case, whatever it is.
 * @throws CliError where there is no saved schema, or a mapping file is broken
 */
export async function carryOutCase(
  asked: RecordedRequest,
  exchanges: Exchanges,
  given: MappingsOption,
  context: CliContext,
): Promise<Case> {
  const world = caseWorld(context.world, Date.parse(asked.at));
  const app = await loadApp(given, { ...context, world }, 'saved', { connect: exchanges.connect });
  try {
    refuseUnfit(app, asked);
    const came = await answerOf(app, asked, world);
    return { version: 1, ...asked, exchanges: [...exchanges.asked()], ...exchanges.hide(came) };
  } finally {
    await app.close();
  }
}

/** The same request once more, answered from what was recorded. Needs neither the API nor the variables that its files name. */
export function replay(
  { operation, at, caller, request, exchanges }: Case,
  given: MappingsOption,
  context: CliContext,
): Promise<Case> {
  const environment = {
    UPSTREAM_URL: noAddress,
    ...Object.fromEntries(unsetVariables(given, context).map(standIn)),
    ...setOnly(context.environment),
  };
  const asked = { operation, at, caller, request };
  return carryOutCase(asked, replaying(exchanges), given, { ...context, environment });
}

type Came = Pick<Case, 'answer' | 'refused'> & { readonly [key: string]: Json };

async function answerOf(
  app: App,
  { operation, caller, request }: RecordedRequest,
  world: CliContext['world'],
): Promise<Came> {
  const service = app.service(undefined);
  const { answer, failure } = await runMeasured(
    world,
    service,
    operation,
    request,
    scopeOf(caller as Metadata),
  );
  if (answer) return { answer: withoutCursors(plain(answer)) } as Came;
  const { code, message } = failure!;
  return { refused: { code, message } };
}

/** They are signed over the mapping file: each change of it would show, of whatever. */
function withoutCursors(answer: { pagingMetadata?: { cursors?: object } }): object {
  const { pagingMetadata } = answer;
  if (!pagingMetadata?.cursors) return answer;
  const cursors = Object.keys(pagingMetadata.cursors).map((name) => [name, 'a cursor']);
  return { ...answer, pagingMetadata: { ...pagingMetadata, cursors: Object.fromEntries(cursors) } };
}

/**
 * With files that are broken there is nothing to compare; with the schema that the API tells at the time, the same case could go another
 * way tomorrow.
 */
function refuseUnfit(app: App, { request }: RecordedRequest): void {
  const id = String(request.collectionId);
  const errors = errorsOf(app.problems);
  if (errors.length > 0) throw new CliError(1, errors.map(formatProblem).join('\n'));
  const upstream = app.generation.gateways.get(id)?.name;
  if (upstream !== undefined && app.schemas.get(upstream)?.origin === 'saved') return;
  if (upstream === undefined && !app.pending.has(id)) return;
  const mend =
    'A case needs a saved schema: write `schema: schema.graphql` in the file of the API, and run `pull`';
  throw new CliError(1, mend);
}

function setOnly(environment: CliContext['environment']): CliContext['environment'] {
  return Object.fromEntries(
    Object.entries(environment).filter(([, text]) => text !== undefined && text !== ''),
  );
}

/** Variables that the files need and that are not set, but for the address of the API, which is not asked. */
export function unsetVariables(given: MappingsOption, context: CliContext): readonly string[] {
  const environment = { UPSTREAM_URL: noAddress, ...setOnly(context.environment) };
  const { problems } = readMappings(mappingsDirectoryOf(given, context), environment);
  return problems.flatMap(({ actions = [] }) =>
    actions.flatMap((each) => (each.kind === 'set' ? [each.variable] : [])),
  );
}

function standIn(name: string): readonly [string, string] {
  return [name, /URL|ENDPOINT/i.test(name) ? noAddress : unset];
}

/** The Query screen as data: a request, what it would send, and what came of it. */
import type { ExplainedNode, Explanation } from '../../explain/explanation.js';
import { plannedScope, scopeOf } from '../../server/scope.js';
import { type ReadingKind, readings } from '../../service/reading-kinds.js';
import { runMeasured } from '../../service/run-measured.js';
import { filterOperatorsOf } from '../../wix/capabilities.js';
import { resolveCollectionId } from '../../wix/collection-id.js';
import { type ErrorBody, errorBody } from '../../wix/error-body.js';
import { collectionNotFound, toAdapterError } from '../../wix/errors.js';
import type { FilterOperator } from '../../wix/filter/tree.js';
import type { Collection, Metadata } from '../../wix/protocol.js';
import type { ConsoleParts } from '../parts.js';
import { curlCommand, explainCommand, queryCommand, recordCommand } from './commands.js';
import { type Form, formOf, type MadeRequest, requestOf } from './form.js';
import { wixDataCode } from './wix-data.js';

/** A field that conditions may name, with the operators that Wix offers for it. */
export interface OfferedField {
  readonly key: string;
  readonly type: Collection['fields'][number]['type'];
  readonly operators: readonly FilterOperator[];
  readonly sortable: boolean;
  readonly isReference: boolean;
}

export interface QueryData {
  readonly collections: readonly string[];
  readonly form: Form;
  readonly fields: readonly OfferedField[];
  readonly kind: ReadingKind;
  readonly request: MadeRequest['request'] | undefined;
  /** What would be sent, before it is. */
  readonly explanation: Explanation | undefined;
  /** Why the request is refused before anything is sent; or what is wrong with the form. */
  readonly refused: ErrorBody | { readonly errorMessage: string } | undefined;
  readonly run: QueryRun | undefined;
  readonly commands: QueryCommands | undefined;
}

export interface QueryRun {
  readonly milliseconds: number;
  readonly requests: number;
  /** What each node took; undefined: nothing was carried out, e.g. because a kept answer was given. */
  readonly plan: ExplainedNode | undefined;
  readonly answer: object | undefined;
  readonly failure: ErrorBody | undefined;
}

export interface QueryCommands {
  readonly query: string;
  readonly explain: string;
  readonly testCase: string;
  readonly curl: string;
  /** undefined: the query builder of @wix/data cannot say it. */
  readonly wixData: string | undefined;
}

export async function queryData(parameters: URLSearchParams, parts: ConsoleParts): Promise<QueryData> {
  const collections = [...parts.app.collections.keys()];
  const form = formOf(parameters, collections[0] ?? '');
  const model = modelOf(form.collection, parts);
  const described = model && parts.app.generation.engine.describe(model);
  const shown = { collections, form, fields: described?.fields.map(offeredOf) ?? [] };
  const nothing = {
    kind: form.kind,
    request: undefined,
    explanation: undefined,
    run: undefined,
    commands: undefined,
  };
  let made: MadeRequest;
  let metadata: Metadata;
  try {
    made = requestOf(form, described);
    metadata = parts.metadataOf(form.caller);
  } catch (error) {
    return { ...shown, ...nothing, refused: { errorMessage: (error as Error).message } };
  }
  const commands = {
    query: queryCommand(made, form.caller, parts),
    explain: explainCommand(made, form.caller, parts),
    testCase: recordCommand(made, form.caller, parts),
    curl: curlCommand(made, form.caller, parts),
    wixData: wixDataCode(made, fullNameOf(String(made.request.collectionId), parts)),
  };
  const run = form.run ? await runOf(made, metadata, parts) : undefined;
  return { ...shown, ...made, ...explained(made, metadata, parts), run, commands };
}

/** What would be sent; or the words in which the service would refuse it. */
export function explained(
  { kind, request }: MadeRequest,
  metadata: Metadata,
  parts: ConsoleParts,
): Pick<QueryData, 'explanation' | 'refused'> {
  try {
    const raw = String(request.collectionId);
    const model = modelOf(raw, parts);
    const parsed = readings[kind].parse(request);
    if (!model) throw collectionNotFound(raw);
    return {
      explanation: parts.app.generation.engine.explain(model, kind, parsed, plannedScope(metadata)),
      refused: undefined,
    };
  } catch (error) {
    return { explanation: undefined, refused: errorBody(toAdapterError(error), 'full') };
  }
}

/** Asks the service just as a signed request is asked. */
export async function runOf(
  { kind, request }: MadeRequest,
  metadata: Metadata,
  { world, service, app }: ConsoleParts,
): Promise<QueryRun> {
  const scope = scopeOf(metadata);
  const { measure, answer, failure, milliseconds, requests } = await runMeasured(
    world,
    service,
    readings[kind].operation,
    request,
    scope,
  );
  return {
    milliseconds,
    requests,
    plan: app.generation.engine.explainRun(kind, measure, scope)?.plan,
    answer,
    failure: failure && errorBody(failure, 'full'),
  };
}

function modelOf(raw: string, { app, namespace }: ConsoleParts) {
  const id = resolveCollectionId(raw, app.collections, namespace);
  return id === undefined ? undefined : app.collections.get(id);
}

/** As site code names a collection. */
function fullNameOf(collection: string, { namespace }: ConsoleParts): string {
  return namespace === undefined || collection.includes('/') ? collection : `${namespace}/${collection}`;
}

function offeredOf({ key, type, capabilities }: Collection['fields'][number]): OfferedField {
  return {
    key,
    type,
    operators: capabilities.queryOperators.flatMap(filterOperatorsOf),
    sortable: capabilities.sortable,
    isReference: type === 'REFERENCE' || type === 'MULTI_REFERENCE',
  };
}

/** Binds collections to a running upstream without files or processes, for laws that need thousands of requests. */
import { type GraphQLSchema, parse, validate as validateDocument } from 'graphql';
import { printYaml } from '../src/authoring/write/write-yaml.js';
import type { RequestContext, UpstreamAccess } from '../src/execute/execution.js';
import { observed } from '../src/gateway/observe.js';
import { parseYaml } from '../src/mapping/parse-yaml.js';
import { formatProblem } from '../src/mapping/problem.js';
import { collectionMapping, upstreamMapping } from '../src/mapping/schema.js';
import { validate } from '../src/mapping/validate.js';
import { type BindingUpstream, bindCollection } from '../src/model/bind/collection.js';
import { idCodecsOf } from '../src/model/bind/ids.js';
import { createSharedBinding } from '../src/model/bind/shared.js';
import type { CollectionModel } from '../src/model/model.js';
import { createEngine, type Engine, type EngineOptions } from '../src/service/engine.js';
import { dialectNamed } from '../src/styles/dialects/index.js';
import { createOperationBuilder } from '../src/upstream/document/operation.js';
import { introspect } from '../src/upstream/schema/introspect.js';
import { createClient, type UpstreamClient } from '../src/upstream/transport/client.js';
import { compileHeaders, type HeaderMap } from '../src/upstream/transport/headers.js';
import type { Json } from '../src/wix/json.js';
import { unobserved } from '../src/world/observation.js';
import { systemWorld } from '../src/world/system-world.js';

/** A call as it was given to the transport. */
export interface StartedCall {
  readonly query: string;
  readonly variables: unknown;
}

export interface Rig {
  readonly engine: Engine;
  /** Where the engine asks. */
  readonly access: UpstreamAccess;
  /** Calls in the order in which they were started; the caller empties it. */
  readonly started: StartedCall[];
  readonly schema: GraphQLSchema;
  readonly models: ReadonlyMap<string, CollectionModel>;
  model(id: string): CollectionModel;
  close(): Promise<void>;
}

type RigOptions = Partial<Pick<EngineOptions, 'pushdown' | 'cursorSecret'>>;

export function context(): RequestContext {
  return {
    world: systemWorld,
    requestId: 'test',
    scope: {},
    signal: new AbortController().signal,
    deadline: Date.now() + 60_000,
    observe: unobserved,
  };
}

/** @param mappings values of collection files; `upstream` that of upstream.yaml without version and url */
export async function startRig(
  url: string,
  upstream: Record<string, Json>,
  mappings: readonly Record<string, Json>[],
  options: RigOptions & { readonly validateDocuments?: boolean } = {},
): Promise<Rig> {
  const client = createClient({
    world: systemWorld,
    url,
    headers: compileHeaders((upstream.headers ?? {}) as HeaderMap),
    timeoutMs: 60_000,
  });
  const { schema } = await introspect(client, { ...context(), requestId: undefined });
  return bindRig(
    url,
    schema,
    options.validateDocuments === false ? client : checked(client, schema),
    upstream,
    mappings,
    options,
  );
}

export function bindRig(
  url: string,
  schema: GraphQLSchema,
  client: UpstreamClient,
  upstream: Record<string, Json>,
  mappings: readonly Record<string, Json>[],
  options: RigOptions = {},
): Rig {
  // A test shows what is answered, not how fast the machine is today.
  const limits = { deadline: 60_000, ...(upstream.limits as Record<string, Json> | undefined) };
  const upstreamValue = read(upstreamMapping, 'upstream.yaml', {
    version: 1,
    url,
    ...upstream,
    limits,
  }).value;
  const dialect = upstreamValue.dialect === undefined ? undefined : dialectNamed(upstreamValue.dialect);
  const model: BindingUpstream = {
    name: 'default',
    schema,
    mapping: upstreamValue,
    dialect,
    idCodecs: idCodecsOf(mappings as never),
    shared: createSharedBinding(schema, upstreamValue, dialect),
  };
  const started: StartedCall[] = [];
  const access = {
    client: observed(systemWorld, 'default', noting(client, started)),
    operations: createOperationBuilder(),
  };
  const models = new Map<string, CollectionModel>();
  for (const mapping of mappings) {
    const file = `${String(mapping.collection)}.yaml`;
    const located = read(collectionMapping, file, { version: 1, ...mapping });
    const bound = bindCollection({ ...located, file }, model);
    if (!bound.model) throw new Error(bound.problems.map(formatProblem).join('\n'));
    models.set(bound.model.id, bound.model);
  }
  return {
    engine: createEngine({
      world: systemWorld,
      upstream: () => access,
      collection: (id) => models.get(id),
      collections: () => models.values(),
      ...options,
    }),
    access,
    started,
    schema,
    models,
    model(id) {
      const found = models.get(id);
      if (!found) throw new Error(`no collection ${id}`);
      return found;
    },
    close: () => client.close(),
  };
}

function read<T>(schema: Parameters<typeof validate<T>>[0], file: string, value: Json) {
  const parsed = parseYaml(file, printYaml(value as never, {}));
  const problems = [...parsed.problems];
  if (parsed.value !== undefined) {
    const validated = validate(schema, parsed.value as never, parsed.source);
    problems.push(...validated.problems);
    if (validated.value !== undefined && problems.length === 0)
      return { source: parsed.source, value: validated.value };
  }
  throw new Error(problems.map(formatProblem).join('\n'));
}

/** Notes what is started, as it would be written to the wire. */
function noting(client: UpstreamClient, started: StartedCall[]): UpstreamClient {
  return {
    ...client,
    request(document, variables, callContext) {
      started.push(JSON.parse(JSON.stringify({ query: document.text, variables })) as StartedCall);
      return client.request(document, variables, callContext);
    },
  };
}

/** Every document must be valid against the schema, whatever the imitation lets pass. */
function checked(client: UpstreamClient, schema: GraphQLSchema): UpstreamClient {
  const seen = new Set<string>();
  return {
    ...client,
    request(document, variables, callContext) {
      if (!seen.has(document.text)) {
        const errors = validateDocument(schema, parse(document.text));
        if (errors.length > 0) throw new Error(`${errors[0]!.message}\n${document.text}`);
        seen.add(document.text);
      }
      return client.request(document, variables, callContext);
    },
  };
}

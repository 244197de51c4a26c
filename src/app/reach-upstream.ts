/** One attempt at an upstream: its schema, and its collections bound to it. */
import type { Problem } from '../mapping/problem.js';
import type { Located } from '../mapping/read.js';
import type { CollectionMapping } from '../mapping/schema.js';
import { type BindingUpstream, type BoundCollection, bindCollection } from '../model/bind/collection.js';
import type { IdCodecs } from '../model/bind/context.js';
import { judgeDefaults } from '../model/bind/defaults.js';
import { createSharedBinding } from '../model/bind/shared.js';
import type { CollectionModel } from '../model/model.js';
import { SchemaError } from '../upstream/schema/schema-error.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import type { Observe } from '../world/observation.js';
import type { Signal } from '../world/signal.js';
import type { World } from '../world/world.js';
import {
  introspectLive,
  NoSchemaError,
  type ObtainedSchema,
  obtainSchema,
  reasonOf,
  type SchemaFault,
} from './obtain-schema.js';
import type { OpenUpstream } from './open-upstream.js';
import { repairProblems } from './schema-problems.js';

export type Attempt =
  | {
      readonly kind: 'bound';
      readonly obtained: ObtainedSchema;
      readonly models: readonly CollectionModel[];
      readonly problems: readonly Problem[];
    }
  /** It is to be tried again. */
  | { readonly kind: 'unreached'; readonly reason: string; readonly faults: readonly SchemaFault[] };

export interface AttemptOptions {
  readonly world: World;
  readonly observe: Observe;
  /** Which schema to use where there are both. */
  readonly prefer: 'live' | 'saved';
  readonly signal: Signal;
}

/** Never rejects: a defect of the adapter must not end a service whose other upstreams work (law 7). */
export async function reachUpstream(
  upstream: OpenUpstream,
  collections: readonly Located<CollectionMapping>[],
  idCodecs: IdCodecs,
  { world, observe, prefer, signal }: AttemptOptions,
): Promise<Attempt> {
  try {
    const obtained = await obtainSchema(world, upstream, prefer, signal);
    return { kind: 'bound', obtained, ...bindAll(upstream, obtained, collections, idCodecs, observe) };
  } catch (error) {
    if (error instanceof NoSchemaError) {
      const { hide = (text) => text } = upstream.located;
      const reason = `upstream ${upstream.name}: ${hide(error.message)}`;
      return { kind: 'unreached', reason, faults: error.faults };
    }
    observe({ kind: 'defect', during: 'while an upstream was bound', at: upstream.client.shown, error });
    return { kind: 'unreached', reason: `upstream ${upstream.name}: internal error`, faults: [] };
  }
}

export type SchemaLook =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly attempt: Attempt & { readonly kind: 'bound' } }
  | { readonly kind: 'failed'; readonly reason: string; readonly error: unknown };

/** The schema as it is now, and the collections bound to it where it is another one. Never rejects. */
export async function lookAgain(
  upstream: OpenUpstream,
  before: Attempt | undefined,
  collections: readonly Located<CollectionMapping>[],
  idCodecs: IdCodecs,
  { world, observe, signal }: Omit<AttemptOptions, 'prefer'>,
): Promise<SchemaLook> {
  try {
    const found = await introspectLive(world, upstream, signal);
    if (before?.kind === 'bound' && before.obtained.digest === found.digest) return { kind: 'same' };
    const obtained: ObtainedSchema = { ...found, origin: 'live', faults: [] };
    const attempt: Attempt = {
      kind: 'bound',
      obtained,
      ...bindAll(upstream, obtained, collections, idCodecs, observe),
    };
    return { kind: 'changed', attempt };
  } catch (error) {
    const { hide = (text) => text } = upstream.located;
    if (error instanceof UpstreamFailure || error instanceof SchemaError)
      return { kind: 'failed', reason: hide(reasonOf(error, upstream)), error };
    observe({
      kind: 'defect',
      during: 'while a schema was looked at again',
      at: upstream.client.shown,
      error,
    });
    return { kind: 'failed', reason: 'internal error', error };
  }
}

function bindAll(
  upstream: OpenUpstream,
  obtained: ObtainedSchema,
  collections: readonly Located<CollectionMapping>[],
  idCodecs: IdCodecs,
  observe: Observe,
): Pick<Attempt & { readonly kind: 'bound' }, 'models' | 'problems'> {
  const { schema } = obtained;
  const model: BindingUpstream = {
    name: upstream.name,
    schema,
    mapping: upstream.located.value,
    dialect: upstream.dialect,
    idCodecs,
    shared: createSharedBinding(schema, upstream.located.value, upstream.dialect),
  };
  const judged = judgeDefaults(upstream.located, model, collections);
  const bound = collections
    .filter((each) => !judged.spoiled.has(each.value.collection))
    .map((each) => bindOne(each, model, observe));
  return {
    models: bound.flatMap((each) => each.model ?? []),
    problems: [
      ...repairProblems(upstream, obtained),
      ...judged.problems,
      ...bound.flatMap((each) => each.problems),
    ],
  };
}

/** Binds a collection; a defect of the adapter that its file provokes becomes a problem of that file alone (law 7). */
function bindOne(
  located: Located<CollectionMapping>,
  model: BindingUpstream,
  observe: Observe,
): BoundCollection {
  try {
    return bindCollection(located, model);
  } catch (error) {
    observe({ kind: 'defect', during: 'while a collection was bound', at: located.file, error });
    const help = 'this is a defect of the adapter, not of the file; please report it';
    const problem = located.source.problemAt([], `internal error: ${(error as Error).message}`, { help });
    return { model: undefined, problems: [problem] };
  }
}

/** Several pages of a list in one document, each under an alias of its own: what comes, and what the API refuses. */

import { type ListQuery, operationName, type Page, type PageRequest, preparePage } from '../../calls/list.js';
import type { CollectionModel } from '../../model/model.js';
import type { RootCall } from '../../upstream/document/operation.js';
import { type GraphqlError, UpstreamFailure } from '../../upstream/transport/failure.js';
import { AdapterError } from '../../wix/errors.js';
import type { World } from '../../world/world.js';

/** What reads need that no request of Wix causes. */
export interface Asking {
  readonly world: World;
  readonly signal: AbortSignal;
}

/** Milliseconds that one read gets. */
export const readTime = 10_000;

export interface Trial {
  readonly alias: string;
  /** One that is refused speaks for all others that have the same. */
  readonly about: string;
  /** The list, and its counter where that is another field. */
  readonly calls: readonly RootCall[];
  read(data: Readonly<Record<string, unknown>>): Page;
}

export interface Outcome {
  /** By alias; a page of which anything failed is not among them. */
  readonly pages: ReadonlyMap<string, Page>;
  /** What the API said, by alias. */
  readonly refused: ReadonlyMap<string, string>;
}

export function createTrial(
  model: CollectionModel,
  alias: string,
  query: ListQuery,
  request: PageRequest,
  about = alias,
): Trial {
  const prepared = preparePage(model, query, request, {});
  const own = (index: number): string => (index === 0 ? alias : `${alias}_total`);
  return {
    alias,
    about,
    calls: prepared.calls.map((call, index) => ({ ...call, alias: own(index) })),
    read: (data) =>
      prepared.read(Object.fromEntries(prepared.calls.map((call, index) => [call.alias, data[own(index)]]))),
  };
}

/** @param documents sent at most: an API that reports one refusal at a time is not asked for ever */
export async function askTogether(
  model: CollectionModel,
  trials: readonly Trial[],
  documents: number,
  asking: Asking,
): Promise<Outcome> {
  const pages = new Map<string, Page>();
  const refused = new Map<string, string>();
  let open = trials;
  for (let sent = 0; open.length > 0 && sent < documents; sent++) {
    const { data, errors } = await ask(model, open, asking);
    const before = refused.size;
    for (const trial of open) {
      const own = errors.filter((error) => error.path === undefined || isOf(trial, error));
      // An error inside a row is about that row, and one without a path may be about anything.
      const refusal = own.find((error) => error.path?.every((step) => typeof step === 'string'));
      const page = own.length === 0 && data ? readable(trial, data) : undefined;
      if (page) pages.set(trial.alias, page);
      else if (refusal) refused.set(trial.alias, refusal.message);
    }
    if (refused.size === before) break;
    const settled = new Set(trials.filter(({ alias }) => refused.has(alias)).map(({ about }) => about));
    open = open.filter(({ alias, about }) => !settled.has(about) && !pages.has(alias));
  }
  // When everything is refused, it is the asking that the API does not like.
  return open.length === 0 && pages.size === 0 ? { pages, refused: new Map() } : { pages, refused };
}

function isOf(trial: Trial, error: GraphqlError): boolean {
  return trial.calls.some((call) => call.alias === error.path?.[0]);
}

function readable(trial: Trial, data: Readonly<Record<string, unknown>>): Page | undefined {
  try {
    return trial.read(data);
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return undefined;
  }
}

async function ask(
  model: CollectionModel,
  trials: readonly Trial[],
  asking: Asking,
): Promise<{
  readonly data: Readonly<Record<string, unknown>> | undefined;
  readonly errors: readonly GraphqlError[];
}> {
  const operation = model.upstream.operations(
    operationName(model),
    trials.flatMap((trial) => trial.calls),
  );
  try {
    const context = { signal: asking.signal, deadline: asking.world.now() + readTime, scope: {} };
    return await model.upstream.client.request(operation.document, operation.variables, context);
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) throw error;
    return { data: undefined, errors: error.errors };
  }
}

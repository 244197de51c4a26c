/** Reads whose answers are kept (`cache` of a collection file), and writes that end them. */
import { createHash } from 'node:crypto';
import type { RequestContext } from '../execute/execution.js';
import { CallerGone, CallerLate, StoreFailure } from '../gateway/cache.js';
import { bytesToKeep } from '../gateway/cache-store.js';
import { failsUpstream } from '../gateway/outage.js';
import { namesOf } from '../model/caching.js';
import type { CollectionModel } from '../model/model.js';
import { claimId } from '../plan/claims/claims.js';
import { scopeSlots } from '../upstream/transport/context.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import { AdapterError, unavailable } from '../wix/errors.js';
import type { OperationName } from '../wix/operations.js';
import { runContext, type ServiceContext, type ServiceOptions } from './handler.js';
import { isWritten, type WrittenAnswer, writeJson } from './written-answer.js';

/** What a write has changed, as far as that is known. */
export type WriteEffect = 'none' | 'done' | 'unknown';

/** Longer keys are digests; making one takes longer than comparing some hundred characters. */
const longestKey = 1000;

/** @param raw the request as it came: the same text is the same question */
export async function kept(
  model: CollectionModel,
  operation: OperationName,
  raw: Readonly<Record<string, unknown>>,
  context: ServiceContext,
  options: ServiceOptions,
  answer: (context: RequestContext) => Promise<object>,
): Promise<object> {
  const { keeping } = options;
  const times = keeping && model.caching.times;
  if (!times) return await answer(runContext(context, model));
  const { consistentRead } = raw;
  const question =
    (consistentRead === undefined ? context.asked?.() : undefined) ??
    JSON.stringify({ ...raw, consistentRead: undefined });
  const basis = keeping.basis(model, options.catalog.collections);
  const facts = basis.facts.map((fact) => scopeSlots[fact]!(context.scope) ?? null);
  const withdrawn = withdrawnOf(basis.models, options);
  const text = `${basis.text}${operation} ${question}${JSON.stringify([facts, ...withdrawn])}`;
  const key = text.length <= longestKey ? text : createHash('sha256').update(text).digest('base64');
  try {
    const given = await keeping.cache.answer({
      key,
      names: basis.names,
      times,
      deadline: context.arrived + model.limits.deadline,
      signal: context.signal,
      patience: model.limits.deadline,
      anew: consistentRead === true,
      check: model.caching.check,
      checked: (outcome) => context.observe({ kind: 'cache checked', collection: model.id, outcome }),
      async fill(signal, deadline) {
        const run = runContext(context, model);
        const found = await answer({ ...run, signal, deadline });
        if (!isWritten(found)) return bytesToKeep(await writeJson(run.world, found), 'utf8');
        const { writtenJson } = found;
        return typeof writtenJson === 'string' ? bytesToKeep(writtenJson, 'latin1') : writtenJson;
      },
      background: keeping.background,
    });
    const { use, left } = given;
    context.observe({
      kind: 'cache used',
      requestId: context.requestId,
      collection: model.id,
      use,
      leftMilliseconds: left,
    });
    return { writtenJson: given.json } satisfies WrittenAnswer;
  } catch (error) {
    if (error instanceof CallerLate) throw unavailable('The upstream API did not answer in time', 504, error);
    if (error instanceof CallerGone) throw unavailable('The request was given up', 503, error);
    throw error;
  }
}

/**
 * What goes around a write to items of these collections: before its answer nothing that was read earlier is given any more.
 * What fails before anything was sent has changed nothing; what fails later may have.
 */
export function endingKept<Answer>(
  models: readonly CollectionModel[],
  { keeping }: ServiceOptions,
  effect: (answer: Answer) => WriteEffect,
): {
  /** To be called before a mutation is sent. */
  readonly sending: () => void;
  /** @throws UNKNOWN_ERROR with 503 before anything was written, where other instances cannot be told */
  readonly around: (work: () => Promise<Answer>) => Promise<Answer>;
} {
  let sent = false;
  return {
    sending() {
      sent = true;
    },
    async around(work) {
      if (!keeping) return work();
      const settled = Math.max(...models.map((each) => each.writes?.resolve.within ?? 0));
      // Sent at the deadline at the latest, and seen by readers so much later.
      const longest = Math.max(...models.map((each) => each.limits.deadline)) + settled;
      const ended = async () => {
        try {
          const answer = await work();
          return { changed: effect(answer), give: () => answer };
        } catch (error) {
          const changed: WriteEffect = sent ? 'unknown' : 'none';
          const give = (): never => {
            throw error;
          };
          return { changed, give };
        }
      };
      const lag = ({ changed }: { readonly changed: WriteEffect }): number | 'unknown' =>
        changed === 'unknown' ? 'unknown' : changed === 'done' ? settled : 0;
      const end = await keeping.cache.write(namesOf(models, 'writes'), longest, ended, lag).catch(untold);
      if (end.changed !== 'none') keeping.changed(models);
      return end.give();
    },
  };
}

function untold(error: unknown): never {
  if (!(error instanceof StoreFailure)) throw error;
  const message = 'The store of answers cannot be told of a write, so that nothing was written; try again';
  throw new AdapterError('UNKNOWN_ERROR', message, { status: 503, retryAfter: 1, cause: error });
}

/** Claims that are not believed any more: what was answered by them may be wrong. */
function withdrawnOf(models: readonly CollectionModel[], { engine }: ServiceOptions): readonly string[] {
  const withdrawals = engine().withdrawals();
  if (withdrawals.length === 0) return withdrawals as readonly [];
  const ids = new Set(models.map(({ id }) => id));
  return withdrawals
    .filter(({ collection }) => ids.has(collection))
    .map(({ collection, claim }) => `${collection} ${claimId(claim)}`)
    .sort();
}

/** The upstream cannot answer now; an older answer is better than none. What it refuses is no such case. */
export function isOutage(error: unknown): boolean {
  if (error instanceof CallerLate) return true;
  const { cause } = error as { readonly cause?: unknown };
  if (!(error instanceof AdapterError) || !(cause instanceof UpstreamFailure)) return false;
  return failsUpstream(cause) || ['rateLimited', 'queueFull', 'circuitOpen'].includes(cause.kind);
}

/** The one who asked had no time left. */
export function isTimeout(error: unknown): boolean {
  return error instanceof AdapterError && error.status === 504;
}

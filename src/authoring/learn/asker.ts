/** The one way in which `init` asks: few documents for each collection, and waiting where the API wants that, within bounds. */

import type { UpstreamAccess } from '../../execute/execution.js';
import type { CollectionModel } from '../../model/model.js';
import type { Dialect, Json } from '../../styles/vocabulary.js';
import type { RootCall } from '../../upstream/document/operation.js';
import { type GraphqlError, UpstreamFailure } from '../../upstream/transport/failure.js';
import type { Signal } from '../../world/signal.js';
import type { World } from '../../world/world.js';
import { judgeFailure, soundsLimited } from './failures.js';

/** Documents for one collection at most. */
export const mostDocuments = 40;
/** Milliseconds that all collections together wait at most. */
export const longestWaits = 180_000;
const longestAnswer = 10_000;
/** Milliseconds, where the API does not say how long. */
const firstWait = 2000;

/** Root fields of one document: as many as the common limit allows, then more while the API takes them. */
const firstPlaces = 15;
const mostPlaces = 60;

export type Reply =
  | {
      readonly kind: 'data';
      readonly data: Readonly<Record<string, unknown>>;
      readonly errors: readonly GraphqlError[];
    }
  | (Unanswered & { readonly kind: 'refused' })
  | (Unanswered & { readonly kind: 'lost' });

interface Unanswered {
  readonly failure: UpstreamFailure;
  /** What was sent, since a refusal may name a variable. */
  readonly variables: Readonly<Record<string, Json>>;
}

export interface Asker {
  /** What the API is taken for. */
  readonly dialect: Dialect | undefined;
  /** @throws LookEnded when enough was asked, or the API wants longer waits than these */
  ask(model: CollectionModel, calls: readonly RootCall[]): Promise<Reply>;
  /** Root fields that the next document may hold. */
  places(): number;
  /** So many in one document were answered, or refused together. */
  note(places: number, taken: boolean): void;
  /** Documents that may still be sent. */
  left(): number;
}

/** The look at a collection ended before all was asked. */
export class LookEnded extends Error {
  override readonly name = 'LookEnded';
}

/** Waits of all collections of one run: an API that is asked too often wants all of them to wait. */
interface WaitBudget {
  /** false: that would be too long. */
  wait(milliseconds: number): Promise<boolean>;
}

/** What reads need that no request of Wix causes. */
export interface Asking {
  readonly world: World;
  readonly signal: Signal;
}

export function createWaitBudget({ world, signal }: Asking): WaitBudget {
  let left = longestWaits;
  let pause: Promise<void> | undefined;
  return {
    async wait(milliseconds) {
      if (pause === undefined) {
        if (milliseconds > left) return false;
        left -= milliseconds;
        pause = world.sleep(milliseconds, signal);
      }
      const own = pause;
      await own;
      if (pause === own) pause = undefined;
      return true;
    },
  };
}

export function createAsker(
  waiting: WaitBudget,
  { world, signal }: Asking,
  { client, operations }: UpstreamAccess,
  dialect: Dialect | undefined,
): Asker {
  let sent = 0;
  let taken = firstPlaces;
  let tooMany = mostPlaces + 1;
  const once = async (model: CollectionModel, calls: readonly RootCall[]): Promise<Reply | undefined> => {
    const { document, variables } = operations(model.operationName, calls);
    const pause = async (milliseconds: number): Promise<undefined> => {
      if (!(await waiting.wait(milliseconds))) throw new LookEnded(asksForPatience);
      return undefined;
    };
    try {
      const context = { signal, deadline: world.now() + longestAnswer, scope: {} };
      const { data, errors } = await client.request(document, variables, context);
      return errors.some(soundsLimited) ? await pause(firstWait) : { kind: 'data', data, errors };
    } catch (error) {
      if (!(error instanceof UpstreamFailure) || signal.aborted) throw error;
      const verdict = judgeFailure(error);
      if (verdict === 'limited') return await pause(error.retryAfterMs ?? firstWait);
      return { kind: verdict, failure: error, variables };
    }
  };
  return {
    dialect,
    async ask(model, calls) {
      for (;;) {
        sent += 1;
        if (sent > mostDocuments) throw new LookEnded('enough was asked of it');
        const reply = await once(model, calls);
        if (reply !== undefined) return reply;
      }
    },
    places: () => Math.min(taken, tooMany - 1),
    note(places, accepted) {
      if (accepted && places >= taken) taken = Math.min(places * 2, mostPlaces);
      if (!accepted) {
        tooMany = Math.max(2, Math.min(tooMany, places));
        taken = Math.max(1, Math.min(taken, Math.floor(places / 2)));
      }
    },
    left: () => mostDocuments - sent,
  };
}

const asksForPatience = 'the API limits how often it may be asked';

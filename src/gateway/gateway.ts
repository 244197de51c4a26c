/**
 * The chain between a call and the network: tried again · breaker · place · rate · observed · transport. Each attempt goes through all of
 * it anew, so that one that waits for its next attempt holds no place, and the breaker sees every attempt.
 */
import type { UpstreamClient } from '../upstream/transport/client.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import type { Observe } from '../world/observation.js';
import type { World } from '../world/world.js';
import { type BreakerOptions, type BreakerState, createBreaker, verdictOn } from './breaker.js';
import { observed } from './observe.js';
import { createQueue, type QueueOptions } from './queue.js';
import { createRateBudget, type Payment } from './rate.js';
import { withRetries } from './retry.js';

export interface GatewayOptions extends QueueOptions {
  readonly breaker: BreakerOptions;
}

export const usualGateway: GatewayOptions = Object.freeze({
  concurrency: 64,
  queue: 256,
  breaker: Object.freeze({ failures: 10, rest: 5_000 }),
});

export interface GatewayState {
  readonly breaker: BreakerState;
  readonly underWay: number;
  readonly waiting: number;
}

export interface Gateway {
  readonly client: UpstreamClient;
  state(): GatewayState;
}

/** Milliseconds; whoever found a place at once has not waited. */
const shortestWait = 0.5;

/** @param observe told of what concerns no single request */
export function createGateway(
  world: World,
  upstream: string,
  client: UpstreamClient,
  options: GatewayOptions,
  observe: Observe,
): Gateway {
  const queue = createQueue(world, upstream, options);
  const rate = createRateBudget(world, upstream);
  const breaker = createBreaker(world, upstream, options.breaker, (state) =>
    observe({ kind: 'breaker changed', upstream, state }),
  );
  const inner = observed(world, upstream, client);
  const gated: UpstreamClient = {
    ...client,
    async request(document, variables, context) {
      const { deadline, signal, requestId, scope, collection = '' } = context;
      const begin = world.monotonic();
      const refused = (error: unknown): unknown => {
        if (error instanceof UpstreamFailure)
          context.observe?.({ kind: 'call refused', upstream, requestId, outcome: error.kind });
        return error;
      };
      let leave: () => void;
      try {
        breaker.check();
        const place = queue.enter({ lane: { caller: scope.instanceId ?? '', collection }, deadline, signal });
        leave = place instanceof Promise ? await place : place;
      } catch (error) {
        throw refused(error);
      }
      try {
        let payment: Payment;
        try {
          const paid = rate.admit(document, deadline, signal);
          payment = paid instanceof Promise ? await paid : paid;
        } catch (error) {
          throw refused(error);
        }
        const waited = world.monotonic() - begin;
        if (waited >= shortestWait)
          context.observe?.({ kind: 'call waited', upstream, requestId, milliseconds: waited });
        let trial: ReturnType<typeof breaker.begin>;
        try {
          // It may have opened while this one waited.
          trial = breaker.begin();
        } catch (error) {
          payment.end(undefined);
          throw refused(error);
        }
        try {
          const result = await inner.request(document, variables, context);
          trial.end('answer');
          payment.end(result.rate);
          return result;
        } catch (error) {
          trial.end(verdictOn(error));
          const failure = error instanceof UpstreamFailure ? error : undefined;
          payment.end(failure?.rate, failure?.retryAfterMs);
          throw error;
        }
      } finally {
        leave();
      }
    },
  };
  return {
    client: withRetries(world, upstream, gated),
    state: () => ({ breaker: breaker.state(), underWay: queue.underWay(), waiting: queue.waiting() }),
  };
}

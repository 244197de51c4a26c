/** An upstream client that tells of each request that is sent, of every attempt by itself. */
import type { UpstreamClient } from '../upstream/transport/client.js';
import type { CallContext } from '../upstream/transport/context.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import type { CallOutcome, ObservedCall } from '../world/observation.js';
import type { World } from '../world/world.js';

/**
 * Tells the observer of the call's context.
 * @param upstream its name in the mapping
 */
export function observed(world: World, upstream: string, client: UpstreamClient): UpstreamClient {
  return {
    ...client,
    async request(document, variables, context) {
      const { observe, requestId, attempt = 1 } = context;
      if (!observe) return client.request(document, variables, context);
      const start = world.monotonic();
      const call: ObservedCall = { trace: {} };
      const answered = (outcome: CallOutcome): void =>
        observe({
          kind: 'call answered',
          call,
          upstream,
          requestId,
          attempt,
          outcome,
          milliseconds: world.monotonic() - start,
        });
      observe({ kind: 'call sent', call, upstream, requestId, attempt });
      try {
        const result = await client.request(document, variables, traced(context, call));
        answered('ok');
        return result;
      } catch (error) {
        // Anything else comes from the budget, which refuses to read on.
        answered(error instanceof UpstreamFailure ? error.kind : 'refused');
        throw error;
      }
    },
  };
}

/** Mappings may say headers of their own; those that pass a trace on come from whoever traces. */
function traced(context: CallContext, { trace }: ObservedCall): CallContext {
  return Object.keys(trace).length === 0
    ? context
    : { ...context, headers: { ...context.headers, ...trace } };
}

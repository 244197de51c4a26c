/** An upstream client whose requests are reported, for logs and metrics. */
import type { UpstreamClient } from '../upstream/transport/client.js';
import { type FailureKind, UpstreamFailure } from '../upstream/transport/failure.js';
import type { World } from '../world/world.js';

export interface UpstreamEvent {
  readonly upstream: string;
  readonly outcome: 'ok' | FailureKind | 'refused';
  readonly milliseconds: number;
}

/** Told of each request that is sent, of every attempt by itself. */
export interface UpstreamObserver {
  /** @param signal that of the Wix request that causes it: one for each request, so it tells requests apart */
  begun(signal: AbortSignal): void;
  ended(event: UpstreamEvent): void;
}

export function observed(
  world: World,
  client: UpstreamClient,
  upstream: string,
  observer: UpstreamObserver | undefined,
): UpstreamClient {
  if (!observer) return client;
  return {
    ...client,
    async request(document, variables, context) {
      const start = world.monotonic();
      const report = (outcome: UpstreamEvent['outcome']): void =>
        observer.ended({ upstream, outcome, milliseconds: world.monotonic() - start });
      observer.begun(context.signal);
      try {
        const result = await client.request(document, variables, context);
        report('ok');
        return result;
      } catch (error) {
        // Anything else comes from the budget, which refuses to read on.
        report(error instanceof UpstreamFailure ? error.kind : 'refused');
        throw error;
      }
    },
  };
}

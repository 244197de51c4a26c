/** An upstream client whose requests are reported, for logs and metrics. */
import type { UpstreamClient } from '../upstream/transport/client.js';
import { type FailureKind, UpstreamFailure } from '../upstream/transport/failure.js';

export interface UpstreamEvent {
  readonly upstream: string;
  /** The signal of the Wix request that caused it: one for each request, so it tells requests apart. */
  readonly signal: AbortSignal;
  readonly outcome: 'ok' | FailureKind | 'refused';
  readonly milliseconds: number;
}

export type UpstreamObserver = (event: UpstreamEvent) => void;

export function observed(
  client: UpstreamClient,
  upstream: string,
  observe: UpstreamObserver | undefined,
): UpstreamClient {
  if (!observe) return client;
  return {
    ...client,
    async request(document, variables, context) {
      const start = performance.now();
      const report = (outcome: UpstreamEvent['outcome']): void =>
        observe({ upstream, signal: context.signal, outcome, milliseconds: performance.now() - start });
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

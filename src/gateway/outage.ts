/** Which failures are the upstream's own. */
import type { UpstreamFailure } from '../upstream/transport/failure.js';

/** It is out of order, as far as one failure tells. Who asks too often, or wrongly, is told so by an upstream that is well. */
export function failsUpstream({ kind, status = 0 }: UpstreamFailure): boolean {
  switch (kind) {
    case 'unreachable':
    case 'timeout':
    case 'notGraphql':
      return true;
    case 'http':
      return status >= 500;
    case 'rateLimited':
    case 'aborted':
    case 'tooLarge':
    case 'unauthorized':
    case 'graphqlErrors':
    case 'unsendable':
    case 'queueFull':
    case 'circuitOpen':
      return false;
  }
}

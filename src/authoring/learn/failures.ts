/** The one judgement of what an API says instead of an answer, while `init` looks at it. */

import type { GraphqlError, UpstreamFailure } from '../../upstream/transport/failure.js';

/**
 * - `limited`: it was asked too often, and says nothing of the question
 * - `refused`: it answered that it does not answer this; a control question has to show that it is this
 * - `lost`: there was no answer, which says nothing
 */
export type Verdict = 'limited' | 'refused' | 'lost';

export function judgeFailure(failure: UpstreamFailure): Verdict {
  switch (failure.kind) {
    case 'rateLimited':
      return 'limited';
    case 'graphqlErrors':
      return failure.errors.some(soundsLimited) ? 'limited' : 'refused';
    case 'unauthorized':
      return 'refused';
    case 'http':
      return (failure.status ?? 500) >= 500 ? 'lost' : 'refused';
    case 'unreachable':
    case 'timeout':
    case 'aborted':
    case 'tooLarge':
    case 'notGraphql':
    case 'unsendable':
    case 'queueFull':
    case 'circuitOpen':
      return 'lost';
  }
}

const limits =
  /too (?:many requests|often|fast)|rate.?limit|throttl|slow down|(?:try|retry) (?:again )?(?:later|in \d)|quota exceeded/i;

export function soundsLimited({ message, code = '' }: GraphqlError): boolean {
  return limits.test(message) || limits.test(code);
}

/** What the API said, in its own words. */
export function saidBy(failure: UpstreamFailure): string {
  return failure.errors[0]?.message ?? failure.message;
}

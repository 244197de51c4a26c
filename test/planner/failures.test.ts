/** The reason of a failed request, for the log: each thing that the upstream said once. */
import { expect, test } from 'vitest';
import { toAnswer } from '../../src/planner/failures.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';

test('nothing is said twice', () => {
  const errors = ['no such shop', 'no such shop', 'no rights', 'no rights'].map((message) => ({ message }));
  const failure = new UpstreamFailure('graphqlErrors', 'http://a answered with an error: no such shop', {
    errors,
  });
  expect(toAnswer(failure)).toMatchObject({
    reason: 'http://a answered with an error: no such shop: no rights',
  });
});

/** The reason of a failed request, for the log: each thing that the upstream said once. */
import { expect, test } from 'vitest';
import { toAnswer } from '../../src/calls/failures.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';

test.each([
  [['one'], 'x answered with an error: one'],
  [['one', 'one'], 'x answered with an error: one'],
  [['one', 'two', 'two', 'one'], 'x answered with an error: one: two'],
])('the log is told once what the API said: %j', (messages, reason) => {
  const errors = messages.map((message) => ({ message }));
  const failure = new UpstreamFailure('graphqlErrors', `x answered with an error: ${messages[0]}`, {
    errors,
  });
  expect(toAnswer(failure)).toMatchObject({ reason });
});

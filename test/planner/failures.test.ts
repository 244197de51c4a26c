import { expect, test } from 'vitest';
import { toAnswer } from '../../src/planner/failures.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import type { AdapterError } from '../../src/wix/errors.js';

test.each([
  [['one'], 'x answered with an error: one'],
  [['one', 'one'], 'x answered with an error: one'],
  [['one', 'two', 'two', 'one'], 'x answered with an error: one; two'],
])('the log is told once what the API said: %j', (messages, expected) => {
  const errors = messages.map((message) => ({ message }));
  const failure = new UpstreamFailure('graphqlErrors', `x answered with an error: ${messages[0]}`, {
    errors,
  });
  expect((toAnswer(failure) as AdapterError).reason).toBe(expected);
});

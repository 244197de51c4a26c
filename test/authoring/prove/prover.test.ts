/** What the failure of a question says of a claim. */
import { expect, test } from 'vitest';
import { createProver } from '../../../src/authoring/prove/prover.js';
import { createOperationBuilder } from '../../../src/upstream/document/operation.js';
import { type FailureKind, UpstreamFailure } from '../../../src/upstream/transport/failure.js';
import { createSignal } from '../../../src/world/signal.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { boundDialects } from '../../plan/products-mapping.js';

const rig = boundDialects.hasura();

test.each<[FailureKind, 'broken' | 'unasked']>([
  ['timeout', 'unasked'],
  ['unreachable', 'unasked'],
  ['circuitOpen', 'unasked'],
  ['queueFull', 'unasked'],
  ['rateLimited', 'unasked'],
  ['graphqlErrors', 'broken'],
  ['notGraphql', 'broken'],
])('a question that ends with %s is %s', async (kind, expected) => {
  const model = rig.model('products');
  const prover = createProver(model, {
    world: systemWorld,
    upstream: {
      client: {
        request: () => Promise.reject(new UpstreamFailure(kind, 'as it was planted')),
        shown: 'http://localhost/graphql',
        close: () => Promise.resolve(),
      },
      operations: createOperationBuilder(),
    },
    collection: () => undefined,
    signal: createSignal().signal,
    requests: 10,
  });
  expect((await prover.query({ paging: { limit: 5 } })).kind).toBe(expected);
});

/** Each way in which an upstream fails, one by one, from the client of the upstream to what Wix is sent. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app/app.js';
import { upstreamAnswers } from '../../src/calls/upstream-answers.js';
import type { ServiceContext } from '../../src/service/handler.js';
import { type FailureKind, failureKinds, UpstreamFailure } from '../../src/upstream/transport/failure.js';
import { errorBody } from '../../src/wix/error-body.js';
import { errorTable } from '../../src/wix/error-table.js';
import { AdapterError } from '../../src/wix/errors.js';
import { unobserved } from '../../src/world/observation.js';
import { directoryWith } from '../cli/harness.js';
import { shopFiles, simulateShop } from '../simulation/simulated-shop.js';
import { simulateWorld } from '../world/simulated-world.js';

const secret = 'what the API said about table users_v2';

const told: Readonly<Record<FailureKind, readonly [number, string, string]>> = {
  unreachable: [503, 'UNKNOWN_ERROR', 'The upstream API cannot be reached'],
  timeout: [504, 'UNKNOWN_ERROR', 'The upstream API did not answer in time'],
  aborted: [503, 'UNKNOWN_ERROR', 'The request was given up'],
  tooLarge: [502, 'UNKNOWN_ERROR', 'The upstream API answered with too much data'],
  unauthorized: [502, 'UNKNOWN_ERROR', "The upstream API refused the adapter's credentials"],
  rateLimited: [503, 'UNKNOWN_ERROR', 'The upstream API is limiting requests'],
  http: [502, 'UNKNOWN_ERROR', 'The upstream API answered with an HTTP error'],
  notGraphql: [502, 'UNKNOWN_ERROR', 'The upstream API did not answer with GraphQL'],
  graphqlErrors: [502, 'UNKNOWN_ERROR', 'The upstream API answered with an error'],
  unsendable: [400, 'BAD_REQUEST', 'A fact of the request does not fit a header of the upstream API'],
  queueFull: [503, 'UNKNOWN_ERROR', 'Too many requests for the upstream API wait already'],
  circuitOpen: [503, 'UNKNOWN_ERROR', 'The upstream API keeps failing, and is not asked for a while'],
};

const directory = directoryWith({
  'upstream.yaml': shopFiles['upstream.yaml']!.replace('failures: 6', 'failures: 1000'),
  'shelf.yaml': shopFiles['shelf.yaml']!.replace(/^cache:.*$/m, ''),
});
const world = simulateWorld(1);
const state: { failure: UpstreamFailure | undefined } = { failure: undefined };
let app: App;
beforeAll(async () => {
  const { client } = simulateShop(world);
  app = createApp({
    world,
    mappingsDirectory: directory.path,
    environment: {},
    observe: unobserved,
    connect: () => ({
      ...client,
      request: (...all) => (state.failure ? Promise.reject(state.failure) : client.request(...all)),
    }),
  });
  await world.run(app.started);
});
afterAll(async () => {
  await app.close();
  directory.remove();
});

async function answerTo(operation: 'QueryDataItems' | 'CountDataItems', failure: UpstreamFailure) {
  state.failure = failure;
  const context: ServiceContext = {
    world,
    requestId: 'r',
    scope: {},
    signal: new AbortController().signal,
    observe: unobserved,
    arrived: world.now(),
  };
  const error = await world.run(
    app
      .service(undefined)(operation, { collectionId: 'shelf', query: {} }, context)
      .then(() => undefined)
      .catch((thrown) => thrown),
  );
  expect(error).toBeInstanceOf(AdapterError);
  return error as AdapterError;
}

it.each(failureKinds)('%s has one status, code and text, and tells nothing else', async (kind) => {
  const [status, code, text] = told[kind];
  for (const operation of ['QueryDataItems', 'CountDataItems'] as const) {
    const failure = new UpstreamFailure(kind, secret, { errors: [{ message: secret }] });
    const error = await answerTo(operation, failure);
    expect([error.status, error.code, errorBody(error).errorMessage]).toEqual([status, code, text]);
    expect(JSON.stringify([errorBody(error), errorBody(error, 'full')])).not.toContain('users_v2');
    // Those who run the service read it in the log.
    expect(error.reason).toContain('users_v2');
  }
});

it.each(failureKinds)('%s is in the table that the documentation is made of', (kind) => {
  const { status, code, message } = upstreamAnswers[kind];
  expect([status, code, message]).toEqual(told[kind]);
  expect(errorTable.some((each) => each.status === status && each.code === code)).toBe(true);
});

it('how long the API asks to wait stands behind the text, and in Retry-After', async () => {
  const failure = new UpstreamFailure('rateLimited', 'x', { retryAfterMs: 60_000 });
  const error = await answerTo('CountDataItems', failure);
  expect([errorBody(error).errorMessage, error.retryAfter]).toEqual([
    'The upstream API is limiting requests; it asks to wait 60 s',
    60,
  ]);
});

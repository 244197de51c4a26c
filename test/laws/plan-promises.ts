/**
 * What explain promises of a request, and what was sent when it was asked: the calls that are started first, text and
 * variables, in their order, and the number of requests. The explanation is made right before the request, by the same engine
 * with the request's facts.
 */
import { expect } from 'vitest';
import type { CollectionModel } from '../../src/model/model.js';
import type { Engine, ReadRequest, RequestKind } from '../../src/service/engine.js';
import { AdapterError } from '../../src/wix/errors.js';
import { context, type Rig } from '../rig.js';
import type { Upstream } from '../upstreams/harness.js';

/** What an engine answers to a request, in one form for all kinds of requests; a refusal is an answer too. */
export type Asked = { readonly answer: object } | { readonly refused: string };

export async function ask(
  engine: Engine,
  model: CollectionModel,
  kind: RequestKind,
  request: ReadRequest,
): Promise<Asked> {
  try {
    const call = engine[kind] as (
      of: CollectionModel,
      request: ReadRequest,
      by: ReturnType<typeof context>,
    ) => Promise<object>;
    return { answer: await call(model, request, context()) };
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return { refused: error.message };
  }
}

/** @returns the answer, and how many requests it took */
export async function askedAsExplained(
  { engine, started, model: modelOf }: Rig,
  server: Pick<Upstream, 'requests' | 'reset'>,
  collection: string,
  kind: RequestKind,
  request: ReadRequest,
): Promise<Asked & { readonly sent: number }> {
  const model = modelOf(collection);
  const shown = engine.explain(model, kind, request, context().scope);
  const withdrawn = engine.withdrawals().length;
  server.reset();
  started.length = 0;
  const asked = await ask(engine, model, kind, request);
  const sent = server.requests.map(({ query, variables }) => ({ query, variables }));
  // Everything that was started reached the upstream, and nothing else; what is under way at once may arrive in another order.
  expect(inOrder(sent)).toEqual(inOrder(started));
  // A claim that the rows contradict is withdrawn, and the request is planned anew: those calls are of another plan.
  const same = engine.withdrawals().length === withdrawn;
  if (shown.document === undefined) expect(sent).toEqual([]);
  else {
    const first = { document: shown.document, variables: shown.variables };
    const calls = [first, ...shown.together].map(({ document, variables }) => ({
      query: document,
      variables,
    }));
    // A refused request may have come to its end before all of them were started.
    const count = 'answer' in asked ? calls.length : Math.min(calls.length, started.length);
    expect(started.slice(0, count)).toEqual(JSON.parse(JSON.stringify(calls.slice(0, count))));
  }
  const { least, most } = shown.upstreamRequests;
  const numbers = `${sent.length} requests, ${least} to ${most} promised: ${shown.requests}`;
  if ('answer' in asked) expect(sent.length, numbers).toBeGreaterThanOrEqual(least);
  if (same && most !== null) expect(sent.length, numbers).toBeLessThanOrEqual(most);
  return { ...asked, sent: sent.length };
}

/** The same calls in an order of their own, whatever the order in which they came. */
function inOrder(calls: readonly object[]): readonly string[] {
  return calls.map((each) => JSON.stringify(each)).sort();
}

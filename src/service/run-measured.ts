/** Carries a reading request out as the service does, and notes what each node of its plan took. */
import { createMeasure, type Measure } from '../execute/measure.js';
import type { RequestScope } from '../upstream/transport/context.js';
import { type AdapterError, toAdapterError } from '../wix/errors.js';
import type { OperationName } from '../wix/operations.js';
import { neverAborted } from '../world/signal.js';
import type { World } from '../world/world.js';
import type { Service } from './service.js';
import { saidBy } from './written-answer.js';

export interface MeasuredRun {
  readonly measure: Measure;
  /** The body of the answer; undefined: there is none. */
  readonly answer: object | undefined;
  readonly failure: AdapterError | undefined;
  /** Of the whole request. */
  readonly milliseconds: number;
  /** Requests to the API, each attempt by itself. */
  readonly requests: number;
}

/** Asks what a verified request would ask. Never rejects. @param scope the facts of the request */
export async function runMeasured(
  world: World,
  service: Service,
  operation: OperationName,
  request: Readonly<Record<string, unknown>>,
  scope: RequestScope,
): Promise<MeasuredRun> {
  const measure = createMeasure(world);
  let requests = 0;
  const start = world.monotonic();
  const ended = (answer: object | undefined, failure: AdapterError | undefined): MeasuredRun => ({
    measure,
    answer,
    failure,
    milliseconds: world.monotonic() - start,
    requests,
  });
  try {
    const answer = await service(operation, request, {
      world,
      arrived: world.now(),
      requestId: undefined,
      scope,
      signal: neverAborted,
      measure,
      observe({ kind }) {
        if (kind === 'call sent') requests += 1;
      },
    });
    return ended(saidBy(answer) as object, undefined);
  } catch (error) {
    return ended(undefined, toAdapterError(error));
  }
}

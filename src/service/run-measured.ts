/** Carries a reading request out as the service does, and notes what each node of its plan took. */
import { createMeasure, type Measure } from '../execute/measure.js';
import { type AdapterError, toAdapterError } from '../wix/errors.js';
import type { OperationName } from '../wix/operations.js';
import type { ServiceContext } from './handler.js';
import type { Service } from './service.js';
import { isWritten } from './written-answer.js';

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

/** Never rejects. */
export async function runMeasured(
  service: Service,
  operation: OperationName,
  request: Readonly<Record<string, unknown>>,
  context: ServiceContext,
): Promise<MeasuredRun> {
  const measure = createMeasure(context.world);
  let requests = 0;
  const start = context.world.monotonic();
  const ended = (answer: object | undefined, failure: AdapterError | undefined): MeasuredRun => ({
    measure,
    answer,
    failure,
    milliseconds: context.world.monotonic() - start,
    requests,
  });
  try {
    const answer = await service(operation, request, {
      ...context,
      measure,
      observe(observation, observed) {
        if (observation.kind === 'call sent') requests += 1;
        context.observe(observation, observed);
      },
    });
    return ended(isWritten(answer) ? JSON.parse(String(answer.writtenJson)) : answer, undefined);
  } catch (error) {
    return ended(undefined, toAdapterError(error));
  }
}

/** Sends one document of mutations, once, and says what is known of it. */
import { toAnswer } from '../../calls/failures.js';
import type { WriteStep } from '../../plan/writes/nodes.js';
import { allowance } from '../../upstream/transport/allowance.js';
import { type GraphqlError, UpstreamFailure } from '../../upstream/transport/failure.js';
import { AdapterError, internalError } from '../../wix/errors.js';
import { neverAborted } from '../../world/signal.js';
import type { Execution } from '../execution.js';

export type Sent =
  /** `data` null: the API says that nothing of the document has a value. */
  | {
      readonly kind: 'answered';
      readonly data: Readonly<Record<string, unknown>> | null;
      readonly errors: readonly GraphqlError[];
      /** Whether any of it may have run: a document that is refused as a whole has neither data nor paths of errors. */
      readonly ran: boolean;
    }
  /** Nothing was sent, or the API turned the request away before it ran. */
  | { readonly kind: 'not run'; readonly error: AdapterError }
  /** It was sent, and its answer did not come whole. */
  | { readonly kind: 'lost'; readonly why: string };

/** @param deadline epoch milliseconds after which the answer is not waited for */
export async function sendMutation(
  execution: Execution,
  { call }: Pick<WriteStep, 'call'>,
  deadline: number,
): Promise<Sent> {
  const { model, roots } = call;
  const { client, operations } = execution.runtime.upstream(model);
  const { document, variables } = operations(model.operationName, roots, 'mutation');
  const remedy = `raise limits.answer in ${model.limitFiles.answer} (now ${model.limits.answer})`;
  // The caller may go away: what is under way is waited for, so that its outcome is known.
  const context = {
    ...execution,
    budget: undefined,
    signal: neverAborted,
    headers: call.headers,
    collection: model.id,
  };
  execution.sending?.();
  try {
    const most = allowance(model.limits.answer, call.cells, remedy);
    const { data, errors } = await client.request(document, variables, { ...context, deadline, most });
    return { kind: 'answered', data, errors, ran: true };
  } catch (error) {
    return failed(error, roots.length);
  }
}

function failed(error: unknown, mutations: number): Sent {
  if (!(error instanceof UpstreamFailure)) {
    // Thrown before or while it was sent: nobody knows.
    const known = error instanceof AdapterError ? error : internalError(error);
    return { kind: 'lost', why: known.message };
  }
  const { errors } = error;
  // An error with a path is one of a mutation that was run, and so were those before it.
  const within = errors.some(({ path }) => path !== undefined);
  if (error.kind === 'graphqlErrors' || (within && mutations > 1))
    return { kind: 'answered', data: null, errors, ran: error.ran || within };
  const answer = toAnswer(error) as AdapterError;
  if (error.delivered === 'no' || turnedAway(error)) return { kind: 'not run', error: answer };
  return { kind: 'lost', why: error.message };
}

/** Refused before anything of it ran: who may not ask, who asks too often, who asks wrongly. A gateway's failure says no such thing. */
function turnedAway({ kind, status = 500 }: UpstreamFailure): boolean {
  switch (kind) {
    case 'unauthorized':
    case 'rateLimited':
    case 'unsendable':
    case 'queueFull':
    case 'circuitOpen':
      return true;
    case 'http':
      // 408 and 499 are about a request that was perhaps under way.
      return status >= 400 && status < 500 && status !== 408 && status !== 499;
    case 'unreachable':
    case 'timeout':
    case 'aborted':
    case 'tooLarge':
    case 'notGraphql':
    case 'graphqlErrors':
      return false;
  }
}

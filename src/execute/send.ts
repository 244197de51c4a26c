/** One call to the upstream: its document, its answer, and which of its errors fail the Wix request. */
import type { Call } from '../calls/call.js';
import { toAnswer } from '../calls/failures.js';
import { judge } from '../calls/judge.js';
import { operandsRefused } from '../calls/operands.js';
import type { ListMembers } from '../read-one-list.js';
import { type Allowance, allowance } from '../upstream/transport/allowance.js';
import { type GraphqlError, UpstreamFailure } from '../upstream/transport/failure.js';
import { AdapterError } from '../wix/errors.js';
import { giveWay } from '../world/world.js';
import type { Execution } from './execution.js';

/**
 * Sends a call and reads its answer.
 * @param told of errors that the answer held beside its data
 * @param list reads the members of the answer's list out of its text
 * @throws OperandsRefused, an AdapterError, where the upstream refuses an operand of the filter
 * @throws AdapterError; failures of the transport become answers (see failures.ts), what the budget refuses is thrown on
 */
export async function send<Answer>(
  execution: Execution,
  call: Call<Answer>,
  told?: (errors: readonly GraphqlError[]) => void,
  list?: ListMembers,
): Promise<Answer> {
  const { operationName } = call.model;
  const { client, operations } = execution.runtime.upstream(call.model);
  const { document, variables } = operations(operationName, call.roots);
  const most = allowanceOf(call);
  execution.budget.request();
  let beside: readonly GraphqlError[] = [];
  try {
    const { signal, deadline, requestId, scope, budget, observe } = execution;
    const context = {
      signal,
      deadline,
      requestId,
      scope,
      budget,
      observe,
      collection: call.model.id,
      most,
      list,
    };
    const { data, errors } = await client.request(document, variables, context);
    beside = errors;
    const way = giveWay(execution.world);
    if (way) await way;
    if (errors.length > 0) told?.(errors);
    judge(errors, call.expected, data);
    return call.read(data);
  } catch (error) {
    const answer = toAnswer(error);
    const said =
      error instanceof UpstreamFailure ? (error.kind === 'graphqlErrors' ? error.errors : []) : beside;
    throw (answer instanceof AdapterError ? operandsRefused(call, said, answer) : undefined) ?? answer;
  }
}

function allowanceOf({ model, cells }: Pick<Call<unknown>, 'model' | 'cells'>): Allowance {
  const { limits, limitFiles } = model;
  return allowance(
    limits.answer,
    cells,
    `raise limits.answer in ${limitFiles.answer} (now ${limits.answer})`,
  );
}

/** One read sent to the upstream, and which of its errors fail the Wix request. */
import type { CollectionModel, RowReader } from '../model/model.js';
import type { Operation, RootCall } from '../upstream/document/operation.js';
import { allowance } from '../upstream/transport/allowance.js';
import { type RowPlace, saysAbsent, touchedBy } from '../upstream/transport/errors.js';
import type { GraphqlError } from '../upstream/transport/failure.js';
import { toAnswer, upstreamError } from './failures.js';
import type { Run } from './run.js';

type Client = CollectionModel['upstream']['client'];
type Document = Parameters<Client['request']>[0];

/** The upstream's answer with its errors as they came; rejects with the transport's failures. */
function request(
  run: Run,
  document: Document,
  variables: Parameters<Client['request']>[1],
): ReturnType<Client['request']> {
  const { context, model, budget } = run;
  return model.upstream.client.request(document, variables, {
    signal: context.signal,
    deadline: context.deadline,
    requestId: context.requestId,
    scope: context.scope,
    budget,
    observe: context.observe,
    most: allowance(
      model.limits.answer,
      undefined,
      `raise limits.answer in ${model.limitFile('answer')} (now ${model.limits.answer})`,
    ),
  });
}

/** What an answer has to give, so that its errors can be judged. */
export interface Expected {
  readonly call: RootCall;
  /** Rows below the call's value; undefined: none, and every error there counts. */
  readonly rows?: ExpectedRows | undefined;
}

export interface ExpectedRows {
  /** Result path from the call's value to the list, e.g. `nodes`. */
  readonly list?: string;
  /** Result path from an element of the list to the row, e.g. `node`; without a list, from the call's value. */
  readonly row: string;
  readonly single?: boolean;
  readonly reader: RowReader | undefined;
  /** Keys of the fields whose values are worked with here: without one of them the answer would be another. */
  readonly evaluated?: readonly string[] | undefined;
  /** An error that says that there is no such item stands for its absence. */
  readonly absentIsError?: boolean;
}

/**
 * Sends a document; failures become answers, and an error that touches the rows fails the request. So does one in a cell
 * that is worked with here; any other cell that the upstream could not give is shown without a value.
 */
export async function send(
  run: Run,
  operation: Operation,
  expected: readonly Expected[],
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { data, errors } = await request(run, operation.document, operation.variables);
    for (const error of errors) for (const each of expected) judge(error, each, data);
    return data;
  } catch (error) {
    throw toAnswer(error);
  }
}

/** @throws AdapterError when the error spoils what is expected */
function judge(error: GraphqlError, { call, rows }: Expected, data: unknown): void {
  const list = [call.alias, ...call.location.steps.slice(1).map((step) => step.name)];
  const place: RowPlace = {
    list: [...list, ...namesOf(rows?.list)],
    row: namesOf(rows?.row),
    single: rows?.single ?? false,
    data,
  };
  const touched = touchedBy(error, place);
  if (touched === 'nothing') return;
  if (touched === 'rows' || rows === undefined) {
    if (rows?.absentIsError && saysAbsent(error, place)) return;
    throw upstreamError('The upstream API answered with an error', 502, error.message);
  }
  const { reader, evaluated = [] } = rows;
  const missing = evaluated.length > 0 && reader?.touched(touched).find((key) => evaluated.includes(key));
  if (missing) {
    throw upstreamError(
      `The upstream API could not give ${missing} for every row, which the answer depends on`,
      502,
      error.message,
    );
  }
}

function namesOf(path: string | undefined): readonly string[] {
  return path === undefined || path === '' ? [] : path.split('.');
}

/** One read sent to the upstream, and which of its errors fail the Wix request. */
import type { CollectionModel } from '../mapping/model.js';
import type { RootCall } from '../upstream/operation.js';
import type { Json } from '../upstream/styles/vocabulary.js';
import { firstFatalError } from '../upstream/transport/errors.js';
import type { GraphqlError } from '../upstream/transport/failure.js';
import { toAnswer, upstreamError } from './failures.js';
import type { Run } from './run.js';

type Client = CollectionModel['upstream']['client'];
type Document = Parameters<Client['request']>[0];

/** The upstream's answer with its errors as they came; rejects with the transport's failures. */
export function request(
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
    log: context.log,
  });
}

/**
 * Sends a document; failures become answers, and an error that touches the rows fails the request. So does one in a cell
 * that is worked with here; any other cell that the upstream could not give is shown without a value.
 */
export async function send(
  run: Run,
  document: Document,
  variables: Record<string, Json>,
  call: RootCall,
  rows: boolean,
  evaluated: readonly string[] = [],
): Promise<Readonly<Record<string, unknown>>> {
  const { model } = run;
  try {
    const result = await request(run, document, variables);
    if (result.errors.length > 0) {
      const listPath = [call.alias, ...call.location.steps.slice(1).map((step) => step.name)];
      const row = rows && model.list.rows.row !== '' ? model.list.rows.row.split('.') : [];
      const fatal = firstFatalError(result.errors, listPath, { row, data: result.data });
      if (fatal) throw upstreamError('The upstream API answered with an error', 502, fatal.message);
      const missing = unreadable(model, evaluated, result.errors);
      if (missing)
        throw upstreamError(
          `The upstream API could not give ${missing.key} for every row, which the answer depends on`,
          502,
          missing.message,
        );
    }
    return result.data;
  } catch (error) {
    throw toAnswer(error);
  }
}

/** The first field worked with here that an error stands in. */
function unreadable(
  model: CollectionModel,
  evaluated: readonly string[],
  errors: readonly GraphqlError[],
): { readonly key: string; readonly message: string } | undefined {
  for (const key of evaluated) {
    const source = model.fields.get(key)?.source;
    if (source?.kind !== 'path') continue;
    const name = source.steps[0]!.name;
    // Fields with arguments carry an alias that begins with their name.
    const touches = (step: string | number): boolean => step === name || String(step).startsWith(`${name}_`);
    const error = errors.find((each) => each.path?.some(touches));
    if (error) return { key, message: error.message };
  }
  return undefined;
}

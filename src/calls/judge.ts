/** The one judgement of the errors in an upstream's answer: which of them spoil what was asked for. */
import { type RowPlace, saysAbsent, saysHidden, touchedBy } from '../upstream/transport/errors.js';
import type { GraphqlError } from '../upstream/transport/failure.js';
import type { Expected } from './call.js';
import { upstreamError } from './failures.js';

/**
 * An error that touches the rows fails the request. So does one in a cell that is worked with here; any other cell that
 * the upstream could not give is shown without a value.
 * @throws AdapterError (502) for the first error that spoils what is expected
 */
export function judge(errors: readonly GraphqlError[], expected: readonly Expected[], data: unknown): void {
  for (const error of errors) for (const each of expected) judgeOne(error, each, data);
}

function judgeOne(error: GraphqlError, { root, rows }: Expected, data: unknown): void {
  const list = [root.alias, ...root.location.steps.slice(1).map((step) => step.name)];
  const place: RowPlace = {
    list: [...list, ...(rows?.list?.names ?? [])],
    row: rows?.row.names ?? [],
    single: rows?.single ?? false,
    data,
  };
  const touched = touchedBy(error, place);
  if (touched === 'nothing') return;
  if (touched === 'rows' || rows === undefined) {
    if (rows?.absentIsError && saysAbsent(error, place)) return;
    if (rows?.hidden && saysHidden(error, place)) return;
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

/** A failure of an upstream that has changed under what is served, told as that. */
import { errorsOf } from '../mapping/problem.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import { AdapterError } from '../wix/errors.js';
import type { Generation } from './generation.js';

/** The upstream did not run the document at all, as when a field of it is not there. */
export function refusedWhole({ kind, ran }: UpstreamFailure): boolean {
  return kind === 'graphqlErrors' && !ran;
}

/** What a caller is told may be due to a schema that has changed. */
export function raisesDoubt(error: unknown): boolean {
  if (!(error instanceof AdapterError)) return false;
  const { cause } = error;
  return cause instanceof UpstreamFailure && refusedWhole(cause);
}

/** The error with the lines of the mapping, where the collection does not fit the schema any more; else undefined. */
export function namedDrift(
  error: unknown,
  { kept, files, problems }: Generation,
  collection: string | undefined,
): AdapterError | undefined {
  if (!(error instanceof AdapterError) || collection === undefined || !kept.has(collection)) return undefined;
  const found = errorsOf(problems).filter((each) => each.file === files.get(collection));
  if (found.length === 0) return undefined;
  const places = found.map((each) => `${each.file}:${each.line}:${each.column}: ${each.message}`).join('; ');
  const message = `The upstream API has changed: the collection ${collection} does not fit it any more`;
  return new AdapterError(error.code, `${message}. ${places}`, {
    status: error.status,
    short: message,
    reason: `${places}. ${error.reason ?? error.message}`,
    cause: error.cause,
  });
}

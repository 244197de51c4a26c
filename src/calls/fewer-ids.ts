/** What is asked instead when one document for several ids was refused: without the absent ones, or in halves. */
import type { CollectionModel } from '../model/model.js';
import { saysAbsent } from '../upstream/transport/errors.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import { AdapterError } from '../wix/errors.js';
import { type AskedId, aliasOf } from './ids.js';

/** Servers that count what a document asks for say so in words like these. */
const tooMuch = /alias|complex|\bcost\b|\blimit|exceed|too (?:many|large|big|deep|expensive)/i;

/** Whether the upstream refused a document because it asks for too much at once. */
export function asksTooMuch(error: unknown): boolean {
  const failure = error instanceof AdapterError ? error.cause : undefined;
  return failure instanceof UpstreamFailure && isRefusal(failure) && saysTooMuch(failure);
}

function isRefusal({ kind, status = 500 }: UpstreamFailure): boolean {
  return kind === 'graphqlErrors' || (kind === 'http' && status < 500);
}

function saysTooMuch({ errors, message: whole }: UpstreamFailure): boolean {
  const said = errors.length > 0 ? errors : [{ message: whole }];
  return said.some(({ message }) => tooMuch.test(message));
}

/**
 * Parts to ask for one by one, each smaller than what was asked; none are left where all ids are absent.
 * undefined: the refusal is about something else.
 */
export function fewerIds(
  model: CollectionModel,
  asked: readonly AskedId[],
  error: unknown,
): readonly (readonly AskedId[])[] | undefined {
  const failure = error instanceof AdapterError ? error.cause : undefined;
  if (!(failure instanceof UpstreamFailure)) return undefined;
  if (!isRefusal(failure)) return undefined;
  const absent = absentAmong(model, asked, failure);
  if (absent.size > 0) {
    const rest = asked.filter((each) => !absent.has(each));
    return rest.length === 0 ? [] : [rest];
  }
  if (asked.length < 2 || !saysTooMuch(failure)) return undefined;
  const middle = Math.ceil(asked.length / 2);
  return [asked.slice(0, middle), asked.slice(middle)];
}

/** A field for one item that is never null takes the whole answer with it where an item is absent. */
function absentAmong(
  { get: { one } }: CollectionModel,
  asked: readonly AskedId[],
  { errors }: UpstreamFailure,
): ReadonlySet<AskedId> {
  if (one?.missing !== 'error') return new Set();
  const steps = one.location.steps.slice(1).map(({ name }) => name);
  return new Set(
    asked.filter((_, index) =>
      errors.some((error) => saysAbsent(error, { list: [aliasOf(index), ...steps], single: true })),
    ),
  );
}

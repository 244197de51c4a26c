/** Which mutations carry a key that the API does only once, and where the key stands. */
import type { GraphQLSchema } from 'graphql';
import type { Identify } from '../../../styles/vocabulary.js';
import { parseAddress } from '../../../upstream/document/argument-path.js';
import type { Location } from '../../../upstream/document/location.js';
import type { IdempotencyPlace, WriteVerb } from '../../writes.js';
import type { BindContext } from '../context.js';

export interface Idempotency {
  readonly place: IdempotencyPlace;
  /** upstream.yaml or the collection's own file says it, so it holds for its inserts; a dialect speaks of no single mutation. */
  readonly declared: boolean;
}

/**
 * The file's own place of the key, else that of the dialect: mutations that demand a key get one, also where items are recognised
 * by something else.
 */
export function idempotencyOf(
  { dialect, upstream, located, schema }: BindContext,
  identify: Identify | undefined,
): Idempotency | undefined {
  const declared = (located.value.writes?.identify ?? upstream.writes?.identify) !== undefined;
  const own = declared ? placeOf(identify, schema) : undefined;
  if (own) return { place: own, declared: true };
  const place = placeOf(dialect?.writes?.identify, schema);
  return place && { place, declared: false };
}

/**
 * Whether a mutation carries a key. A directive is understood only by mutations whose descriptions name it, and others may be done
 * twice all the same; the schema itself has no other way to say so.
 */
export function isKeyed(verb: WriteVerb, { field }: Location, idempotency: Idempotency | undefined): boolean {
  if (!idempotency) return false;
  const { place, declared } = idempotency;
  if (declared && verb === 'insert') return true;
  return place.kind === 'directive' && isNamed(place.name, field.description);
}

function isNamed(directive: string, description: string | null | undefined): boolean {
  return new RegExp(`@${directive}\\b`).test(description ?? '');
}

/** A directive that the schema does not tell of takes a text. */
function placeOf(identify: Identify | undefined, schema: GraphQLSchema): IdempotencyPlace | undefined {
  if (typeof identify !== 'object' || !('idempotency' in identify)) return undefined;
  const { idempotency: place } = identify;
  if ('header' in place) return { kind: 'header', name: place.header };
  if (!('directive' in place)) return { kind: 'argument', at: parseAddress(place.argument) };
  const { directive: name, argument } = place;
  const known = schema.getDirective(name)?.args.find((each) => each.name === argument);
  return { kind: 'directive', name, argument, type: String(known?.type ?? 'String!') };
}

/**
 * Pictures of samples. They stand on hosts of others, which would learn of each look at the console: so they are loaded only when
 * someone asks for it, and the page then allows just the origins of the pictures that are on it.
 */
import { httpAddress } from '../../upstream/transport/http-address.js';
import type { FieldType } from '../../wix/protocol.js';
import type { ShownField } from './collections.js';

/** The address of a picture; undefined: the sample is none that a browser can load. */
export function pictureOf(type: FieldType, sample: unknown): string | undefined {
  return type === 'IMAGE' && typeof sample === 'string' && httpAddress(sample) ? sample : undefined;
}

/** Origins of the pictures of a page, each once. */
export function picturesIn(fields: readonly Pick<ShownField, 'type' | 'sample'>[]): readonly string[] {
  const addresses = fields.flatMap(({ type, sample }) => pictureOf(type, sample) ?? []);
  return [...new Set(addresses.map((each) => new URL(each).origin))];
}

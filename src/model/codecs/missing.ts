/** `none` of a mapping: values that an API writes where it has none, such as "N/A" or "00/00/0000". */
import type { Json } from '../../styles/vocabulary.js';
import { type Codec, type Constraint, ConversionError } from './types.js';

/**
 * The same codec, to which those values are no values. No operand equals one of them; the planner leaves rows with
 * them out of what it sends (see Codec.none), since the upstream takes them for values.
 */
export function withoutValues(codec: Codec, none: readonly (string | number | boolean)[]): Codec {
  const absent: ReadonlySet<unknown> = new Set(none);
  const values = none.map((raw) => JSON.stringify(decoded(codec, raw)));
  return {
    ...codec,
    none,
    decode: (raw) => (absent.has(raw) ? null : codec.decode(raw)),
    ...(codec.encode === undefined ? {} : { encode: encodeValue(codec.encode, absent) }),
    lossy: true,
    verbatim: undefined,
    equality(value: Json) {
      const constraint = codec.equality(value);
      if (constraint?.kind === 'compare' && absent.has(constraint.value)) return { kind: 'never' };
      // Among the raw values of this operand is one that means that there is none.
      return constraint?.kind === 'range' && values.includes(JSON.stringify(value)) ? undefined : constraint;
    },
    monotone: false,
  };
}

/** What would read as no value cannot be written as one. */
function encodeValue(encode: (value: Json) => Json, absent: ReadonlySet<unknown>): (value: Json) => Json {
  return (value) => {
    const raw = encode(value);
    if (raw !== null && absent.has(raw))
      throw new ConversionError(value, 'a value that the API takes for one (see none)');
    return raw;
  };
}

function decoded(codec: Codec, raw: unknown): Json | undefined {
  try {
    return codec.decode(raw);
  } catch (error) {
    if (error instanceof ConversionError) return undefined;
    throw error;
  }
}

/** A codec of texts and numbers that the upstream compares in another way than they read here: nothing is sent. */
export function notCompared(codec: Codec): Codec {
  const unless = (constraint: Constraint | undefined): Constraint | undefined =>
    constraint?.kind === 'never' ? constraint : undefined;
  return {
    ...codec,
    equality: (value) => unless(codec.equality(value)),
    bound: (operator, value) => unless(codec.bound(operator, value)),
    textual: false,
    monotone: false,
  };
}

/** What a codec is, and what it says about filters that are sent upstream. */
import type { Json } from '../../styles/vocabulary.js';
import type { FieldType } from '../../wix/protocol.js';
import type { TextFormat } from './format.js';
import type { ScalarKind } from './scalars.js';

export type RangeOperator = 'gt' | 'gte' | 'lt' | 'lte';

/** Which raw upstream values decode to values that satisfy a Wix condition. Rows without a value never count. */
export type Constraint =
  /** No raw value does. */
  | { readonly kind: 'never' }
  /** Every raw value does. */
  | { readonly kind: 'always' }
  | {
      readonly kind: 'compare';
      readonly operator: 'eq' | RangeOperator;
      readonly value: Json;
      /** The upstream may take other raw values for the same, so what it finds is looked at again. */
      readonly wide?: true;
    }
  /** from <= raw < before */
  | { readonly kind: 'range'; readonly from: Json; readonly before: Json };

export const never: Constraint = Object.freeze({ kind: 'never' });
export const always: Constraint = Object.freeze({ kind: 'always' });

/** How Wix orders decoded values. Only `text` depends on how the upstream collates. */
export type CodecOrder = 'numeric' | 'time' | 'date' | 'text' | 'boolean' | 'none';

/** Turns one upstream leaf value into the Wix value of a field, and Wix operands into upstream operands. */
export interface Codec {
  readonly type: FieldType;
  readonly scalar: ScalarKind;
  /** null and undefined give null. Throws ConversionError rather than round, guess or drop. */
  decode(raw: unknown): Json;
  /**
   * The raw value of a Wix value, for writes: decoding it gives this value again, and null is null. Absent: what was decoded
   * cannot be turned back, so the field is read-only.
   * @throws ConversionError for a value that the field cannot hold exactly
   */
  readonly encode?: ((value: Json) => Json) | undefined;
  /** Raw values that differ decode alike: writing back what was not changed would lose the difference. */
  readonly lossy?: boolean;
  /** The raw values that decode to just this value; undefined where they cannot be named exactly. */
  equality(value: Json): Constraint | undefined;
  /**
   * The raw values that decode above or below this value. With order `text` it holds only where the upstream
   * compares text by UTF-16 code unit.
   */
  bound(operator: RangeOperator, value: Json): Constraint | undefined;
  /** Decoding leaves texts as they are: operands of contains, startsWith and endsWith can be sent unchanged. */
  readonly textual: boolean;
  readonly order: CodecOrder;
  /** Every text, or every list of texts, is decoded to itself. */
  readonly verbatim?: 'text' | 'texts' | undefined;
  /** The upstream's natural order of raw values is Wix's order of decoded values. */
  readonly monotone: boolean;
  /** Several raw values may decode to one, so that ties of a sort differ from the upstream's. */
  readonly precisionLoss: boolean;
  /** Raw values that mean that there is none; the upstream takes them for values. */
  readonly none?: readonly (string | number | boolean)[];
  /** Every raw value that there can be, where they are few and known: those of an enum. */
  readonly closed?: readonly string[];
  /** Lists: the codec of one element, for operands of has, hasSome and hasAll. */
  readonly element?: Codec;
}

export interface CodecOptions {
  readonly scalar: ScalarKind;
  readonly type: FieldType;
  /** The GraphQL type is a list of `scalar`. */
  readonly list?: boolean;
  /** Elements of the list can be null. */
  readonly nullableElements?: boolean | undefined;
  /** Ids of other things: texts of another form are not sent, since some servers answer them with an error. */
  readonly idForm?: 'integer' | 'uuid' | undefined;
  /** All values of the enum type. */
  readonly enumValues?: readonly string[];
  /** Upstream value → Wix value. A raw value that is not listed is refused. */
  readonly values?: Readonly<Record<string, string | number | boolean>>;
  /**
   * Wix value = upstream value × scale, in exact decimal arithmetic. With DATE and DATETIME over numbers: the
   * milliseconds of one upstream unit since 1970 (1000 for seconds, 1 for milliseconds).
   */
  readonly scale?: number;
  /** NUMBER: what becomes of a number that a double does not hold exactly. Default refuse. */
  readonly inexact?: 'refuse' | 'text' | 'round';
  /** Finest step that stored date-times and times of day can have. Default finer. */
  readonly dates?: { readonly precision?: 'second' | 'millisecond' | 'finer' | undefined };
  /**
   * How operands of decimal and bigint scalars are written. Decimals default to string: servers in Python make a
   * decimal of the double behind a JSON number, which silently is another number than 12.3; the servers that take no text
   * (Hot Chocolate) answer with an error, and then need number. bigint defaults to number; Keystone needs
   * string. An integer beyond 2^53, which readers of JSON round, is always written as text.
   */
  readonly wire?: 'string' | 'number';
  /** Texts of days and times, as the mapping describes them. */
  readonly format?: TextFormat | undefined;
  /** Raw values that mean that there is none. */
  readonly none?: readonly (string | number | boolean)[] | undefined;
  /** false: the upstream holds these values as texts, which it compares otherwise than what they hold. Default true. */
  readonly compared?: boolean | undefined;
}

/** A raw upstream value that is not what the mapping says. `expected` completes "… is not". */
export class ConversionError extends Error {
  readonly value: unknown;
  readonly expected: string;
  constructor(value: unknown, expected: string) {
    super(`${describe(value)} is not ${expected}`);
    this.name = 'ConversionError';
    this.value = value;
    this.expected = expected;
  }
}

/** A field type that cannot be made of this scalar: a mistake in the mapping, found at binding. */
export class UnsupportedCodecError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsupportedCodecError';
  }
}

/** Its kind and shape. What the value is belongs to an item, and those are never logged. */
function describe(value: unknown): string {
  if (typeof value === 'string') {
    return /^[+-]?\d+$/.test(value)
      ? `a text of ${value.length} digits`
      : `a text of ${value.length} characters`;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return `the number ${value}`;
    return Number.isInteger(value) ? 'a whole number' : 'a number with a fraction';
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === 'object') return 'an object';
  return typeof value === 'boolean' ? 'a boolean' : `the value ${String(value)}`;
}

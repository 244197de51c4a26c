/** The raw values of numeric scalars: how they are read, and where a number lies among them. */
import type { Json } from '../../styles/vocabulary.js';
import { after, before, bottom, type Cut, top } from './cut.js';
import {
  ceiling,
  type Decimal,
  decimalOf,
  decimalOfFraction,
  decimalText,
  exactNumber,
  type Fraction,
  floor,
  parseDecimal,
} from './decimal.js';
import type { ScalarKind } from './scalars.js';
import { ConversionError } from './types.js';

/** Where a number lies among raw values; undefined where that cannot be said exactly. */
export interface NumberDomain {
  before(value: Fraction): Cut | undefined;
  after(value: Fraction): Cut | undefined;
}

const int32: readonly [bigint, bigint] = [-(2n ** 31n), 2n ** 31n - 1n];
/** Seconds of the years that a Date holds; signed, and free of the limits of int32. */
const epochSeconds: readonly [bigint, bigint] = [-8_640_000_000_000n, 8_640_000_000_000n];
const epochMilliseconds: readonly [bigint, bigint] = [-8_640_000_000_000_000n, 8_640_000_000_000_000n];
const int64: readonly [bigint, bigint] = [-(2n ** 63n), 2n ** 63n - 1n];

/** The domain of a numeric scalar; undefined for scalars that an upstream does not compare as numbers. */
export function numberDomain(scalar: ScalarKind, wire?: 'string' | 'number'): NumberDomain | undefined {
  switch (scalar) {
    case 'int32':
      return integers(int32, true, Number);
    case 'epochSeconds':
      return integers(epochSeconds, false, Number);
    case 'epochMilliseconds':
      return integers(epochMilliseconds, false, (value) => integerOperand(value, wire ?? 'number'));
    case 'bigint':
      return integers(int64, false, (value) => integerOperand(value, wire ?? 'number'));
    case 'float':
      return points((value) => exactNumber(value));
    case 'decimal':
      return points((value) => decimalOperand(value, wire ?? 'string'));
    case 'boolean':
    case 'date':
    case 'unknown':
    case 'enum':
    case 'text':
    case 'id':
    case 'time':
    case 'json':
    case 'uuid':
    case 'url':
    case 'html':
    case 'color':
    case 'email':
    case 'single':
    case 'dateTime':
    case 'localDateTime':
    case 'timetz':
    case 'jsonText':
      return undefined;
  }
}

/** The raw value of a number, where there is one that is just this number. */
export function exactRaw(domain: NumberDomain, value: Fraction): Json | undefined {
  const lower = domain.before(value);
  const upper = domain.after(value);
  return lower?.kind === 'before' && upper?.kind === 'after' && lower.value === upper.value
    ? lower.value
    : undefined;
}

/**
 * The short way for numbers that the scalar takes as they are, or as the text that JavaScript prints of them: most numbers that are
 * written are such. undefined: see exactRaw.
 */
export function directRaw(scalar: ScalarKind, value: number, wire?: 'string' | 'number'): Json | undefined {
  const whole = Number.isInteger(value);
  if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) return undefined;
  if (scalar === 'float') return value + 0;
  if (scalar === 'int32') return whole && Math.abs(value) < 2 ** 31 ? value + 0 : undefined;
  if (scalar === 'bigint') return !whole ? undefined : wire === 'string' ? String(value) : value + 0;
  if (scalar !== 'decimal') return undefined;
  if (wire === 'number') return value + 0;
  const text = String(value);
  return text.includes('e') ? undefined : text;
}

/**
 * `hard`: no raw value lies beyond the range. Otherwise such values may exist (unsigned or arbitrary integers), but
 * sending one could be an error, so nothing is said about them.
 */
function integers(
  [least, greatest]: readonly [bigint, bigint],
  hard: boolean,
  encode: (value: bigint) => Json,
): NumberDomain {
  function cut(position: bigint, make: (value: Json) => Cut): Cut | undefined {
    if (position < least) return hard ? bottom : undefined;
    if (position > greatest) return hard ? top : undefined;
    return make(encode(position));
  }
  const beforeValue = (value: Fraction) => cut(ceiling(value), before);
  return {
    before: beforeValue,
    after: (value) => {
      const whole = floor(value);
      return whole === ceiling(value) ? cut(whole, after) : beforeValue(value);
    },
  };
}

/** Numbers without gaps: what `encode` cannot write exactly cannot be placed. */
function points(encode: (value: Decimal) => Json | undefined): NumberDomain {
  function cut(value: Fraction, make: (value: Json) => Cut): Cut | undefined {
    const decimal = decimalOfFraction(value);
    const encoded = decimal && encode(decimal);
    return encoded === undefined ? undefined : make(encoded);
  }
  return { before: (value) => cut(value, before), after: (value) => cut(value, after) };
}

function integerOperand(value: bigint, wire: 'string' | 'number'): Json {
  return wire === 'number' && Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}

function decimalOperand(value: Decimal, wire: 'string' | 'number'): Json {
  const number = wire === 'number' ? exactNumber(value) : undefined;
  // Readers of JSON differ on whole numbers beyond 2^53.
  return number === undefined || (Number.isInteger(number) && !Number.isSafeInteger(number))
    ? decimalText(value)
    : number;
}

/**
 * A JSON number of this scalar, without negative zero. A whole number beyond 2^53 is refused, because reading the JSON
 * may have rounded it; as a text it would be exact. Of a double nothing can be lost.
 */
export function rawNumber(scalar: ScalarKind, raw: number): number {
  if (!Number.isFinite(raw)) throw new ConversionError(raw, 'a number');
  const whole = Number.isInteger(raw);
  if (!whole && wholeKinds.has(scalar)) throw new ConversionError(raw, 'a whole number');
  if (whole && !Number.isSafeInteger(raw) && scalar !== 'float' && scalar !== 'single')
    throw new ConversionError(raw, 'within the whole numbers that JSON carries exactly (2^53)');
  return raw + 0;
}

/** The number that a raw value writes, as a JSON number or text. */
export function rawDecimal(scalar: ScalarKind, raw: unknown): Decimal {
  if (typeof raw === 'number') return decimalOf(rawNumber(scalar, raw));
  if (typeof raw === 'string' && (!binaryKinds.has(scalar) || scalar === 'float')) {
    const value = parseDecimal(raw);
    if (value !== undefined && !(wholeKinds.has(scalar) && value.exponent < 0)) return value;
  }
  throw new ConversionError(raw, wholeKinds.has(scalar) ? 'a whole number' : 'a number');
}

const wholeKinds: ReadonlySet<ScalarKind> = new Set<ScalarKind>([
  'int32',
  'epochSeconds',
  'epochMilliseconds',
  'bigint',
]);
/** Kinds that GraphQL servers write as JSON numbers; doubles come as texts where Hasura is told to stringify. */
const binaryKinds: ReadonlySet<ScalarKind> = new Set<ScalarKind>(['int32', 'float', 'single']);

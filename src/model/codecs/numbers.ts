/** NUMBER from whole, floating and decimal numbers, with a decimal scale. */
import type { Json } from '../../styles/vocabulary.js';
import { boundOf, equalityOf, type Operand } from './cut.js';
import {
  type Decimal,
  decimalOf,
  decimalOfFraction,
  decimalText,
  divide,
  exactNumber,
  fractionOf,
  multiply,
  nearestNumber,
  parseDecimal,
} from './decimal.js';
import { directRaw, exactRaw, numberDomain, rawDecimal, rawNumber } from './numberDomain.js';
import { type Codec, type CodecOptions, ConversionError, UnsupportedCodecError } from './types.js';

/** At most fifteen digits. */
const shortDecimal = /^-?(?=(?:\.?\d){1,15}$)\d+(?:\.\d+)?$/;

/**
 * NUMBER from numbers of any scalar, scaled in exact decimal arithmetic.
 * @throws UnsupportedCodecError for a scale that is zero or no number
 */
export function numberCodec(options: CodecOptions): Codec {
  const { scalar, scale = 1, inexact = 'refuse' } = options;
  if (!Number.isFinite(scale) || scale === 0)
    throw new UnsupportedCodecError(`scale must be a number other than 0, not ${scale}`);
  const domain = numberDomain(scalar, options.wire);
  const factor = decimalOf(scale);
  const scaled = scale !== 1;
  // Ten digits of an int32 and five of a scale always fit into the fifteen that a double keeps.
  const exact = scalar === 'int32' && factor.digits.toString().replace('-', '').length <= 5;
  const decidable =
    domain !== undefined && (exact || inexact === 'refuse' || (scalar === 'float' && !scaled));

  function decode(raw: unknown): Json {
    if (raw === null || raw === undefined) return null;
    if (typeof raw === 'number' && !scaled)
      // The reader of JSON rounds to the nearest double, which is what `round` promises.
      return inexact === 'round' && Number.isInteger(raw) ? raw + 0 : rawNumber(scalar, raw);
    // A double keeps so many digits, whatever they are.
    if (typeof raw === 'string' && scalar === 'decimal' && !scaled && shortDecimal.test(raw))
      return Number(raw) + 0;
    const result = multiply(rawDecimal(scalar, raw), factor);
    return exactNumber(result) ?? inexactValue(raw, result);
  }

  function inexactValue(raw: unknown, result: Decimal): Json {
    const nearest = nearestNumber(result);
    if (inexact === 'text') return typeof raw === 'string' && !scaled ? raw : decimalText(result);
    if (inexact === 'round' && Number.isFinite(nearest)) return nearest;
    throw new ConversionError(raw, 'a number that a double holds exactly (see inexact)');
  }

  function operand(value: Json): Operand {
    if (!decidable) return undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) return 'never';
    const quotient = divide(fractionOf(decimalOf(value)), fractionOf(factor));
    const lower = domain.before(quotient);
    const upper = domain.after(quotient);
    return lower && upper && { lower, upper };
  }

  function encode(value: Json): Json {
    if (value === null) return null;
    const direct = typeof value === 'number' && !scaled ? directRaw(scalar, value, options.wire) : undefined;
    if (direct !== undefined) return direct;
    const wanted =
      typeof value === 'number' && Number.isFinite(value)
        ? decimalOf(value)
        : typeof value === 'string' && inexact === 'text'
          ? parseDecimal(value)
          : undefined;
    if (wanted === undefined) throw new ConversionError(value, 'a number');
    const quotient = divide(fractionOf(wanted), fractionOf(factor));
    const decimal = decimalOfFraction(quotient);
    const raw = domain
      ? exactRaw(domain, quotient)
      : decimal && (scalar === 'single' || scalar === 'json' ? exactNumber(decimal) : decimalText(decimal));
    if (raw === undefined)
      throw new ConversionError(value, `a number that the API can hold${scaled ? ' (see scale)' : ''}`);
    // A text is written as it came: 1.0 is another text than 1.
    return typeof value === 'string' && !scaled && typeof raw === 'string' ? value : raw;
  }

  return {
    type: 'NUMBER',
    scalar,
    decode,
    encode,
    lossy: domain === undefined || inexact === 'round',
    equality: (value) => equalityOf(operand(value)),
    bound: (operator, value) => (scale < 0 ? undefined : boundOf(operator, operand(value))),
    textual: false,
    order: 'numeric',
    monotone: scale > 0 && (domain !== undefined || scalar === 'single') && (exact || inexact !== 'text'),
    precisionLoss: inexact === 'round' && !decidable,
  };
}

/** DATETIME and DATE from numbers that count seconds or milliseconds since 1970. */
import type { Json } from '../../styles/vocabulary.js';
import { before, type Cut, type Operand } from './cut.js';
import { type Decimal, decimalOf, divide, floor, fractionOf, multiply } from './decimal.js';
import { dayLength } from './instants.js';
import { exactRaw, numberDomain, rawDecimal } from './numberDomain.js';
import { dayOperand, instantOperand } from './operand.js';
import type { ScalarKind } from './scalars.js';
import { codecOf, writeMoment, wrongOperand } from './times.js';
import { type Codec, type CodecOptions, UnsupportedCodecError } from './types.js';

/** DATE and DATETIME from numbers of milliseconds, seconds or other units since 1970 in UTC (see `scale`). */
export function epochCodec(options: CodecOptions): Codec {
  const { scalar, type } = options;
  const factor = decimalOf(unit(scalar, options.scale));
  // A scalar of that name prints what the server holds, which may be finer.
  const finer = scalar === 'epochMilliseconds' && (options.dates?.precision ?? 'finer') === 'finer';
  const domain = numberDomain(scalar, options.wire);

  function beforeMoment(milliseconds: number): Cut | undefined {
    return domain?.before(divide(fractionOf(decimalOf(milliseconds)), fractionOf(factor)));
  }

  function operand(value: Json): Operand {
    const milliseconds = type === 'DATE' ? dayOperand(value) : instantOperand(value);
    if (milliseconds === undefined) return wrongOperand(type, value);
    const lower = beforeMoment(milliseconds);
    const upper = beforeMoment(milliseconds + (type === 'DATE' ? dayLength : 1));
    return lower && upper && { lower, upper: finer ? upper : point(lower, upper) };
  }

  return codecOf(type, scalar, {
    read: (raw) => milliseconds(multiply(rawDecimal(scalar, raw), factor)),
    write: writeMoment(type),
    expected: 'a number of seconds or milliseconds since 1970 (see scale)',
    operand: domain === undefined ? undefined : operand,
    print:
      domain && ((moment) => exactRaw(domain, divide(fractionOf(decimalOf(moment)), fractionOf(factor)))),
    printed: 'a moment that the API can count exactly (see scale)',
    lossy: type === 'DATE' || finer || factor.exponent < 0 || scalar === 'float' || scalar === 'decimal',
    precisionLoss:
      type === 'DATE' || finer || factor.exponent < 0 || scalar === 'float' || scalar === 'decimal',
  });
}

/** Of plain numbers only an int32 says by its size what it counts: milliseconds would end after 25 days. */
function unit(scalar: ScalarKind, scale: number | undefined): number {
  const usual: Partial<Record<ScalarKind, number>> = {
    int32: 1000,
    epochSeconds: 1000,
    epochMilliseconds: 1,
  };
  const given = scale ?? usual[scalar];
  if (given === undefined || !Number.isFinite(given) || given <= 0)
    throw new UnsupportedCodecError(
      'a date from a number needs scale, the milliseconds of one unit: 1000 for seconds, 1 for milliseconds',
    );
  return given;
}

function milliseconds(value: Decimal): number | undefined {
  if (value.exponent > 16 || value.digits.toString().length + value.exponent > 17) return undefined;
  if (value.exponent < -400) return undefined;
  const whole = Number(floor(fractionOf(value)));
  return Math.abs(whole) <= 8.64e15 ? whole : undefined;
}

/** One whole number between the two cuts: it can be asked for by equality. */
function point(lower: Cut, upper: Cut): Cut {
  if (lower.kind !== 'before' || upper.kind !== 'before') return upper;
  const [from, to] = [whole(lower.value), whole(upper.value)];
  return from !== undefined && to === from + 1n ? { kind: 'after', value: lower.value } : before(upper.value);
}

function whole(value: Json): bigint | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : undefined;
}

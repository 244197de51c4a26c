/** Exact decimal arithmetic, for values that are shown as doubles but must not be rounded on the way. */

/** digits × 10^exponent; digits end in no zero, and zero has exponent 0. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** A quotient of integers; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;
/** Longer texts are no numbers that anybody means; arithmetic on them would only cost time. */
const longest = 1000;

/** Parses a decimal number such as 12.30, -5, .5 or 1e-7; undefined for anything else. */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > longest) return undefined;
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  return normalise(sign === '-' ? -digits : digits, Number(exponent) - fraction.length);
}

/** The decimal that a finite double prints as. */
export function decimalOf(value: number): Decimal {
  const decimal = parseDecimal(String(value));
  if (decimal === undefined) throw new RangeError(`${value} is not finite`);
  return decimal;
}

/** The exact product of two decimals. */
export function multiply(left: Decimal, right: Decimal): Decimal {
  return normalise(left.digits * right.digits, left.exponent + right.exponent);
}

/** The double that prints as just this decimal, or undefined. */
export function exactNumber(value: Decimal): number | undefined {
  const nearest = nearestNumber(value);
  if (!Number.isFinite(nearest)) return undefined;
  const printed = decimalOf(nearest);
  return printed.digits === value.digits && printed.exponent === value.exponent ? nearest : undefined;
}

/** The nearest double; infinite beyond the range of doubles. */
export function nearestNumber(value: Decimal): number {
  return value.digits === 0n ? 0 : Number(`${value.digits}e${value.exponent}`);
}

/** Without an exponent as long as that is reasonably short. */
export function decimalText(value: Decimal): string {
  const { digits, exponent } = value;
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString();
  if (exponent >= 0)
    return exponent <= longest ? sign + text + '0'.repeat(exponent) : `${sign}${text}e${exponent}`;
  if (exponent < -longest) return `${sign}${text}e${exponent}`;
  const padded = text.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** A decimal as a fraction of integers; the denominator is above zero. */
export function fractionOf(value: Decimal): Fraction {
  return value.exponent >= 0
    ? { numerator: value.digits * 10n ** BigInt(value.exponent), denominator: 1n }
    : { numerator: value.digits, denominator: 10n ** BigInt(-value.exponent) };
}

/** The divisor must not be zero. */
export function divide(left: Fraction, right: Fraction): Fraction {
  const numerator = left.numerator * right.denominator;
  const denominator = left.denominator * right.numerator;
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

/** The largest integer that is not above the fraction. */
export function floor({ numerator, denominator }: Fraction): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

/** The smallest integer that is not below the fraction. */
export function ceiling({ numerator, denominator }: Fraction): bigint {
  return -floor({ numerator: -numerator, denominator });
}

/** The decimal that equals the fraction, or undefined where it does not end (1/3). */
export function decimalOfFraction({ numerator, denominator }: Fraction): Decimal | undefined {
  const common = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator);
  let rest = denominator / common;
  let places = 0;
  for (const prime of [2n, 5n]) {
    let count = 0;
    for (; rest % prime === 0n; count++) rest /= prime;
    places = Math.max(places, count);
  }
  return rest === 1n ? normalise((numerator * 10n ** BigInt(places)) / denominator, -places) : undefined;
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [dividend, divisor] = [left, right];
  while (divisor !== 0n) [dividend, divisor] = [divisor, dividend % divisor];
  return dividend;
}

function normalise(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const text = digits.toString();
  const zeros = text.length - text.replace(/0+$/, '').length;
  // Adding 0 turns -0, which comes of texts such as 5e-0, into 0.
  return zeros === 0
    ? { digits, exponent: exponent + 0 }
    : { digits: BigInt(text.slice(0, -zeros)), exponent: exponent + zeros };
}

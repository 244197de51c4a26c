/** Exact summation of doubles. */

export interface Sum {
  add(value: number): void;
  /** The sum rounded once; `null` when it is beyond the range of a double. */
  value(): number | null;
  /** The sum divided by a number of values, which is never beyond the range of doubles. */
  dividedBy(count: number): number;
}

/** From here on values are whole numbers, and sums of them could leave the range of doubles on the way. */
const huge = 2 ** 960;
const hugeWhole = 2n ** 960n;

/**
 * Shewchuk's algorithm: the running sum is kept as a few doubles that do not overlap, without any rounding
 * error. So the result is the nearest double to the true sum and does not depend on the order or the pages in
 * which values arrive.
 */
export function createSum(): Sum {
  return new ExactSum();
}

const noPartials: readonly number[] = Object.freeze([]);

/** A class, since an aggregation keeps one for each group and operation: closures of its own would take several times the memory. */
class ExactSum implements Sum {
  private partials = noPartials;
  private hugeOnes = 0n;

  add(value: number): void {
    if (Math.abs(value) >= huge) this.hugeOnes += BigInt(value);
    else this.partials = added(this.partials, value);
  }

  value(): number | null {
    const small = this.small();
    if (small !== null) return roundPartials(small) + 0;
    const sum = this.doubled();
    const twice = Number(sum);
    const total = Number.isFinite(twice) ? twice / 2 : Number(sum / 2n);
    return Number.isFinite(total) ? total : null;
  }

  dividedBy(count: number): number {
    const small = this.small();
    if (small !== null) return (roundPartials(small) + 0) / count;
    return Number(this.doubled() / BigInt(count) / 2n);
  }

  private wholePart(): bigint {
    return this.partials.reduce((sum, each) => sum + BigInt(Math.trunc(each)), this.hugeOnes);
  }

  private fractions(): number[] {
    return this.partials.map((each) => each % 1).filter((each) => each !== 0);
  }

  /** The sum as doubles that do not overlap, or `null` while its whole part is huge. */
  private small(): readonly number[] | null {
    if (this.hugeOnes === 0n) return this.partials;
    const whole = this.wholePart();
    if (whole >= hugeWhole || whole <= -hugeWhole) return null;
    return doublesOf(whole).reduce(added, this.fractions());
  }

  /** Twice the sum, rounded to a whole number that lies on the same side of every tie between huge doubles. */
  private doubled(): bigint {
    return this.wholePart() * 2n + BigInt(Math.sign(roundPartials(this.fractions())));
  }
}

/** The partials with one more value: none overlap, nothing is lost. */
function added(partials: readonly number[], value: number): readonly number[] {
  const next: number[] = [];
  let current = value;
  for (const partial of partials) {
    const [large, small] = Math.abs(current) < Math.abs(partial) ? [partial, current] : [current, partial];
    const high = large + small;
    const low = small - (high - large);
    if (low !== 0) next.push(low);
    current = high;
  }
  next.push(current);
  return next;
}

/** Doubles whose exact sum is a whole number below 2^960. */
function doublesOf(whole: bigint): readonly number[] {
  const parts: number[] = [];
  for (let left = whole; left !== 0n; left -= BigInt(parts.at(-1)!)) parts.push(Number(left));
  return parts;
}

function roundPartials(partials: readonly number[]): number {
  let index = partials.length - 1;
  let high = partials[index] ?? 0;
  let low = 0;
  while (index > 0 && low === 0) {
    index -= 1;
    const previous = high;
    const partial = partials[index]!;
    high = previous + partial;
    low = partial - (high - previous);
  }
  // A tie is decided by the sign of what lies below; without this it would always go to the even neighbour.
  const below = index > 0 ? partials[index - 1]! : 0;
  if ((low < 0 && below < 0) || (low > 0 && below > 0)) {
    const doubled = low * 2;
    const rounded = high + doubled;
    if (doubled === rounded - high) return rounded;
  }
  return high;
}

/** A length of time as mapping files write it: `500ms`, `30s`, `10m`, `1h`. */
import * as z from 'zod';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const pattern = /^(\d{1,9})(ms|s|m|h)$/;

export const duration = z.string().regex(pattern, 'write a number with ms, s, m or h, e.g. 30s');

/** @throws Error for a text that `duration` does not take */
export function millisecondsOf(text: string): number {
  const [, count, unit] = pattern.exec(text) ?? [];
  if (count === undefined) throw new Error(`${text} is no length of time`);
  return Number(count) * units[unit!]!;
}

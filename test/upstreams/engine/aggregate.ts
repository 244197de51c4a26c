/** SQL aggregates over one column: nulls do not take part, nothing to aggregate gives null. */
import { type Collation, compareCells } from './sql.js';
import type { Cell, Entry } from './table.js';

const valuesOf = (entries: readonly Entry[], cell: string): Exclude<Cell, null>[] =>
  entries.flatMap((entry) => entry.cells[cell] ?? []);

/** Exact for integers and for decimals of two digits; floats are added in table order. */
export function sum(entries: readonly Entry[], cell: string, exactDecimals: boolean): number | bigint | null {
  const values = valuesOf(entries, cell);
  if (values.length === 0) return null;
  if (typeof values[0] === 'bigint')
    return values.reduce<bigint>((total, each) => total + BigInt(each as bigint), 0n);
  if (exactDecimals)
    return values.reduce<number>((total, each) => total + Math.round(Number(each) * 100), 0) / 100;
  return values.reduce<number>((total, each) => total + Number(each), 0);
}

/** The nearest double of the exact quotient for integers and decimals. */
export function average(entries: readonly Entry[], cell: string, exactDecimals: boolean): number | null {
  const total = sum(entries, cell, exactDecimals);
  if (total === null) return null;
  const count = valuesOf(entries, cell).length;
  if (!exactDecimals) return Number(total) / count;
  const hundredths = typeof total === 'bigint' ? total * 100n : BigInt(Math.round(total * 100));
  return Number(`${(hundredths * 10n ** 20n) / BigInt(count)}e-22`);
}

export function extreme(
  entries: readonly Entry[],
  cell: string,
  which: 'min' | 'max',
  collation: Collation,
): Cell {
  let best: Cell = null;
  for (const value of valuesOf(entries, cell)) {
    if (best === null) best = value;
    else {
      const order = compareCells(value, best, collation);
      if (which === 'min' ? order < 0 : order > 0) best = value;
    }
  }
  return best;
}

export function countDistinct(entries: readonly Entry[], cell: string): number {
  return new Set(valuesOf(entries, cell)).size;
}

/** How the demo API sorts: missing values lowest, text by UTF-16 code unit, equal rows in the order of the catalogue. */

export type OrderInput = { readonly [key: string]: unknown };
type Key = { readonly path: readonly string[]; readonly descending: boolean };

export function ordered<T extends object>(rows: readonly T[], order: readonly OrderInput[]): readonly T[] {
  const keys = order.flatMap((each) => keysOf(each, []));
  if (keys.length === 0) return rows;
  return [...rows].sort((a, b) => {
    for (const { path, descending } of keys) {
      const result = compare(at(a, path), at(b, path));
      if (result !== 0) return descending ? -result : result;
    }
    return 0;
  });
}

function keysOf(order: OrderInput, path: readonly string[]): readonly Key[] {
  return Object.entries(order).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [{ path: [...path, name], descending: value === 'DESC' }]
      : keysOf((value ?? {}) as OrderInput, [...path, name]),
  );
}

function at(row: object, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | null)?.[name] ?? null,
    row,
  );
}

function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return (a as string) < (b as string) ? -1 : 1;
}

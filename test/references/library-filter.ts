/** How the library filters: two-valued, through objects and lists. */
export type Row = { readonly [key: string]: unknown };
export type Where = { readonly [key: string]: unknown };

const related = new Set(['author', 'boss']);
/** An object behind `is` and `isNot`. */
const behind = new Set(['writer']);
const several = new Set(['tags', 'reviews', 'writers']);

/** @param everyOfNone what `every` says of a row without elements */
export function matches(row: Row, where: Where, everyOfNone: boolean): boolean {
  const inner = (each: Row, filter: unknown): boolean => matches(each, filter as Where, everyOfNone);
  return Object.entries(where).every(([key, wanted]) => {
    if (wanted === undefined || wanted === null) return true;
    if (key === 'AND') return (wanted as readonly Where[]).every((each) => inner(row, each));
    if (key === 'OR') return (wanted as readonly Where[]).some((each) => inner(row, each));
    if (key === 'NOT') return !inner(row, wanted);
    const value = memberOf(row, key);
    if (related.has(key)) return value !== null && inner(value as Row, wanted);
    if (behind.has(key)) {
      const { is, isNot } = wanted as Where;
      return (
        (!is || (value !== null && inner(value as Row, is))) &&
        (!isNot || value === null || !inner(value as Row, isNot))
      );
    }
    if (several.has(key)) {
      const { some, every, none } = wanted as Where;
      const elements = value as readonly Row[];
      return (
        (!some || elements.some((each) => inner(each, some))) &&
        (!none || !elements.some((each) => inner(each, none))) &&
        (!every || (elements.length === 0 ? everyOfNone : elements.every((each) => inner(each, every))))
      );
    }
    return Object.entries(wanted).every(([operator, operand]) => test(value, operator, operand));
  });
}

function memberOf(row: Row, key: string): unknown {
  const value = row[key];
  return (typeof value === 'function' ? value({}) : value) ?? null;
}

function test(value: unknown, operator: string, operand: unknown): boolean {
  const among = (): boolean => (operand as readonly unknown[]).includes(value);
  const held = value as readonly unknown[] | null;
  switch (operator) {
    case 'eq':
      return value === operand;
    case 'ne':
      return value !== operand;
    case 'in':
      return among();
    case 'nin':
      return !among();
    case 'isNull':
      return (value === null) === operand;
    case 'hasSome':
      return (operand as readonly unknown[]).some((each) => held?.includes(each));
    case 'hasAll':
      return (operand as readonly unknown[]).every((each) => held?.includes(each));
    case 'contains':
      return value !== null && String(value).toLowerCase().includes(String(operand).toLowerCase());
  }
  if (value === null) return false;
  const [left, right] = [value as number, operand as number];
  if (operator === 'gt') return left > right;
  if (operator === 'gte') return left >= right;
  if (operator === 'lt') return left < right;
  if (operator === 'lte') return left <= right;
  throw new Error(`unknown operator ${operator}`);
}

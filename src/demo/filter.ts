/** How the demo API filters: nested operators, two-valued logic, text without case only where it is searched. */

export type FilterInput = { readonly [key: string]: unknown };
type Row = { readonly [key: string]: unknown };
type Comparable = string | number | boolean;

/** Members whose filter is again one of fields. */
const nested = new Set(['price', 'listPrice', 'brand', 'category', 'parent']);

export function matches(row: object | null, filter: FilterInput): boolean {
  return Object.entries(filter).every(([key, wanted]) => {
    if (wanted === undefined || wanted === null) return true;
    if (key === 'AND') return (wanted as readonly FilterInput[]).every((each) => matches(row, each));
    if (key === 'OR') return (wanted as readonly FilterInput[]).some((each) => matches(row, each));
    if (key === 'NOT') return !matches(row, wanted as FilterInput);
    const value = (row as Row | null)?.[key] ?? null;
    if (nested.has(key)) return matches(value as object | null, wanted as FilterInput);
    return Object.entries(wanted).every(([operator, operand]) => test(value, operator, operand));
  });
}

function test(value: unknown, operator: string, operand: unknown): boolean {
  switch (operator) {
    case 'eq':
      return value === operand;
    case 'ne':
      return value !== operand;
    case 'in':
      return (operand as readonly unknown[]).includes(value);
    case 'nin':
      return !(operand as readonly unknown[]).includes(value);
    case 'isNull':
      return (value === null) === operand;
    case 'isEmpty':
      return (Array.isArray(value) && value.length === 0) === operand;
  }
  if (value === null || operand === null) return false;
  const [left, right] = [value as Comparable, operand as Comparable];
  const [text, part] = [String(value).toLowerCase(), String(operand).toLowerCase()];
  switch (operator) {
    case 'gt':
      return left > right;
    case 'gte':
      return left >= right;
    case 'lt':
      return left < right;
    case 'lte':
      return left <= right;
    case 'contains':
      return text.includes(part);
    case 'startsWith':
      return text.startsWith(part);
    case 'endsWith':
      return text.endsWith(part);
    case 'hasSome':
      return (operand as readonly unknown[]).some((each) => (value as readonly unknown[]).includes(each));
    case 'hasAll':
      return (operand as readonly unknown[]).every((each) => (value as readonly unknown[]).includes(each));
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

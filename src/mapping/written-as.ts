/** A value that was written as one kind and is meant as another: `"5"` for 5, 5 for `"5"`, `"true"` for true. */
import type { Json } from '../styles/vocabulary.js';

/** @returns how it is written as that kind; undefined: it says nothing of the kind */
export function writtenAs(value: Json, kind: string): string | undefined {
  switch (kind) {
    case 'NUMBER':
      return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? value : undefined;
    case 'BOOLEAN':
      return value === 'true' || value === 'false' ? value : undefined;
    case 'TEXT':
      return typeof value === 'number' || typeof value === 'boolean'
        ? JSON.stringify(String(value))
        : undefined;
    default:
      return undefined;
  }
}

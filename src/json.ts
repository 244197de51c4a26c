/** A JSON value. A leaf: every layer may import it, and it imports nothing. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An object of JSON: neither null nor a list. */
export function isPlainObject(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON value. A leaf: every layer may import it, and it imports nothing. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * - `introspectionDisabled`: the upstream does not tell its schema to us
 * - `introspectionRefused`: it refuses every form of the question that was tried (limits of depth, cost, …)
 * - `incomplete`: an introspection result that was cut or lacks types
 * - `syntax`, `invalid`: a schema file or answer that is no schema
 * - `unreadable`: a file that cannot be read
 */
export type SchemaErrorKind =
  | 'introspectionDisabled'
  | 'introspectionRefused'
  | 'incomplete'
  | 'syntax'
  | 'invalid'
  | 'unreadable';

/** A schema that cannot be had; line and column (from 1) where a place in a file is to blame. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
  readonly kind: SchemaErrorKind;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(
    kind: SchemaErrorKind,
    message: string,
    place?: { readonly line: number; readonly column: number },
  ) {
    super(message);
    this.kind = kind;
    this.line = place?.line;
    this.column = place?.column;
  }
}

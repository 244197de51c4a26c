/** How much one answer of an upstream may hold, so that a false or broken one cannot fill the memory or block the process. */

export interface Allowance {
  /** Most bytes, decoded. */
  readonly bytes: number;
  /**
   * Most JSON values, by an upper bound: the number of `,` `[` `{` outside texts. An empty list costs two bytes here and about forty in memory,
   * so bytes alone do not bound what an answer becomes.
   */
  readonly values: number;
  /** What to change so that more is allowed, e.g. `raise limits.answer in products.yaml (now 8388608)`. */
  readonly remedy?: string | undefined;
}

/** The default of `limits.answer`: 8 MiB. */
export const usualAnswer = 8 * 2 ** 20;

/** Bytes for each JSON value, on average, that an answer must have: real answers have 8 to 30, with names and punctuation. */
const bytesForValue = 16;

/**
 * What one answer may hold.
 * @param bytes `limits.answer`
 * @param cells the number of values that the request can need (rows × fields), where that is known. Twice as many are
 * allowed, for objects around them, and a share of `bytes` for values that are lists or JSON themselves
 */
export function allowance(bytes: number = usualAnswer, cells?: number, remedy?: string): Allowance {
  const most = Math.ceil(bytes / bytesForValue);
  const values = cells === undefined ? most : Math.min(most, 2 * cells + Math.ceil(most / 4));
  return { bytes, values, remedy };
}

/** An introspection result of a large API has about 7 MB and 280,000 values; limits.answer can ask for more. */
const usualSchema = 16 * 2 ** 20;

export function schemaAllowance(bytes = 0, remedy?: string): Allowance {
  return allowance(Math.max(bytes, usualSchema), undefined, remedy);
}

/** A token, or a description of a repository: about a kilobyte. */
export const smallAnswer: Allowance = Object.freeze(allowance(2 ** 20));

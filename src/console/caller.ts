/** Who asks, and in which language: what the options of `query` of these names say. */
export interface Caller {
  readonly language?: string;
  readonly member?: string;
  readonly as?: string;
}

/** What to do about a problem, as data that a program can carry out. */

export type NextAction = Edit | RunCommand | OpenPage | SetVariable;

/** Puts `text` in place of `length` code units of a file, ends of lines included. */
export interface Edit {
  readonly kind: 'edit';
  /** What it does, as in `comment out fields.price`. */
  readonly title: string;
  readonly file: string;
  /** From 1; column in UTF-16 code units, as editors count. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly text: string;
}

/** A command line of this program, without its own name. */
export interface RunCommand {
  readonly kind: 'run';
  readonly arguments: readonly string[];
}

/** A page of the documentation, with the heading behind #. */
export interface OpenPage {
  readonly kind: 'open';
  readonly page: string;
}

/** A variable of the environment that has no value. */
export interface SetVariable {
  readonly kind: 'set';
  readonly variable: string;
}

/** Command lines to copy, as a shell of the POSIX family reads them. */

/** One word of a command line. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** @param program as it is called, which may be several words */
export function commandLine(program: string, ...words: readonly string[]): string {
  return [program, ...words.map(shellWord)].join(' ');
}

/** A small reader of quoted texts, written apart from the compilers: how an upstream would take them. */

/** The first double-quoted text after `from`, unescaped, and where it ends. */
export function readQuoted(text: string, from = 0): { readonly value: string; readonly end: number } {
  const start = text.indexOf('"', from);
  if (start < 0) throw new Error(`no quoted text in ${text}`);
  let value = '';
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text[index]!;
    if (character === '"') return { value, end: index + 1 };
    if (character === '\\') {
      index += 1;
      value += text[index] ?? '';
    } else value += character;
  }
  throw new Error(`quoted text without an end in ${text}`);
}

/** All double-quoted texts, and what is left when they are taken out (each leaves a question mark). */
export function splitQuoted(text: string): { readonly values: readonly string[]; readonly rest: string } {
  const values: string[] = [];
  let rest = '';
  let index = 0;
  while (index < text.length) {
    if (text[index] === '"') {
      const { value, end } = readQuoted(text, index);
      values.push(value);
      rest += '?';
      index = end;
    } else {
      rest += text[index];
      index += 1;
    }
  }
  return { values, rest };
}

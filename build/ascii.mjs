/**
 * Parts of the program have no characters beyond ASCII: V8 keeps the text of such a file in one byte for each, and it is read without decoding. esbuild
 * writes escapes in texts and names, but not in regular expressions.
 */
import { readFileSync } from 'node:fs';

const beyond = /[^\0-\x7f]/g;
const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Escapes in the project's own sources, wherever they stand. */
export const inAscii = {
  name: 'in-ascii',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (/\\[^\0-\x7f]/.test(text)) throw new Error(`${path}: a backslash stands before a character beyond ASCII`);
      return { contents: text.replace(beyond, escaped), loader: 'ts' };
    });
  },
};

/** @throws Error where a file has others */
export function refuseOthers(path) {
  const found = readFileSync(path, 'utf8').match(/.{0,60}[^\0-\x7f]/);
  if (found) throw new Error(`${path} has a character beyond ASCII: ${found[0]}`);
}

/** How the program was called, for command lines to copy. */
import { basename, relative, sep } from 'node:path';

const name = 'wix-graphql-adapter';

/**
 * @param script path that Node was given: the program itself, or the link to it that npm has made
 * @param folder the working directory
 */
export function calledAs(script: string | undefined, folder: string): string {
  if (script === undefined) return name;
  if (basename(script) !== name) return `node ${relative(folder, script)}`;
  // npm links it there for npx and for scripts; any other place is on the path.
  return script.includes(`${sep}node_modules${sep}.bin${sep}`) ? `npx ${name}` : name;
}

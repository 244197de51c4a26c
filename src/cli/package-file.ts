/** Files of this package that are read while it runs. */
import { existsSync, readFileSync } from 'node:fs';

/**
 * A file or folder of the package, from its root. The code that asks stands in a folder of src, or in a file of dist that holds more than itself.
 * @param path with slashes, without one in front
 * @throws Error where the code was taken out of its package
 */
export function packageFile(path: string): URL {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    if (isRoot(folder)) return new URL(path, folder);
    if (folder.href === new URL('..', folder).href) throw new Error('the package has no package.json');
  }
}

/** Folders of dist have a package.json as well, which only says how Node loads what stands there. */
function isRoot(folder: URL): boolean {
  const file = new URL('package.json', folder);
  return existsSync(file) && 'name' in JSON.parse(readFileSync(file, 'utf8'));
}

/** Files of this package that are read while it runs. */
import { existsSync } from 'node:fs';

/**
 * A file or folder of the package, from its root. The code that asks stands in a folder of src, or in a file of dist that holds more than itself.
 * @param path with slashes, without one in front
 * @throws Error where the code was taken out of its package
 */
export function packageFile(path: string): URL {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    if (existsSync(new URL('package.json', folder))) return new URL(path, folder);
    if (folder.href === new URL('..', folder).href) throw new Error('the package has no package.json');
  }
}

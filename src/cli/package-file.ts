/** Files of this package that are read while it runs. */
import { existsSync } from 'node:fs';

/**
 * A file or folder of the package, from its root. The code that asks stands in a folder of src, or in a file of dist that holds more than itself.
 * @param path with slashes, without one in front
 */
export function packageFile(path: string): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) folder = new URL('..', folder);
  return new URL(path, folder);
}

/** The directory that a command writes to: what stands in its way is said before any work is done. */
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CliError } from './cli-error.js';

/** @throws CliError when no directory can be there */
export function checkOutDirectory(path: string): void {
  if (path.trim() === '') throw new CliError(2, '--out needs the name of a directory');
  let place = resolve(path);
  for (;;) {
    const found = existsSync(place) ? statSync(place) : undefined;
    if (found?.isDirectory()) return;
    if (found) throw new CliError(2, `--out: ${place} is not a directory`);
    if (dirname(place) === place) return;
    place = dirname(place);
  }
}

/** The same error, or a CliError where a file could not be read or written. */
export function outError(error: unknown, path: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || !['mkdir', 'open', 'read', 'write', 'rename'].includes(syscall ?? ''))
    return error;
  return new CliError(2, `--out: the files cannot be written to ${path} (${code})`);
}

/**
 * Packages that only a few tests need are large, so they have a package.json of their own, which `npm test` installs and
 * everyday work (`npm ci`, `npm run test:quick`) does not. Tests that need them are skipped where they are not there.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const requireRare = createRequire(new URL('./package.json', import.meta.url));

/** Whether the packages are there, in the versions of package-lock.json. */
export const hasRare = isInstalled();

/** For the names of tests: why they are skipped; empty where they are not. */
export const rareNote = hasRare ? '' : ' (skipped: npm run rare installs what this needs)';

// On the machine that decides, nothing is skipped in silence.
if (!hasRare && process.env.CI) throw new Error('test/rare is not installed: npm run rare');

/** The path of a file of such a package, `@scope/name/file.json`. Only where `hasRare`. */
export function rareFile(specifier: string): string {
  return requireRare.resolve(specifier);
}

/** Loads such a package. Only where `hasRare`. */
export function loadRare(specifier: string): unknown {
  return requireRare(specifier);
}

function isInstalled(): boolean {
  try {
    const lock = readFileSync(new URL('package-lock.json', import.meta.url));
    const stamp = readFileSync(new URL('node_modules/.installed', import.meta.url), 'utf8');
    return stamp === createHash('sha256').update(lock).digest('hex');
  } catch {
    return false;
  }
}

/** The package's own description. */
import { readFileSync } from 'node:fs';
import { packageFile } from './package-file.js';

interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
}

export function manifest(): Manifest {
  return JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as Manifest;
}

/**
 * Installs the packages of this folder if they are not there, or are those of another package-lock.json. Where that
 * fails, the tests that need them are skipped and this says so; with CI set it is an error.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const here = new URL('./', import.meta.url);
const stamp = new URL('node_modules/.installed', here);
const wanted = createHash('sha256')
  .update(readFileSync(new URL('package-lock.json', here)))
  .digest('hex');

if (read(stamp) !== wanted) {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: here,
    stdio: ['ignore', 'inherit', 'inherit'],
    // npm is a script of a shell on Windows.
    shell: process.platform === 'win32',
  });
  if (status === 0) writeFileSync(stamp, wanted);
  else {
    console.error('The packages of test/rare could not be installed: the tests that need them are skipped.');
    if (process.env.CI) process.exitCode = 1;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

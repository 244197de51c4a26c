/** Variables from a file. */
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { CliError } from '../../src/cli/cli-error.js';
import { withEnvFile } from '../../src/cli/env-file.js';
import { directoryWith } from './harness.js';

const made: ReturnType<typeof directoryWith>[] = [];
afterEach(() => {
  for (const each of made.splice(0)) each.remove();
});

function file(text: string): string {
  const directory = directoryWith({ 'shop.env': text });
  made.push(directory);
  return join(directory.path, 'shop.env');
}

it('gives the variables of the file; what is set stays, what is only named does not hide anything', () => {
  const found = withEnvFile(
    { A: 'set', B: undefined, C: '' },
    file('A=file\nB="two words" # said why\nC=file\n'),
  );
  expect(found).toEqual({ A: 'set', B: 'two words', C: '' });
});

it('the usual file may be absent, one that was asked for not', () => {
  const environment = { A: 'set' };
  expect(withEnvFile(environment, undefined)).toBe(environment);
  expect(() => withEnvFile(environment, 'nowhere.env')).toThrow(
    new CliError(2, '--env-file: nowhere.env cannot be read (ENOENT)'),
  );
});

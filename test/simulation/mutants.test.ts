/** The wrong versions of `npm run mutants` are still ones of the code as it is: each text occurs once, and is replaced by another. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mutants } from './mutant-list.js';

const src = join(import.meta.dirname, '../../src');

it.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s', (_, { file, text, instead }) => {
  const found = readFileSync(join(src, file), 'utf8').split(text).length - 1;
  expect(found).toBe(1);
  expect(instead).not.toBe(text);
});

it('are many, and no two of them the same', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(20);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});

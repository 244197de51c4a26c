/** SECURITY.md promises only what a test shows. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../cli/harness.js';

const lines = readFileSync(join(root, 'SECURITY.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| threat'));

test('there are threats', () => {
  expect(lines.length).toBeGreaterThan(25);
});

test.each(lines.map((line) => [line.split('|')[1]!.trim(), line]))('%s', (_, line) => {
  const cells = line.split('|').map((cell) => cell.trim());
  expect(cells).toHaveLength(5);
  const tests = [...cells[3]!.matchAll(/`([^`]+)`/g)].map(([, path]) => path!);
  expect(tests.length).toBeGreaterThan(0);
  for (const path of tests) {
    expect(path).toMatch(/^test\/.*\.test\.ts$/);
    expect(existsSync(join(root, path)), path).toBe(true);
    expect(readFileSync(join(root, path), 'utf8'), path).toMatch(/\b(test|it)(\.each)?\(/);
  }
});

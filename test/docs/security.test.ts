/** SECURITY.md promises only what a test shows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../cli/harness.js';

const lines = readFileSync(join(root, 'SECURITY.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:threat|memory) \|/.test(line));

test('there are threats', () => {
  expect(lines.length).toBeGreaterThan(45);
});

test.each(lines.map((line) => [line.split('|')[1]!.trim(), line]))('%s', (_, line) => {
  const cells = line.split('|').map((cell) => cell.trim());
  expect(cells).toHaveLength(5);
  // `test/some.test.ts`: "title", "another title"; `test/other.test.ts`: …
  const files = cells[3]!.split('; `').map((each) => each.replace(/^`/, ''));
  for (const each of files) {
    const [, path, titles] = /^([^`]+)`: (".+")$/.exec(each) ?? [];
    expect(path, each).toMatch(/^test\/.*\.test\.ts$/);
    const text = readFileSync(join(root, path!), 'utf8');
    for (const title of titles!.slice(1, -1).split('", "'))
      expect(
        ["'", '"', '`'].some((quote) => text.includes(`${quote}${title}${quote}`)),
        `${path} has no test "${title}"`,
      ).toBe(true);
  }
});

test('every memory that forgets is listed, and bounded in bytes', () => {
  const kept = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('demo'))
    .map((file) => [file, readFileSync(join(root, 'src', file), 'utf8')] as const)
    .filter(([, text]) => /new LRUCache/.test(text));
  expect(kept.length).toBeGreaterThan(2);
  for (const [file, text] of kept) {
    expect(
      lines.some((line) => line.includes(`\`${file.replaceAll('\\', '/')}\``)),
      file,
    ).toBe(true);
    for (const [options] of text.matchAll(/new LRUCache[^(]*\([^)]*/g))
      expect(options, file).toMatch(/maxSize/);
  }
});

test('every file that the table of memories names is there', () => {
  const named = lines.flatMap((line) => /^\| [^|]*\(`([^`]+\.ts)`\) \|/.exec(line)?.[1] ?? []);
  expect(named.length).toBeGreaterThan(10);
  for (const file of named) expect(existsSync(join(root, 'src', file)), file).toBe(true);
});

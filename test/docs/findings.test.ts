/** Findings are run by hand; here only that each is listed, can be run, and names exact versions. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPage, root } from './markdown.js';

const scripts = readdirSync(join(root, 'findings')).filter(
  (each) => each.endsWith('.sh') && each !== 'lib.sh',
);

it('the table has each script, and no other', () => {
  const listed = [...readPage('findings/README.md').matchAll(/^\| \[([\w.-]+)\]/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual(scripts.sort());
});

it.each(scripts)('%s can be run and pins its packages', (script) => {
  expect(statSync(join(root, 'findings', script)).mode & 0o111).not.toBe(0);
  const packages = /^finding '([^']+)'/m.exec(readFileSync(join(root, 'findings', script), 'utf8'))?.[1];
  expect(packages?.split(' ')).toEqual(
    packages?.split(' ').map(() => expect.stringMatching(/^(@[\w-]+\/)?[\w-]+@\d+\.\d+\.\d+$/)),
  );
  expect(readPage('findings/README.md')).toContain(packages?.split(' ')[0]?.replace(/@(?=\d)/, ' '));
});

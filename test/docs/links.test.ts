/** Links between pages lead somewhere, and files that pages name are there. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { pages, readPage, root, sectionsOf } from './markdown.js';

const withoutCode = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```$/gm, '');

it.each(pages())('links of %s', (page) => {
  const broken = [...withoutCode(readPage(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^https?:/.test(target))
    .filter((target) => {
      const [file, heading] = target.split('#') as [string, string?];
      const path = file === '' ? page : join(dirname(page), file);
      if (!existsSync(join(root, path))) return true;
      return heading !== undefined && !anchorsOf(path).has(heading);
    });
  expect(broken).toEqual([]);
});

it.each(pages())('files that %s names', (page) => {
  const named = [...readPage(page).matchAll(/`((?:src|test|schemas|bench|docs)\/[\w./-]+)`/g)].map(
    ([, path]) => path!,
  );
  expect(named.filter((path) => !path.includes('<') && !existsSync(join(root, path)))).toEqual([]);
});

function anchorsOf(page: string): { has(heading: string): boolean } {
  return statSync(join(root, page)).isFile() ? sectionsOf(page) : new Set();
}

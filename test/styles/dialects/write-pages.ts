/** Writes docs/dialects/*.md anew (npm run docs:dialects). Pages of dialects that are gone are removed. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dialectPages } from '../../../src/styles/dialects/document.js';
import { dialects } from '../../../src/styles/dialects/index.js';
import { searchLanguages } from '../../../src/styles/extensions/search/index.js';

const directory = new URL('../../../docs/dialects/', import.meta.url);
mkdirSync(directory, { recursive: true });
const pages = dialectPages(dialects, searchLanguages);
for (const file of readdirSync(directory)) if (!pages.has(file)) rmSync(new URL(file, directory));
for (const [file, text] of pages) writeFileSync(new URL(file, directory), text);
console.log(`${pages.size} pages written`);

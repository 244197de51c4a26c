import { expect, it } from 'vitest';
import { templateSlots } from '../../src/styles/vocabulary.js';
import { readPage } from './markdown.js';
import { references } from './reference.js';

it.each([...references])('%s is up to date (npm run docs)', (page, text) => {
  expect(readPage(page)).toBe(text());
});

it('every slot of templates is explained', () => {
  const page = readPage('docs/mapping-reference.md');
  expect(templateSlots.filter((each) => !page.includes(`\`$${each}\``))).toEqual([]);
});

import { expect, it } from 'vitest';
import { readPage } from './markdown.js';
import { references } from './reference.js';

it.each([...references])('%s is up to date (npm run docs)', (page, text) => {
  expect(readPage(page)).toBe(text());
});

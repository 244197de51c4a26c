import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { collectionMapping, upstreamMapping } from '../../../src/mapping/schema.js';
import { dialectPages, documentDialect } from '../../../src/styles/dialects/document.js';
import { dialectNamed, dialects } from '../../../src/styles/dialects/index.js';
import { searchLanguages } from '../../../src/styles/extensions/search/index.js';

const directory = new URL('../../../docs/dialects/', import.meta.url);
const pages = dialectPages(dialects, searchLanguages);
const headings = [
  'Recognised by',
  'Pushed down exactly',
  'Pushed and checked again',
  'Worked out here',
  'Limits',
  'Writes',
  'Authentication header',
  'Example',
];

describe('pages about dialects', () => {
  it('are all there, and no others', () => {
    expect(readdirSync(directory).sort()).toEqual([...pages.keys()].sort());
  });

  it.each([...pages.keys()])('%s is up to date (npm run docs:dialects writes it anew)', (file) => {
    expect(readFileSync(new URL(file, directory), 'utf8')).toBe(pages.get(file));
  });

  describe.each(dialects.map((each) => [each.name, each] as const))('%s', (name) => {
    const page = pages.get(`${name}.md`) ?? '';
    it('has the headings that all pages have', () => {
      expect([...page.matchAll(/^## (.*)$/gm)].map((match) => match[1])).toEqual(headings);
    });
    it('shows mapping files that are valid', () => {
      const files = [...page.matchAll(/```yaml\n(# mappings[\s\S]*?)```/g)].map(
        (match) => parse(match[1]!) as unknown,
      );
      expect(files).toHaveLength(2);
      expect(upstreamMapping.safeParse(files[0]).error).toBeUndefined();
      expect(collectionMapping.safeParse(files[1]).error).toBeUndefined();
    });
  });

  it('tells exact, checked again and worked out here apart', () => {
    const page = documentDialect(dialectNamed('strapi5-postgresql')!, searchLanguages);
    const section = (heading: string) => page.split(`## ${heading}\n`)[1]!.split('\n## ')[0]!;
    expect(section('Pushed down exactly')).toContain(
      '| contains | text | `{"$field":{"containsi":"$value"}}` |',
    );
    expect(section('Pushed and checked again')).toContain('| startsWith | text |');
    expect(section('Worked out here')).toContain('hasSome');
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { measureShare, sharedCases } from './share.js';

const page = readFileSync(new URL('../../docs/pushdown-share.md', import.meta.url), 'utf8');

describe('docs/pushdown-share.md', () => {
  test('has every kind of upstream', () => {
    const names = sharedCases.map((each) => each.name);
    expect(names.filter((name) => !page.includes(`| ${name} |`))).toEqual([]);
  });

  test('has the share of today', async () => {
    const { name, whole } = await measureShare(sharedCases[0]!);
    expect(page).toContain(`| ${name} | ${((100 * whole) / 2000).toFixed(0)} % |`);
  });
});
